"""A bundle of diagnosis for whoever helps from afar: what the doctor found, versions, logs; nothing of any person.

Out stay databases, settings' secrets and every name. Log lines go through `cleaned`, which takes out what could be a
secret, an address of a slip, a network address outside the centre, or a name of the centre's staff.
"""

import io
import platform
import re
import shutil
import subprocess
import tarfile
import unicodedata
from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from pathlib import Path

LOG_LINES = 2000
_SECRET = re.compile(r"[A-Za-z0-9_-]{20,}")
_TICKET_PAGE = re.compile(r"/t/\S+")
_ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|(?<![\w.:])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])")
_OF_FOUR = ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "0.0.0.0/32")
_OF_SIX = ("::/127", "fe80::/10", "fc00::/7")
_OWN_NETWORKS = tuple(ip_network(words) for words in (*_OF_FOUR, *_OF_SIX))
_DIGITS = re.compile(r"\b\d{9,}\b")
_TELEPHONE = re.compile(r"(?<![\d.])(?:\+84|0)(?:[ .-]?\d){8,10}(?!\d)")
"""As people write them, in groups: 0912 345 678, 0912.345.678, +84 912 345 678."""
_DOSSIER = re.compile(r"\b[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*-\d{6}-[A-Za-z0-9]{4,}\b")
"""A case's code as the centres give it: H15.12-261122-0001."""
_QUERY = re.compile(r"(/\S*)\?\S+")
"""What a page was asked for may be somebody's number or word."""
_CODE = re.compile(r"\b(code\s+(?:\S+\s+){0,8}?)\d{4} \d{4}\b")
"""That of the first start, as the server's log says it: whoever has it sets the centre up."""
_TYPED_IN = re.compile(r"\binput_value=.*?(?=, input_type=|$)|\[parameters: .*\]$", re.MULTILINE)
"""What libraries quote in their faults: what somebody wrote, or a whole row of a table."""
_MAIL = re.compile(r"\S+@\S+\.\S+")
_KEPT_TO_ITSELF = re.compile(r"(password|credential|secret|token|name|telephone)", re.IGNORECASE)
"""Keys of settings whose value is nobody's business; `[help]` names a person."""

_NOBODY_WROTE = {"machine.txt"}
"""Versions alone: the release's name, which a helper needs first, looks like a secret."""


def cleaned(text: str, names: Iterable[str]) -> str:
    """The text without names, secrets, telephone and identity numbers, dossier codes, mail and slips' addresses."""
    text = unicodedata.normalize("NFC", text)
    text = _QUERY.sub(r"\1?…", _TICKET_PAGE.sub("/t/…", text))
    text = _TYPED_IN.sub("[nội dung]", _CODE.sub(r"\1[mã]", text))
    text = _MAIL.sub("…@…", text)
    for name in sorted((unicodedata.normalize("NFC", name) for name in names), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "[tên]", text, flags=re.IGNORECASE)
    text = _DOSSIER.sub("[hồ sơ]", text)
    text = _TELEPHONE.sub("[số]", _ADDRESS.sub(_unless_near, text))
    return _DIGITS.sub("[số]", _SECRET.sub(_unless_a_word, text))


def _unless_near(found: re.Match[str]) -> str:
    """Addresses of the centre's own network help; those of elsewhere are somebody's."""
    try:
        address = ip_address(found[0])
    except ValueError:
        return found[0]  # a version such as 300.1.2.3, a time such as 09:00:00
    return found[0] if any(address in network for network in _OWN_NETWORKS) else "[địa chỉ]"


def _unless_a_word(found: re.Match[str]) -> str:
    """Long words of our own, such as `publishing_when_set_up`, have no digit and no capital inside."""
    word = found[0]
    return word if re.fullmatch(r"[a-z_-]+|[A-Z]?[a-z]+", word) else "[khóa]"


def write_bundle(file: Path, *, told: list[str], folder: Path, names: list[str]) -> None:
    """Write a `.tar.gz`; FileExistsError when it is there already."""
    parts = {
        "doctor.txt": "\n".join(told),
        "machine.txt": f"{platform.platform()}\nPython {platform.python_version()}\n{_release()}\n",
        "settings.txt": _settings(folder),
        "services.txt": _said(["systemctl", "--no-pager", "status", "bocso-*", "mosquitto"]),
        "log.txt": _said(["journalctl", "--no-pager", "-o", "short-iso", "-n", str(LOG_LINES), "-u", "bocso-*"]),
        "disk.txt": _said(["df", "-h"]),
    }
    with file.open("xb") as raw, tarfile.open(fileobj=raw, mode="w:gz") as bundle:
        for name, text in parts.items():
            content = (text if name in _NOBODY_WROTE else cleaned(text, names)).encode()
            entry = tarfile.TarInfo(f"bocso-doctor/{name}")
            entry.size = len(content)
            bundle.addfile(entry, io.BytesIO(content))


def _release() -> str:
    current = Path("/opt/bocso/current")
    return f"release {current.resolve().name}" if current.exists() else "no release of the installer"


def _settings(folder: Path) -> str:
    """The settings files without comments; a line whose key sounds like a secret or a person keeps its key alone."""
    lines = []
    for file in sorted(folder.glob("*.toml")):
        lines.append(f"## {file.name}")
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            key, sign, value = line.partition("=")
            if sign and _KEPT_TO_ITSELF.search(line):  # in the value too: help = { name = "…" }
                lines.append(f"{key}= …")
            elif not line.lstrip().startswith("#"):
                lines.append(key + sign + _without_comment(value))
    return "\n".join(lines)


def _without_comment(value: str) -> str:
    """Of TOML's values on one line; a # within quotes belongs to the value."""
    quote = ""
    for place, letter in enumerate(value):
        if letter in {'"', "'"}:
            quote = "" if letter == quote else quote or letter
        elif letter == "#" and not quote:
            return value[:place].rstrip()
    return value


def _said(command: list[str]) -> str:
    program = shutil.which(command[0])
    if program is None:
        return f"{command[0]}: not on this machine"
    try:
        ended = subprocess.run(
            [program, *command[1:]], capture_output=True, text=True, timeout=30, check=False, errors="replace"
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        return f"{command[0]}: {fault}"
    return ended.stdout + ended.stderr

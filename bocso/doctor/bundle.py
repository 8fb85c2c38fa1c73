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
from collections.abc import Iterable
from ipaddress import ip_address
from pathlib import Path

LOG_LINES = 2000
_SECRET = re.compile(r"[A-Za-z0-9_-]{20,}")
_TICKET_PAGE = re.compile(r"/t/\S+")
_ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
_DIGITS = re.compile(r"\b\d{9,}\b")
_MAIL = re.compile(r"\S+@\S+\.\S+")
_KEY_OF_SECRET = re.compile(r"(password|credential|secret|token)", re.IGNORECASE)


def cleaned(text: str, names: Iterable[str]) -> str:
    """The text without names, secrets, telephone and identity numbers, mail addresses and addresses of slips."""
    text = _TICKET_PAGE.sub("/t/…", text)
    text = _MAIL.sub("…@…", text)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "[tên]")
    text = _ADDRESS.sub(_unless_near, text)
    return _DIGITS.sub("[số]", _SECRET.sub(_unless_a_word, text))


def _unless_near(found: re.Match[str]) -> str:
    """Addresses of the centre's own network help; those of elsewhere are somebody's."""
    try:
        return found[0] if ip_address(found[0]).is_private else "[địa chỉ]"
    except ValueError:
        return found[0]  # a version such as 300.1.2.3


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
            content = cleaned(text, names).encode()
            entry = tarfile.TarInfo(f"bocso-doctor/{name}")
            entry.size = len(content)
            bundle.addfile(entry, io.BytesIO(content))


def _release() -> str:
    current = Path("/opt/bocso/current")
    return f"release {current.resolve().name}" if current.exists() else "no release of the installer"


def _settings(folder: Path) -> str:
    """The settings files; a line whose key sounds like a secret keeps its key alone."""
    lines = []
    for file in sorted(folder.glob("*.toml")):
        lines.append(f"## {file.name}")
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            key, sign, _ = line.partition("=")
            lines.append(f"{key}= …" if sign and _KEY_OF_SECRET.search(key) else line)
    return "\n".join(lines)


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

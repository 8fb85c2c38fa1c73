"""Doctor and self-test on machines that have only what their own role installs: a pad with buttons draws nothing."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = {
    "kivy": "kivy",
    "pillow": "PIL",
    "python-escpos": "escpos",
    "segno": "segno",
    "gpiozero": "gpiozero",
    "sqlalchemy": "sqlalchemy",
    "fastapi": "fastapi",
    "cryptography": "cryptography",
    "jinja2": "jinja2",
}
"""Packages that some roles install and others do not, and what is imported of them."""
COMMON = 'centre = "MAU"\ndevice_id = "x-1"\ndata_dir = "{folder}/data"\n{more}\n[server]\nurl = "http://127.0.0.1:9"\n'
SECRET = 'credential_file = "{folder}/credential"\n[broker]\nport = 9\n'
MORE = {
    "kiosk": 'sound = "off"\n[printer]\nkind = "network"\nport = 9\n',
    "board": 'mode = "hall"\n',
    "pad": 'counter_id = "Q1"\npin_factory = "mock"\nbutton_pins = [17, 27, 22]\nlight_pins = [5, 6, 13]\n',
    "touch-pad": 'counter_id = "Q1"\nscreen = "touch"\n',
}
RUN = """
import sys
for module in {missing}:
    sys.modules[module] = None  # as Python does with what cannot be imported
from bocso.__main__ import app
app({arguments})
"""


def missing_on(role: str) -> list[str]:
    locked = subprocess.run(
        [sys.executable, str(ROOT / "deploy/locked_parts.py"), role], capture_output=True, text=True, check=True
    ).stdout
    there = set(re.findall(r"^([a-z0-9-]+)==", locked, flags=re.MULTILINE))
    return [module for package, module in MODULES.items() if package not in there]


@pytest.mark.parametrize(
    ("role", "command"),
    # A board's self-test starts the board's own program, which has its own tests.
    [
        ("pad", "self-test"),
        *(pytest.param(role, "doctor", marks=pytest.mark.exhaustive) for role in MORE),
        *(pytest.param(role, "self-test", marks=pytest.mark.exhaustive) for role in ("kiosk", "touch-pad")),
    ],
)
def test_what_a_role_does_not_install_is_not_needed(role: str, command: str, tmp_path: Path) -> None:
    missing = missing_on(role)
    assert "sqlalchemy" in missing
    if role == "pad":
        assert {"PIL", "kivy", "escpos"} <= set(missing)
    (tmp_path / "data").mkdir()
    (tmp_path / "credential").write_text("of-nobody")
    (tmp_path / "credential").chmod(0o600)
    head, _, tables = (MORE[role] + "\n").partition("[printer]")
    words = COMMON.format(folder=tmp_path, more=head) + SECRET.format(folder=tmp_path)
    (tmp_path / f"{role}.toml").write_text(words + (f"[printer]{tables}" if tables else ""))
    arguments = [command, "--settings-folder", str(tmp_path)]
    if command == "self-test":
        arguments += ["--out", str(tmp_path)]
    ended = subprocess.run(
        [sys.executable, "-c", RUN.format(missing=missing, arguments=arguments)],
        input="s\n" * 12 + "1\n2\n3\n" if role != "pad" else "s\n" * 3 + "1\n2\n3\n",
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert ended.returncode == 1, ended.stderr  # there is no server
    assert "Traceback" not in ended.stderr, ended.stderr
    assert "không chạy ở cổng 9" in ended.stdout

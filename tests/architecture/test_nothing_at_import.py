"""Importing our modules opens, starts, writes and asks nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "bocso",
    "counter_display",
    "hardware",
    "kiosk",
    "look",
    "messaging",
    "procedures",
    "rating_pad",
    "server",
    "simulation",
)

WATCHED = """
import importlib, json, os, sys, threading

ROOT, MODULES = sys.argv[1], sys.argv[2:]
OURS = tuple(os.path.join(ROOT, package) + os.sep for package in {packages!r})
WATCH = ("open", "socket.", "subprocess.Popen", "os.system", "os.mkdir", "os.remove", "os.rename", "os.fork",
         "sqlite3.connect", "signal.signal", "shutil.", "tempfile.", "urllib.Request",
         "os.putenv")
found = []

def by_our_own_code():
    "Whether our code did it itself, rather than a library that it imports."
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        # Pydantic looks for its plugins when the first model is made.
        if name.startswith("<frozen importlib") or name.endswith("pydantic/plugin/_loader.py"):
            return False
        if name.startswith(OURS):
            return True
        frame = frame.f_back
    return False

def watch(event, arguments):
    if event.startswith(WATCH) and by_our_own_code():
        found.append([event, repr(arguments)[:200], importing])

importing = ""
sys.addaudithook(watch)
for importing in MODULES:
    importlib.import_module(importing)
print(json.dumps({{"found": found, "threads": [t.name for t in threading.enumerate()]}}))
"""


KNOWN = {
    # It undoes what importing python-escpos does to a process: a cache left in the temporary files.
    "hardware.printer.escpos_bytes",
}


TOUCH_PAD = "rating_pad.touch"


def modules_of(*packages: str) -> list[str]:
    """Every module but migrations, which Alembic runs."""
    paths = [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in paths]
    return [name for name in names if not name.startswith("server.db.migrations")]


def what_importing_does(modules: list[str], home: Path) -> dict[str, list[object]]:
    """What our code does while the modules are imported in a fresh interpreter, far from home."""
    program = WATCHED.format(packages=PACKAGES)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "KIVY_HOME": str(home),
        "KIVY_NO_ARGS": "1",
        "KIVY_NO_FILELOG": "1",
        "KIVY_NO_CONSOLELOG": "1",
        "SDL_VIDEODRIVER": "offscreen",
    }
    ran = subprocess.run(
        [sys.executable, "-c", program, str(ROOT), *modules],
        cwd=home,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=environment,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    seen: dict[str, list[object]] = json.loads(ran.stdout.splitlines()[-1])
    return seen


def test_the_watch_sees_what_it_should(tmp_path: Path) -> None:
    """The test itself can fail: a module of ours that reads a file at import is caught."""
    program = WATCHED.format(packages=("naughty",)) + "\n"
    naughty = tmp_path / "naughty"
    naughty.mkdir()
    (naughty / "__init__.py").write_text(
        "import pathlib, sqlite3, threading\n"
        "pathlib.Path(__file__).read_text()\nsqlite3.connect(':memory:')\n"
        "threading.Thread(target=threading.Event().wait, args=(1,), name='a worker').start()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path), "naughty"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path)},
    )
    said = json.loads(ran.stdout.splitlines()[-1])
    events = {event for event, *_ in said["found"]}
    assert events >= {"open", "sqlite3.connect"}
    assert [name for name in said["threads"] if name != "MainThread"] == ["a worker"]


@pytest.mark.parametrize(
    "packages",
    [
        ("messaging", "procedures", "server", "bocso", "rating_pad", "hardware"),
        ("look", "kiosk", "counter_display"),
        ("simulation",),
    ],
    ids=["server, pad, hardware", "screens", "simulation"],
)
def test_importing_does_nothing(packages: tuple[str, ...], tmp_path: Path) -> None:
    # What is known comes first, so that nobody else is blamed for it.
    modules = [*sorted(KNOWN), *modules_of(*packages)]
    assert len(modules) > len(KNOWN)
    seen = what_importing_does(modules, tmp_path)
    assert [found for found in seen["found"] if found[2] not in KNOWN] == []  # type: ignore[index]  # [event, arguments, module]
    assert seen["threads"] == ["MainThread"]


@pytest.mark.parametrize(
    ("package", "never"),
    [
        ("server", ("kivy", "gpiozero", "escpos")),
        ("bocso", ("kivy", "gpiozero", "escpos")),
        ("rating_pad", ("kivy", "fastapi", "sqlalchemy", "PIL", "escpos")),
        (TOUCH_PAD, ("fastapi", "sqlalchemy", "gpiozero", "escpos")),
        ("kiosk", ("fastapi", "sqlalchemy", "gpiozero")),
        ("counter_display", ("fastapi", "sqlalchemy", "gpiozero", "escpos")),
        ("messaging", ("kivy", "fastapi", "sqlalchemy", "gpiozero", "escpos", "PIL")),
        ("procedures", ("kivy", "fastapi", "sqlalchemy", "pydantic", "PIL")),
    ],
)
def test_a_program_loads_nothing_of_another_ones_extra(package: str, never: tuple[str, ...], tmp_path: Path) -> None:
    """A pad with buttons installs neither Kivy nor FastAPI: importing all of it must not need them."""
    blocked = f"import sys\nfor name in {never!r}:\n    sys.modules[name] = None\n"
    load = "import importlib\nfor name in sys.argv[1:]:\n    importlib.import_module(name)\n"
    ran = subprocess.run(
        [sys.executable, "-c", blocked + load, *_modules_of_program(package)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "PYTHONPATH": str(ROOT),
            "KIVY_HOME": str(tmp_path),
            "KIVY_NO_ARGS": "1",
            "KIVY_NO_CONSOLELOG": "1",
            "KIVY_NO_FILELOG": "1",
            "SDL_VIDEODRIVER": "offscreen",
        },
    )
    assert ran.returncode == 0, ran.stderr[-2000:]


def _modules_of_program(package: str) -> list[str]:
    """The touch pad is a program of its own inside the pad's package: a pad with buttons never loads it."""
    within = [
        name for name in modules_of(package.partition(".")[0]) if name == package or name.startswith(f"{package}.")
    ]
    return [name for name in within if package == TOUCH_PAD or not f"{name}.".startswith(f"{TOUCH_PAD}.")]

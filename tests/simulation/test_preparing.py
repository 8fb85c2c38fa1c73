"""scripts/demo and scripts/test before anything is installed: what they ask for, and what they refuse."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Runs `prepare` with needs of our own; an environment that is current already keeps pip out of it.
PREPARE = """
import sys, os
sys.path.insert(0, {scripts!r})
import preparing
from pathlib import Path
venv = Path({venv!r})
(venv / "bin").mkdir(parents=True)
(venv / "bocso-installed").write_text("\\n".join(preparing._stamp(venv, ["requirements.lock"])))
os.geteuid = lambda: {uid}
there = Path({there!r})
python = preparing.prepare(venv, ["requirements.lock"], [("mosquitto", "the message broker", there.exists)])
print("python:", python)
"""


@pytest.fixture
def commands(tmp_path: Path) -> Path:
    """A PATH of its own: nothing but what a test puts there."""
    folder = tmp_path / "commands"
    folder.mkdir()
    (folder / "env").symlink_to("/usr/bin/env")
    (folder / "touch").symlink_to("/usr/bin/touch")
    return folder


def stub(commands: Path, name: str, lines: str) -> None:
    path = commands / name
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)


def prepare(tmp_path: Path, commands: Path, uid: int) -> subprocess.CompletedProcess[str]:
    source = PREPARE.format(
        scripts=str(ROOT / "scripts"), venv=str(tmp_path / "venv"), uid=uid, there=str(tmp_path / "there")
    )
    return subprocess.run(
        [sys.executable, "-B", "-c", source],
        env={"PATH": str(commands)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_without_rights_it_prints_the_line_to_type_and_stops(tmp_path: Path, commands: Path) -> None:
    stub(commands, "apt-get", "touch called")
    ended = prepare(tmp_path, commands, uid=1000)
    assert ended.returncode == 1
    assert "mosquitto         the message broker" in ended.stdout
    assert ended.stderr == (
        "There is no right to install packages. Type this, then run this again:\n"
        "  sudo apt-get update && sudo apt-get install -y --no-install-recommends mosquitto\n"
    )


def test_root_installs_through_apt(tmp_path: Path, commands: Path) -> None:
    stub(commands, "apt-get", f'case "$*" in *--simulate*) ;; *) touch {tmp_path}/there ;; esac')
    ended = prepare(tmp_path, commands, uid=0)
    assert ended.returncode == 0, ended.stderr
    assert "install -y --no-install-recommends mosquitto" in ended.stdout
    assert "update" not in ended.stdout
    assert f"python: {tmp_path}/venv/bin/python" in ended.stdout


def test_sudo_is_used_where_it_needs_no_password(tmp_path: Path, commands: Path) -> None:
    stub(commands, "sudo", 'if [ "$1" = -n ]; then exit 0; fi; exec "$@"')
    stub(commands, "apt-get", f'case "$*" in *--simulate*) ;; *) touch {tmp_path}/there ;; esac')
    ended = prepare(tmp_path, commands, uid=1000)
    assert ended.returncode == 0, ended.stderr
    assert "$ sudo env" in ended.stdout


def test_package_lists_are_fetched_only_when_they_do_not_know_the_package(tmp_path: Path, commands: Path) -> None:
    stub(
        commands,
        "apt-get",
        f"""case "$*" in
        *--simulate*) test -e {tmp_path}/updated ;;
        *update*) touch {tmp_path}/updated ;;
        *) touch {tmp_path}/there ;;
        esac""",
    )
    ended = prepare(tmp_path, commands, uid=0)
    assert ended.returncode == 0, ended.stderr
    said = [line for line in ended.stdout.splitlines() if line.startswith("$")]
    assert len(said) == 2
    assert said[0].endswith("update")
    assert "install" in said[1]


def test_a_failing_apt_stops_everything(tmp_path: Path, commands: Path) -> None:
    stub(commands, "apt-get", "exit 100")
    ended = prepare(tmp_path, commands, uid=0)
    assert ended.returncode == 1
    assert "apt could not install them" in ended.stderr


def test_nothing_is_said_or_done_when_all_is_there(tmp_path: Path, commands: Path) -> None:
    (tmp_path / "there").touch()
    ended = prepare(tmp_path, commands, uid=1000)
    assert ended.stdout == f"python: {tmp_path}/venv/bin/python\n"
    assert ended.returncode == 0


@pytest.mark.parametrize("version", ["3.9", "3.14"])
def test_another_python_gets_one_line_that_says_what_to_do(tmp_path: Path, version: str) -> None:
    source = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'scripts')!r});"
        f"sys.version_info = tuple(int(part) for part in {version!r}.split('.'));"
        "import preparing; preparing.use_fit_python('x')"
    )
    ended = subprocess.run(
        [sys.executable, "-B", "-c", source],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert f"needs Python 3.11, 3.12 or 3.13 and this is {version}" in ended.stderr


def test_a_fit_python_on_path_is_taken_instead(tmp_path: Path) -> None:
    (tmp_path / f"python{sys.version_info[0]}.{sys.version_info[1]}").symlink_to(sys.executable)
    script = tmp_path / "script.py"
    script.write_text("print('run by a fit one')")
    source = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'scripts')!r}); sys.version_info = (3, 9, 0);"
        f"import preparing; preparing.use_fit_python({str(script)!r})"
    )
    ended = subprocess.run(
        [sys.executable, "-B", "-c", source],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.stdout == "run by a fit one\n", ended.stderr


def test_an_environment_made_from_another_lock_is_not_current(tmp_path: Path, commands: Path) -> None:
    (tmp_path / "there").touch()
    source = PREPARE.format(
        scripts=str(ROOT / "scripts"), venv=str(tmp_path / "venv"), uid=1000, there=str(tmp_path / "there")
    ).replace('"\\n".join(preparing', '"other" + "\\n".join(preparing')
    source = source.replace(
        "python = preparing", "preparing._make_environment = lambda *_: print('made anew')\npython = preparing"
    )
    ended = subprocess.run(
        [sys.executable, "-B", "-c", source],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "made anew" in ended.stdout, ended.stderr
    assert "Python packages to install into venv/: those of requirements.lock" in ended.stdout

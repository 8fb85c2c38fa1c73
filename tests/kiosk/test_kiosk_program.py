"""The program's own entry: settings that are wrong, keys that someone presses, what a restore asks for."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.intents import IntentStore, Wish, moment
from messaging.clock import SystemClock
from messaging.requests import IssuedTicket

HERE = Path(__file__).parent
GOOD = """
centre = "town"
device_id = "kiosk-1"
data_dir = "{folder}/data"
{top}
[server]
url = "http://127.0.0.1:9"
credential_file = "{folder}/credential"
[printer]
{printer}
"""


def run(folder: Path, *arguments: str, top: str = "", printer: str = 'host = "127.0.0.1"') -> tuple[int, str, str]:
    (folder / "kiosk.toml").write_text(GOOD.format(folder=folder, top=top, printer=printer))
    ended = subprocess.run(
        [sys.executable, "-m", "kiosk", "--settings", "kiosk.toml", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(HERE.parents[1]), "SDL_VIDEODRIVER": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return ended.returncode, ended.stdout, ended.stderr


@pytest.mark.parametrize(
    ("top", "printer", "named"),
    [
        ("width = 3", "", "width"),
        ("rotation = 45", "", "rotation"),
        ("colour = 1", "", "colour"),
        ("return_home_s = -1", "", "return_home_s"),
        ("", 'kind = "usb"', "printer.kind"),
        ("width =", "", "TOML"),
    ],
)
def test_wrong_settings_are_named_without_a_traceback(tmp_path: Path, top: str, printer: str, named: str) -> None:
    code, _, said = run(tmp_path, top=top, printer=printer or 'host = "127.0.0.1"')
    assert code == 1
    assert named in said
    assert "kiosk.toml" in said
    assert "Traceback" not in said


def test_a_data_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    code, _, said = run(tmp_path, "--highest-numbers")
    assert code == 1
    assert "data" in said
    assert "Traceback" not in said


def test_a_data_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    code, _, said = run(tmp_path)
    assert (code, len(said.splitlines())) == (1, 1)
    assert f"data_dir: {tmp_path}/data cannot be used (it is a file)" in said


def test_a_missing_or_empty_credential_is_named_at_the_start(tmp_path: Path) -> None:
    for reason in ("No such file", "it is empty"):
        code, _, said = run(tmp_path)
        assert (code, len(said.splitlines())) == (1, 1)
        assert f"server.credential_file: {tmp_path}/credential cannot be read ({reason}" in said
        (tmp_path / "credential").touch(mode=0o600)


def test_the_highest_numbers_are_said_for_a_restore(tmp_path: Path) -> None:
    store = IntentStore(tmp_path / "data" / "intents.db")
    now = moment(SystemClock())
    for number in ("A025", "A1003", "B007", "A026"):
        ticket = IssuedTicket(
            ticket_id=1,
            number=number,
            service=number[0],
            service_name="",
            service_name_en="",
            people_ahead=0,
            counters=[],
            priority_group=None,
            priority_name=None,
            priority_name_en=None,
            issued_at="2026-11-21T18:00:00Z",  # type: ignore[arg-type]  # as it comes over the wire; the 22nd there
            timezone="Asia/Ho_Chi_Minh",
            centre_name="",
            url=None,
            language="vi",
        )
        store.answer(store.want(Wish(number[0], None, "vi"), now).intent_id, ticket, now)
    store.close()
    code, said, _ = run(tmp_path, "--highest-numbers")
    assert (code, said) == (0, "2026-11-22 A1003\n2026-11-22 B007\n")


def test_no_key_leads_out_of_the_kiosk(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, str(HERE / "pressed_keys.py"), str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(HERE.parents[1])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    seen = json.loads((tmp_path / "seen.json").read_text())
    assert seen["is_running"], "a key has ended the program"
    assert seen["is_same"], "a key has opened something"
    assert seen["page"] == "starting"
    assert "disable_multitouch" in seen["mouse"], "a right click or Ctrl would draw the dot of a second finger"
    assert seen["modules"] == [], "Kivy's inspector and its like stay out"
    assert seen["has_settings"] is False

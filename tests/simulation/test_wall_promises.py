"""What the monkey holds against a centre: tracebacks in its logs and programs that died, from when it came."""

import json
from pathlib import Path

from simulation.centre_folder import CentreFolder
from simulation.wall.promises import noted, tracebacks

PLAIN = """\
2026-11-22 02:28:38,661 ERROR kiosk.app: drawing failed
Traceback (most recent call last):
  File "kiosk/app.py", line 10, in draw
    self._page()
    ~~~~~~~~~~^^
KeyError: 'number'
2026-11-22 02:28:39,000 INFO kiosk.app: goes on
"""
BY_KIVY = """\
[ERROR  ] Traceback (most recent call last):
[ERROR  ]   File "kiosk/app.py", line 10, in draw
[ERROR  ]     self._page()
[ERROR  ] RuntimeError: broken on purpose
"""


def test_a_traceback_is_told_by_what_was_raised(tmp_path: Path) -> None:
    log = tmp_path / "kiosk-1.log"
    log.write_text("all is well\n")
    assert tracebacks(log, from_byte=0) == []
    log.write_text(PLAIN + BY_KIVY)
    plain, by_kivy = tracebacks(log, from_byte=0)
    assert plain == "traceback, KeyError: 'number'"
    assert by_kivy.endswith("RuntimeError: broken on purpose")


def test_what_was_raised_before_is_not_told(tmp_path: Path) -> None:
    log = tmp_path / "kiosk-1.log"
    log.write_text(PLAIN)
    known = log.stat().st_size
    assert tracebacks(log, from_byte=known) == []
    with log.open("a") as more:
        more.write("Traceback (most recent call last):\n")
    assert tracebacks(log, from_byte=known) == ["traceback, cut off"]


def test_restarts_and_logs_are_noted_from_the_folder(tmp_path: Path) -> None:
    folder = CentreFolder(tmp_path)
    folder.logs.mkdir()
    folder.log("server").write_text("12345")
    folder.running_file.write_text(json.dumps({"crashes": ["server ended (SIGKILL)"]}))
    before = noted(folder)
    assert before.restarts == 1
    assert before.log_bytes == {"server.log": 5}

"""`bocso self-test` beside a centre that runs: a kiosk that is well in every part gets its pass sheet, on paper too."""

import os
import subprocess
import sys
from pathlib import Path

from real_centre import KIOSK, SERVER, RealCentre


def _walked(folder: Path, kind: str, *, typed: str) -> tuple[int, str]:
    ended = subprocess.run(
        [sys.executable, "-m", "bocso", "self-test", kind, "--settings-folder", str(folder), "--out", str(folder)],
        input=typed,
        env={**os.environ, "BOCSO_KIOSK_SOUND": "record"},  # no test machine has a loudspeaker
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended.returncode, ended.stdout + ended.stderr


def test_a_kiosk_of_which_all_is_right_passes_and_one_with_an_open_question_does_not(
    centre: RealCentre, settings: Path
) -> None:
    before = len(centre.slips())
    code, said = _walked(settings, "kiosk", typed="c\n" * 8)
    assert code == 0, said
    assert f"Đạt        {KIOSK}: máy chủ nhận" in said
    assert f"Đạt        {KIOSK}: nghe được máy chủ" in said
    assert "ĐẠT: cả " in said
    assert len(centre.slips()) == before + 2  # all letters, and the sheet
    # The kiosk itself went on meanwhile: nobody had to stop it.
    assert centre.runs(KIOSK)

    code, said = _walked(settings, "kiosk", typed="c\n")
    assert code == 3
    assert "CHƯA XONG" in said


def test_the_centre_s_own_machine_is_tested_by_what_it_finds(centre: RealCentre, settings: Path) -> None:
    code, said = _walked(settings, "centre", typed="")
    assert "Đạt        Cơ sở dữ liệu: lành" in said
    assert "HỎNG       Thiết bị kiosk-2: im lặng" in said
    assert code == 1
    centre.kill(SERVER)
    _, said = _walked(settings, "centre", typed="")
    assert "HỎNG       bocso-server: không trả lời" in said
    centre.start(SERVER)

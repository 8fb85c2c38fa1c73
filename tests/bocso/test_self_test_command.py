"""`bocso self-test` at a terminal: what is asked, what is answered, the pass sheet, the exit status."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bocso.self_test.sheet import Walked, write_text
from hardware.printer.simulated_printer import SimulatedPrinter
from look.language import messages_of
from messaging.clock import SystemClock

ROOT = Path(__file__).resolve().parents[2]
COMMON = """
centre = "MAU-0001"
device_id = "{device}"
data_dir = "{folder}/data"
{more}
[server]
url = "http://127.0.0.1:9"
credential_file = "{folder}/credential"
[broker]
port = 9
"""
PINS = 'counter_id = "Q1"\npin_factory = "mock"\nbutton_pins = [17, 27, 22]\nlight_pins = [5, 6, 13]\nbuzzer_pin = 16'
VIETNAMESE = set("ăâêôơưđạảấầẩậắằẳặẹẻẽếềểệịỉọỏốồổộớờởợụủứừửựỳỷỹỵ")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "credential").write_text("of-nobody")
    (tmp_path / "credential").chmod(0o600)
    return tmp_path


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[SimulatedPrinter]:
    printer = SimulatedPrinter(pictures=tmp_path / "slips")
    printer.start()
    yield printer
    printer.stop()


def write(folder: Path, kind: str, more: str, tables: str = "") -> None:
    words = COMMON.format(device=f"{kind}-1", folder=folder, more=more)
    (folder / f"{kind}.toml").write_text(words + tables)


def walk(folder: Path, *arguments: str, typed: str) -> tuple[int, str]:
    where = ["--settings-folder", str(folder), "--out", str(folder / "sheets")]
    ended = subprocess.run(
        [sys.executable, "-m", "bocso", "self-test", *arguments, *where],
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended.returncode, ended.stdout + ended.stderr


def sheet_of(folder: Path) -> str:
    (file,) = (folder / "sheets").glob("self-test-*.txt")
    return file.read_text(encoding="utf-8")


def test_a_pad_is_walked_over_light_by_light_and_button_by_button(folder: Path) -> None:
    write(folder, "pad", PINS)
    # Three lights, the third of which is dark; buttons 2 and 3 have each other's wires; the buzzer is heard.
    code, said = walk(folder, "pad", typed="c\nc\nk\n1\n3\n2\nc\n")
    sheet = sheet_of(folder)
    assert sheet in said
    for line in ("Đạt        Đèn 1", "HỎNG       Đèn 3", "Đạt        Nút 1", "HỎNG       Nút 2", "Đạt        Còi"):
        assert line in sheet
    assert "Nút 3 trả lời thay" in sheet
    assert "Bộ nút đánh giá · pad-1 · MAU-0001" in sheet
    assert re.search(r"\d\d/\d\d/\d{4} \d\d:\d\d · Bốc Số \d", sheet)
    assert "ký, ghi rõ họ tên" in sheet
    assert code == 1


@pytest.mark.long
def test_a_kiosk_prints_the_letters_and_then_its_pass_sheet(folder: Path, printer: SimulatedPrinter) -> None:
    write(folder, "kiosk", 'sound = "off"', f'[printer]\nkind = "network"\nport = {printer.port}\n')
    code, _ = walk(folder, typed="c\nc\nc\nc\n")  # the last question is left open
    assert len(printer.slips) == 2
    letters, sheet = (slip.image for slip in printer.slips)
    assert letters.height > 1000
    assert sheet.height > 500
    assert "Chưa thử   Máy in: dao cắt" in sheet_of(folder)
    assert code == 1  # there is no server


@pytest.mark.long
def test_in_english_all_is_english(folder: Path) -> None:
    write(folder, "touch-pad", 'counter_id = "Q1"\nscreen = "touch"')
    _, said = walk(folder, "--language", "en", typed="s\n")
    assert "Not tried  Display" in said
    assert not set(said.replace("Bốc Số", "")) & VIETNAMESE


def test_a_sheet_is_never_written_over_another(tmp_path: Path) -> None:
    walked = Walked(kind="Máy lấy số", device="kiosk-1", centre="MAU", tried_at_local=SystemClock().now(), steps=[])
    file = write_text(walked, str, tmp_path)
    before = file.read_bytes()
    with pytest.raises(FileExistsError):
        write_text(walked, str, tmp_path)
    assert file.read_bytes() == before


def test_a_kind_that_this_machine_is_not_is_told(folder: Path) -> None:
    write(folder, "pad", PINS)
    code, said = walk(folder, "kiosk", typed="")
    assert code == 1
    assert "no kiosk" in said
    assert "it is: pad" in said
    code, said = walk(folder / "data", typed="")
    assert code == 1
    assert "--settings-folder" in said


def test_every_word_of_the_walk_has_its_english() -> None:
    known = messages_of("self_test")
    sources = [ROOT / "hardware/self_test.py", *(ROOT / "bocso/self_test").glob("*.py")]
    asked = [words for file in sources for words in re.findall(r'words\(\s*"((?:[^"\\]|\\.)+)"', file.read_text())]
    assert len(asked) > 40
    assert [words for words in asked if words not in known] == []


def test_a_machine_that_is_not_paired_is_told_how_in_vietnamese(folder: Path) -> None:
    (folder / "kiosk.toml").write_text(f'data_dir = "{folder}/fresh"\n[printer]\nport = 9\n')
    code, said = walk(folder, typed="")
    assert code == 1
    assert "Máy này chưa được ghép với trung tâm" in said
    assert "install.sh kiosk" in said
    assert "enrol" not in said

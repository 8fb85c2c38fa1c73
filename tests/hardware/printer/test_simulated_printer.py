"""The printer without metal, spoken to as a host would: raw bytes on a TCP port, commands on its socket."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from printer_samples import a_slip

from hardware.printer.escpos_bytes import slip_bytes
from hardware.printer.simulated_paper import PaperDecoder
from hardware.printer.simulated_printer import SimulatedPrinter

CUT = b"\x1dV\x00"
TWO_ROWS = b"\x1dv0\x00\x02\x00\x02\x00" + b"\xf0\x0f\x81\x18"


def pieces(content: bytes, width: int = 16) -> list[Image.Image]:
    return [piece.image for piece in PaperDecoder(width).take(content)]


def dots(picture: Image.Image) -> list[str]:
    grey = picture.convert("L").tobytes()
    signs = "".join("#" if value == 0 else "." for value in grey)
    return [signs[at : at + picture.width] for at in range(0, len(signs), picture.width)]


def test_a_raster_picture_is_drawn_bit_for_bit() -> None:
    assert dots(pieces(b"\x1b@" + TWO_ROWS + CUT)[0]) == ["####........####", "#......#...##..."]


def test_double_width_and_height_are_drawn() -> None:
    command = b"\x1dv0\x03\x01\x00\x01\x00\xa0"
    assert dots(pieces(command + CUT)[0]) == ["##..##.........."] * 2


def test_alignment_moves_a_narrow_picture() -> None:
    command = b"\x1ba\x02\x1dv0\x00\x01\x00\x01\x00\xff"
    assert dots(pieces(command + CUT)[0]) == ["........########"]


@pytest.mark.parametrize(
    ("feed", "rows"), [(b"\x1bJ\x05", 5), (b"\x1bd\x02", 60), (b"\x1b3\x0a\x1bd\x02", 20), (b"\n", 30)]
)
def test_feeds_add_white_paper(feed: bytes, rows: int) -> None:
    assert pieces(TWO_ROWS + feed + CUT)[0].height == 2 + rows


def test_a_cut_with_feed_adds_its_dots_and_blank_paper_is_no_slip() -> None:
    assert pieces(TWO_ROWS + b"\x1dVB\x07")[0].height == 9
    assert pieces(b"\x1b@\n\n" + CUT) == []


def test_a_qr_command_is_read_and_drawn() -> None:
    text = "https://example.gov.vn/t/Ạ".encode()
    store = b"\x1d(k" + (len(text) + 3).to_bytes(2, "little") + b"1P0" + text
    content = b"\x1d(k\x03\x001C\x04\x1d(k\x03\x001E1" + store + b"\x1d(k\x03\x001Q0" + CUT
    decoder = PaperDecoder(576)
    [piece] = decoder.take(content)
    assert piece.qr_texts == ("https://example.gov.vn/t/Ạ",)
    assert piece.image.height % 4 == 0
    assert decoder.unknown_commands == []


@pytest.mark.parametrize(
    ("strange", "told"),
    [
        (b"A", "41"),
        (b"\x1bt\x1e", "1b 74"),
        (b"\x1dh\x50", "1d 68"),
        (b"\x10\x14\x01", "10 14"),
        (b"\x1d(L\x02\x00\x30\x32", "1d 28 4c"),
        (b"\x1dv0\x00\x03\x00\x01\x00\xff\xff\xff", "GS v 0 of 24 dots on 16"),
    ],
)
def test_what_it_does_not_know_is_told_and_the_rest_still_prints(strange: bytes, told: str) -> None:
    decoder = PaperDecoder(16)
    decoder.take(strange)
    assert any(fault.startswith(told) for fault in decoder.unknown_commands)
    [piece] = decoder.take(TWO_ROWS + CUT)
    assert dots(piece.image)[-2:] == ["####........####", "#......#...##..."]


def test_bytes_may_come_one_by_one() -> None:
    content = b"\x1b@" + TWO_ROWS + b"\x1bd\x01" + b"\x1dVB\x00"
    decoder = PaperDecoder(16)
    drawn = [piece for byte in content for piece in decoder.take(bytes((byte,)))]
    assert [piece.image.tobytes() for piece in drawn] == [pieces(content)[0].tobytes()]
    assert drawn[0].raw == content


def test_questions_between_commands_are_answered_and_leave_no_trace(simulated: SimulatedPrinter) -> None:
    slip = slip_bytes(a_slip())
    with socket.create_connection(("127.0.0.1", simulated.port), timeout=20) as line:
        for number in (1, 2, 3, 4):
            line.sendall(bytes((0x10, 0x04, number)))
            assert line.recv(1) == b"\x12"
        line.sendall(slip + b"\x10\x04\x04")
        assert line.recv(1) == b"\x12"
    assert simulated.wait_for_slip(1).raw == slip
    assert simulated.unknown_commands == []


def test_a_question_cut_in_two_by_the_network_is_answered(simulated: SimulatedPrinter) -> None:
    simulated.fail("near_end")
    with socket.create_connection(("127.0.0.1", simulated.port), timeout=20) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sendall(b"\x10\x04\x01\x10")
        assert line.recv(1) == b"\x12"
        line.sendall(b"\x04\x04")
        assert line.recv(1) == b"\x1e"


def test_paper_that_ends_in_a_slip_leaves_a_torn_piece_and_no_slip(simulated: SimulatedPrinter) -> None:
    drawn = a_slip()
    simulated.fail("no_paper", 300)
    with socket.create_connection(("127.0.0.1", simulated.port), timeout=20) as line:
        line.sendall(slip_bytes(drawn) + b"\x10\x04\x04")
        assert line.recv(1) == b"\x7e"
    simulated.heal()
    assert simulated.slips == []
    [torn] = simulated.torn
    assert torn.image.tobytes() == drawn.crop((0, 0, 576, 300)).tobytes()


def test_pictures_are_numbered_on_after_a_restart(tmp_path: Path) -> None:
    for _ in range(2):
        simulated = SimulatedPrinter(pictures=tmp_path)
        simulated.start()
        with socket.create_connection(("127.0.0.1", simulated.port), timeout=20) as line:
            line.sendall(slip_bytes(a_slip()))
        simulated.wait_for_slip(1)
        simulated.stop()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "slip-0001.bin",
        "slip-0001.png",
        "slip-0002.bin",
        "slip-0002.png",
    ]


@pytest.mark.parametrize(("fault", "amount"), [("on_fire", None), ("slow", None), ("dies_after", 0), ("slow", -1)])
def test_a_fault_it_cannot_have_is_refused(simulated: SimulatedPrinter, fault: str, amount: int | None) -> None:
    with pytest.raises(ValueError, match=r"on_fire|above 0"):
        simulated.fail(fault, amount)


# As a program


@contextmanager
def program(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int, Path]]:
    control = folder / "printer.sock"
    command = [sys.executable, "-m", "hardware.printer.simulated_printer", "--port", "0"]
    command += ["--pictures", str(folder / "pictures"), "--control", str(control)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            port = json.loads(process.stdout.readline())["port"]
            yield process, port, control
        finally:
            process.terminate()


def told(control: Path, *commands: str) -> list[dict[str, object]]:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(20)
        line.connect(str(control))
        answers = line.makefile("r", encoding="utf-8")
        found = []
        for command in commands:
            line.sendall(command.encode() + b"\n")
            found.append(json.loads(answers.readline()))
        answers.close()
        return found


def test_the_program_prints_fails_on_demand_and_ends_when_told(tmp_path: Path) -> None:
    with program(tmp_path) as (process, port, control):
        assert stat.S_IMODE(control.stat().st_mode) == 0o600
        drawn = a_slip()
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            line.sendall(slip_bytes(drawn) + b"\x10\x04\x01")
            assert line.recv(1) == b"\x12"
        [state] = told(control, '{"do": "state"}')
        assert state["slips"] == 1
        assert state["unknown_commands"] == []
        newest = state["newest"]
        assert isinstance(newest, dict)
        with Image.open(newest["png"]) as picture:
            assert picture.tobytes() == drawn.tobytes()
        assert Path(newest["bin"]).read_bytes() == slip_bytes(drawn)

        failed, failing, healed = told(
            control, '{"do": "fail", "fault": "slow", "amount": 500}', '{"do": "state"}', '{"do": "heal"}'
        )
        assert failed == healed == {"ok": True}
        assert failing["faults"] == {"slow": 500}

        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert not control.exists()


def test_the_program_answers_nonsense_with_a_reason_and_goes_on(tmp_path: Path) -> None:
    with program(tmp_path) as (_, _, control):
        answers = told(
            control,
            "{",
            "[]",
            '{"do": "dance"}',
            '{"do": "fail", "fault": "on_fire"}',
            '{"do": "fail", "fault": "slow", "amount": "much"}',
            '{"do": "state"}',
        )
    assert [answer["ok"] for answer in answers] == [False] * 5 + [True]
    assert all(answer["error"] for answer in answers[:-1])


def test_a_taken_port_is_said_in_one_line(simulated: SimulatedPrinter, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hardware.printer.simulated_printer", "--port", str(simulated.port)]
    ended = subprocess.run(
        [*command, "--pictures", str(tmp_path)], capture_output=True, text=True, check=False, env=os.environ
    )
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert str(simulated.port) in ended.stderr

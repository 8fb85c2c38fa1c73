"""The driver against a real TCP port, device files and a pseudo-terminal, well and failing."""

import logging
import os
import pty
import select
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from printer_samples import IN_NO_TIME, URL, Driver, a_slip
from pydantic import ValidationError

from hardware.printer import open_printer
from hardware.printer.escpos_bytes import BAND_ROWS, slip_bytes
from hardware.printer.escpos_printer import STANDARD_LIMITS, EscposPrinter, TimeLimits, escpos_printer
from hardware.printer.printer import Paper, PrinterStatus, Readiness, SlipOutcome
from hardware.printer.settings import PrinterSettings
from hardware.printer.simulated_paper import PaperDecoder, Piece
from hardware.printer.simulated_printer import SimulatedPrinter
from kiosk.settings import KioskSettings
from look.checklist_slip import ChecklistSlipFacts, draw_checklist_slip
from procedures.reading import read_procedures
from server.actions.issue_ticket import PRINT_OUTCOME_DUE_MS

ROOT = Path(__file__).parents[3]
WELL = PrinterStatus(Readiness.READY, Paper.PLENTY)
NOT_KNOWN = PrinterStatus(Readiness.UNKNOWN, Paper.UNKNOWN)


@pytest.mark.parametrize("width", [576, 384])
def test_the_paper_is_dot_for_dot_the_drawn_slip(width: int, tmp_path: Path) -> None:
    simulated = SimulatedPrinter(pictures=tmp_path, width_dots=width)
    simulated.start()
    settings = PrinterSettings(port=simulated.port, width_dots=width)  # type: ignore[arg-type]  # parametrized
    drawn = a_slip(width_dots=width)
    assert escpos_printer(settings, TimeLimits(**IN_NO_TIME)).print_slip(drawn) is SlipOutcome.PRINTED
    simulated.stop()
    [slip] = simulated.slips
    assert slip.png is not None
    with Image.open(slip.png) as paper:
        assert paper.size == drawn.size
        assert paper.tobytes() == drawn.tobytes()
    assert slip.raw == slip.png.with_suffix(".bin").read_bytes() == slip_bytes(drawn)
    assert simulated.unknown_commands == []
    read = subprocess.run(["zbarimg", "--quiet", "--raw", str(slip.png)], capture_output=True, text=True, check=True)
    assert read.stdout.strip() == URL


def test_a_printer_opened_by_its_settings_waits_for_the_paper_before_it_says_printed(
    simulated: SimulatedPrinter,
) -> None:
    printer = open_printer(PrinterSettings(port=simulated.port))
    assert printer.width_dots == 576
    assert printer.status() == WELL
    outcome: list[SlipOutcome] = []
    job = threading.Thread(target=lambda: outcome.append(printer.print_slip(a_slip())))
    job.start()
    simulated.wait_for_slip(1)
    simulated.fail("no_paper")  # the real-time answer right after the bytes would still have been "plenty"
    job.join(20)
    assert outcome == [SlipOutcome.NOT_PRINTED]


@pytest.mark.parametrize("fault", ["no_paper", "cover_open"])
def test_a_slip_that_is_lost_with_a_changed_roll_is_never_called_printed(
    simulated: SimulatedPrinter, fault: str
) -> None:
    printer = open_printer(PrinterSettings(port=simulated.port))
    simulated.fail(fault)
    outcome: list[SlipOutcome] = []
    job = threading.Thread(target=lambda: outcome.append(printer.print_slip(a_slip())))
    job.start()
    time.sleep(0.3)  # the bytes are there, and the time for the paper to run through is not over
    simulated.heal()
    job.join(20)
    assert outcome == [SlipOutcome.NOT_PRINTED]
    assert simulated.slip_count == 0


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("no_paper", PrinterStatus(Readiness.READY, Paper.OUT)),
        ("near_end", PrinterStatus(Readiness.READY, Paper.NEAR_END)),
        ("cover_open", PrinterStatus(Readiness.COVER_OPEN, Paper.PLENTY)),
        ("cutter", PrinterStatus(Readiness.FAULT, Paper.PLENTY)),
        ("silent", NOT_KNOWN),
        ("garbage", NOT_KNOWN),
        ("deaf", NOT_KNOWN),
        ("closes", NOT_KNOWN),
        ("off", PrinterStatus(Readiness.OFFLINE, Paper.UNKNOWN)),
    ],
)
def test_what_the_driver_says_of_each_fault(
    simulated: SimulatedPrinter, driver: Driver, fault: str, status: PrinterStatus
) -> None:
    printer = driver(status_s=0.2, connect_s=0.3)
    simulated.fail(fault)
    assert printer.status() == status
    simulated.heal()
    assert driver().status() == WELL


GIVEN_UP_AFTER_S = {"deaf": 2.0, "slow": 2.0, "closes": 6.0, "dies_after": 6.0}
"""These faults are tried until the slip's time is over; what ends by itself has all the time a busy machine needs."""


@pytest.mark.parametrize(
    ("fault", "amount", "outcome"),
    [
        ("no_paper", None, SlipOutcome.NOT_PRINTED),
        ("no_paper", 300, SlipOutcome.NOT_PRINTED),
        ("near_end", None, SlipOutcome.PRINTED),
        ("cover_open", None, SlipOutcome.NOT_PRINTED),
        ("cutter", None, SlipOutcome.NOT_PRINTED),
        ("silent", None, SlipOutcome.UNKNOWN),
        ("garbage", None, SlipOutcome.UNKNOWN),
        ("closes", None, SlipOutcome.NOT_PRINTED),
        ("deaf", None, SlipOutcome.NOT_PRINTED),
        ("slow", 2000, SlipOutcome.NOT_PRINTED),
        ("dies_after", 20_000, SlipOutcome.NOT_PRINTED),
        ("off", None, SlipOutcome.NOT_PRINTED),
    ],
)
def test_each_fault_has_its_outcome_and_the_next_slip_comes_out_whole(
    simulated: SimulatedPrinter, driver: Driver, fault: str, amount: int | None, outcome: SlipOutcome
) -> None:
    printer = driver(status_s=0.2, connect_s=0.3, slack_s=GIVEN_UP_AFTER_S.get(fault, 60.0))
    simulated.fail(fault, amount)
    assert printer.print_slip(a_slip("B111")) is outcome
    simulated.heal()
    following = a_slip("A026")
    assert printer.print_slip(following) is SlipOutcome.PRINTED
    assert simulated.slips[-1].image.tobytes() == following.tobytes()
    assert simulated.unknown_commands == []


def test_a_slow_printer_that_is_quick_enough_prints(simulated: SimulatedPrinter, driver: Driver) -> None:
    simulated.fail("slow", 200_000)
    assert driver(slack_s=60.0, status_s=20.0).print_slip(a_slip()) is SlipOutcome.PRINTED


@pytest.mark.parametrize("sent", [1, 2, 5, 9, 10, 200, 7_000, 18_370, 18_371, 30_000, -5, -4, -1])
def test_power_cut_at_any_byte_is_never_called_printed(simulated: SimulatedPrinter, driver: Driver, sent: int) -> None:
    drawn = a_slip()
    count = sent if sent > 0 else len(slip_bytes(drawn)) + sent
    printer = driver(status_s=5.0)
    simulated.fail("dies_after", count)
    outcome = printer.print_slip(drawn)
    assert outcome is not SlipOutcome.PRINTED
    assert simulated.slips == []
    if count < 10_000:
        assert outcome is SlipOutcome.NOT_PRINTED
    simulated.heal()
    assert printer.print_slip(drawn) is SlipOutcome.PRINTED
    assert [slip.image.tobytes() for slip in simulated.slips] == [drawn.tobytes()]


def test_a_piece_of_a_slip_that_broke_off_is_cut_away_before_the_next(
    simulated: SimulatedPrinter, driver: Driver
) -> None:
    printer = driver(slack_s=2.0, status_s=0.1)
    simulated.fail("slow", 15_000)
    first, following = a_slip("A025"), a_slip("A026")
    assert printer.print_slip(first) is SlipOutcome.NOT_PRINTED
    simulated.heal()
    assert printer.print_slip(following) is SlipOutcome.PRINTED
    broken, whole = (slip.image for slip in simulated.slips)
    assert whole.tobytes() == following.tobytes()
    begun = (0, 0, 576, 60)
    assert broken.crop(begun).tobytes() == first.crop(begun).tobytes()


def test_status_bytes_inside_a_picture_are_not_taken_for_answers(simulated: SimulatedPrinter, driver: Driver) -> None:
    """A printer answers DLE EOT wherever it stands; "near end" read as the first answer would be a fault."""
    question_in_black = bytes(byte ^ 0xFF for byte in b"\x10\x04\x04" * 24)
    picture = Image.frombytes("1", (576, 2), question_in_black * 2)
    simulated.fail("near_end")
    assert driver(cut_s=1.0).print_slip(picture) is SlipOutcome.PRINTED
    assert simulated.slips[-1].image.tobytes() == picture.tobytes()


def test_a_printer_that_never_reads_is_given_up_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        printer = escpos_printer(
            PrinterSettings(port=listener.getsockname()[1]), TimeLimits(slack_s=1.0, status_s=0.1, **IN_NO_TIME)
        )
        outcome: list[SlipOutcome] = []
        job = threading.Thread(target=lambda: outcome.append(printer.print_slip(a_slip())), daemon=True)
        job.start()
        job.join(30)
        assert outcome == [SlipOutcome.NOT_PRINTED]


def test_bytes_that_only_our_own_side_has_taken_are_not_sent() -> None:
    """Three kilobytes fit into the buffers of a line whose printer was switched off."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        printer = escpos_printer(
            PrinterSettings(port=listener.getsockname()[1]), TimeLimits(slack_s=1.0, status_s=0.1, **IN_NO_TIME)
        )
        assert printer.print_slip(Image.new("1", (576, 40), 0)) is SlipOutcome.NOT_PRINTED


def test_a_slip_of_the_wrong_width_is_refused(driver: Driver) -> None:
    with pytest.raises(ValueError, match="576"):
        driver().print_slip(Image.new("1", (384, 10), 1))
    with pytest.raises(ValueError, match="mode 1"):
        driver().print_slip(Image.new("L", (576, 10), 255))


def test_a_lasting_fault_is_logged_once_and_its_end_once(
    simulated: SimulatedPrinter, driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="hardware.printer")
    printer = driver()
    simulated.fail("cover_open")
    for _ in range(4):
        printer.status()
    simulated.heal()
    for _ in range(4):
        printer.status()
    warnings = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(warnings) == 1
    assert [record.getMessage() for record in caplog.records if "well again" in record.getMessage()] != []
    assert len(caplog.records) == 2


def test_two_threads_print_one_after_the_other(simulated: SimulatedPrinter, driver: Driver) -> None:
    printer = driver()
    slips = [a_slip("A001"), a_slip("A002")]
    jobs = [threading.Thread(target=printer.print_slip, args=(slip,)) for slip in slips]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join(30)
    assert {slip.image.tobytes() for slip in simulated.slips} == {slip.tobytes() for slip in slips}


# Device files


def device(path: Path, **limits: float) -> EscposPrinter:
    return escpos_printer(PrinterSettings(kind="device", path=path), TimeLimits(**(IN_NO_TIME | limits)))


def test_a_file_that_cannot_answer_gets_the_slip_and_the_outcome_is_unknown(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    path.touch()
    printer = device(path)
    assert printer.status() == NOT_KNOWN
    assert printer.status().can_print
    slips = [a_slip("A001"), a_slip("A002")]
    assert [printer.print_slip(slip) for slip in slips] == [SlipOutcome.UNKNOWN] * 2
    assert path.read_bytes() == b"".join(slip_bytes(slip) for slip in slips)


def test_a_device_file_that_is_not_there_is_offline(tmp_path: Path) -> None:
    printer = device(tmp_path / "lp7")
    assert printer.status() == PrinterStatus(Readiness.OFFLINE, Paper.UNKNOWN)
    assert printer.print_slip(a_slip()) is SlipOutcome.NOT_PRINTED


def test_a_device_that_takes_no_bytes_has_not_printed() -> None:
    assert device(Path("/dev/full")).print_slip(a_slip()) is SlipOutcome.NOT_PRINTED


def test_a_device_that_swallows_everything_leaves_the_outcome_unknown() -> None:
    assert device(Path("/dev/null")).print_slip(a_slip()) is SlipOutcome.UNKNOWN


@contextmanager
def serial_printer(*, answers: bool, bytes_per_s: float = float("inf")) -> Iterator[tuple[Path, list[Piece]]]:
    """A printer at the other end of a pseudo-terminal that nobody has set to raw, no faster than told."""
    ours, theirs = pty.openpty()
    path = Path(os.ttyname(theirs))
    decoder, pieces = PaperDecoder(576), list[Piece]()
    stop_reader, stop_writer = os.pipe()
    stop = threading.Event()

    def serve() -> None:
        began_s, taken = 0.0, 0
        while True:
            ready, _, _ = select.select([ours, stop_reader], [], [])
            if stop_reader in ready:
                return
            began_s = began_s or time.monotonic()
            portion = os.read(ours, 512)
            taken += len(portion)
            stop.wait(max(0.0, began_s + taken / bytes_per_s - time.monotonic()))
            pieces.extend(decoder.take(portion))
            if answers and b"\x10\x04" in portion:
                os.write(ours, b"\x12" * portion.count(b"\x10\x04"))

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield path, pieces
    finally:
        stop.set()
        os.write(stop_writer, b"!")
        thread.join()
        for descriptor in (ours, theirs, stop_reader, stop_writer):
            os.close(descriptor)


def serial(path: Path, baud: int, **limits: float) -> EscposPrinter:
    settings = PrinterSettings.model_validate({"kind": "device", "path": path, "baud": baud})
    return escpos_printer(settings, TimeLimits(**(IN_NO_TIME | limits)))


def test_a_slip_has_the_time_that_its_bytes_take_on_a_serial_line() -> None:
    """Four seconds at this speed, and only one above the line's own time."""
    drawn = a_slip()
    with serial_printer(answers=True, bytes_per_s=11_520) as (path, pieces):
        printer = serial(path, 115200, slack_s=1.0, status_s=20.0)
        assert printer.print_slip(drawn) is SlipOutcome.PRINTED
    assert [piece.image.tobytes() for piece in pieces] == [drawn.tobytes()]


def test_what_takes_longer_than_anybody_waits_is_not_begun() -> None:
    long_list = Image.new("1", (576, 1500), 0)
    with serial_printer(answers=True) as (path, pieces):
        printer = serial(path, 38400)
        assert printer.print_slip(long_list) is SlipOutcome.NOT_PRINTED
        assert pieces == []
        assert serial(path, 57600).print_slip(long_list) is SlipOutcome.PRINTED
        drawn = a_slip()
        assert printer.print_slip(drawn) is SlipOutcome.PRINTED
    assert [piece.image.tobytes() for piece in pieces] == [long_list.tobytes(), drawn.tobytes()], "no half list to cut"


def test_a_speed_that_nobody_has_set_refuses_nothing() -> None:
    """A port that is USB inside says 9600 and means nothing by it."""
    long_list = Image.new("1", (576, 1500), 0)
    with serial_printer(answers=True) as (path, pieces):
        assert device(path).print_slip(long_list) is SlipOutcome.PRINTED
    assert len(pieces) == 1


@pytest.mark.parametrize("baud", [9600, 19200])
def test_a_speed_at_which_nobody_gets_a_slip_is_refused_in_words(baud: int) -> None:
    with pytest.raises(ValidationError, match=f"at {baud} baud one slip takes .* set the printer itself"):
        PrinterSettings.model_validate({"kind": "device", "path": "/dev/ttyUSB0", "baud": baud})


SAMPLE_LISTS = read_procedures((ROOT / "server/sample_procedures.json").read_bytes()).procedures


@pytest.mark.parametrize("width", [576, 384])
def test_every_sample_checklist_can_be_sent_at_115200_and_on_the_network(width: int) -> None:
    longest = max(SAMPLE_LISTS, key=lambda one: sum(map(len, one.submit + one.show + one.not_needed)))
    papers = tuple(f"{at}. Bản sao giấy tờ chứng minh quan hệ nhân thân có chứng thực" for at in range(1, 26))
    for procedure in (longest, replace(longest, submit=papers)):
        facts = ChecklistSlipFacts(
            centre_name="Trung tâm Phục vụ hành chính công xã Mẫu",
            procedure=procedure,
            service_name="A · Chứng thực",
            printed_at_local=None,
            url=URL,
            language="vi",
        )
        slip = draw_checklist_slip(facts, width)
        size = len(slip_bytes(slip, feed_lines=4))
        for bytes_per_s in (11520.0, None):
            assert STANDARD_LIMITS.sending_s(size, slip.height, bytes_per_s) <= STANDARD_LIMITS.longest_s


def test_a_number_is_settled_before_the_server_gives_it_up() -> None:
    """Behind the longest list, at the slowest speed, not printed, and noted at the last moment."""
    slowest = 38400 / 10
    slip = a_slip()
    limits, size = STANDARD_LIMITS, len(slip_bytes(slip, feed_lines=4))
    list_s = limits.longest_s + limits.rest_s(BAND_ROWS, 0)
    slip_s = limits.sending_s(size, slip.height, slowest) + limits.slack_s
    assert list_s + slip_s + KioskSettings.model_fields["not_printed_home_s"].default < PRINT_OUTCOME_DUE_MS / 1000


def test_paper_that_ran_while_the_bytes_came_is_not_waited_for_again() -> None:
    rows = 1000
    paper_s = STANDARD_LIMITS.paper_s(rows)
    assert STANDARD_LIMITS.rest_s(rows, 0.0) == paper_s
    last_band_s = STANDARD_LIMITS.paper_s(BAND_ROWS)
    assert STANDARD_LIMITS.rest_s(rows, 60.0) == last_band_s
    assert last_band_s < STANDARD_LIMITS.rest_s(rows, paper_s / 4) < paper_s


def test_a_serial_printer_that_answers_prints_dot_for_dot() -> None:
    with serial_printer(answers=True) as (path, pieces):
        printer = device(path)
        assert printer.status() == WELL
        drawn = a_slip()
        assert printer.print_slip(drawn) is SlipOutcome.PRINTED
    assert [piece.image.tobytes() for piece in pieces] == [drawn.tobytes()]


def test_a_serial_printer_that_is_silent_prints_and_the_outcome_is_unknown() -> None:
    with serial_printer(answers=False) as (path, pieces):
        printer = device(path, status_s=0.2)
        assert printer.status() == NOT_KNOWN
        assert printer.print_slip(a_slip()) is SlipOutcome.UNKNOWN
    assert len(pieces) == 1


# Settings


def test_a_name_instead_of_an_address_is_refused() -> None:
    with pytest.raises(ValueError, match=r"192\.168\.1\.50"):
        PrinterSettings(host="printer.local")


def test_a_device_needs_its_path() -> None:
    with pytest.raises(ValueError, match="/dev/usb/lp0"):
        PrinterSettings(kind="device")


def test_unknown_settings_and_widths_are_refused() -> None:
    with pytest.raises(ValueError, match="hots"):
        PrinterSettings.model_validate({"hots": "127.0.0.1"})
    with pytest.raises(ValueError, match="576"):
        PrinterSettings.model_validate({"width_dots": 512})

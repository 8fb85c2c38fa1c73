"""`bocso self-test`: walks over this machine with its technician and ends in a pass sheet."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path

import typer

from bocso.doctor.device import KINDS, unusable
from bocso.doctor.line import say_it_ourselves
from bocso.doctor.machine import is_switched_off, look_at_machine
from bocso.doctor.ways import way_to_broker, way_to_server
from bocso.faults import CommandFailed
from bocso.self_test.by_kind import found, walk_display, walk_kiosk, walk_pad
from bocso.self_test.sheet import Walked, our_version, outcome_of, text_of, verdict_of, write_text
from bocso.self_test.terminal import Terminal
from counter_display.settings import DisplaySettings
from hardware.printer.printer import SlipOutcome
from hardware.printer.settings import PrinterSettings
from hardware.self_test import Outcome, Step, words
from kiosk.settings import KioskSettings
from look.language import Translate, translator
from messaging.clock import SystemClock
from messaging.settings import DeviceSettings, InvalidSettings, read_settings
from rating_pad.settings import PadSettings

CENTRE = "centre"
_NAMES = {
    CENTRE: "Máy của trung tâm",
    "kiosk": "Máy lấy số",
    "board": "Bảng gọi số",
    "counter": "Màn hình quầy",
    "pad": "Bộ nút đánh giá",
    "touch-pad": "Bộ đánh giá cảm ứng",
}
_HOLDS_ITS_PARTS = {"board", "counter", "pad"}
"""Programs beside which nobody else gets at the screen or the pins."""
_PRINTER_PORT = 9100
ALL_PASSED, SOMETHING_FAILED, SOMETHING_NOT_TRIED = 0, 1, 3
"""Exit statuses; 2 is a command line that makes no sense."""


def walk_over(kinds: list[str], *, folder: Path, language: str, out: Path, printer: str | None) -> int:
    """Walk over each kind, or over all that this machine is and that are not switched off; the exit status.

    Raises:
        CommandFailed: this machine is none of them, or all are switched off, or the sheet cannot be written.
    """
    here = [kind for kind in _NAMES if (folder / _file_of(kind)).exists()]
    if missing := [kind for kind in kinds if kind not in here]:
        raise CommandFailed(
            f"{folder}: this machine is no {missing[0]} (there is no {_file_of(missing[0])}); it is: {', '.join(here)}"
        )
    if not here:
        raise CommandFailed(f"{folder}: no settings of Bốc Số here; name their folder with --settings-folder")
    say_it_ourselves()
    translate = translator(language)
    given = None if printer is None else _printer_at(printer)
    statuses = [_walk_one(kind, folder, translate, language, out, given) for kind in kinds or _not_off(here, translate)]
    return SOMETHING_FAILED if SOMETHING_FAILED in statuses else max(statuses)


def _not_off(here: list[str], translate: Translate) -> list[str]:
    """A program that was switched off, as when the screen went to another one, is walked over only when it is named."""
    off = [kind for kind in here if is_switched_off(f"bocso-{'server' if kind == CENTRE else kind}.service")]
    for kind in off:
        told = translate("{name}: đã được tắt trên máy này, không thử (muốn thử, gõ: sudo bocso self-test {kind})")
        typer.echo(told.format(name=translate(_NAMES[kind]), kind=kind))
    if off == here:
        raise CommandFailed(translate("Mọi chương trình của máy này đã được tắt."))
    return [kind for kind in here if kind not in off]


def _file_of(kind: str) -> str:
    return "server.toml" if kind == CENTRE else f"{kind}.toml"


def _printer_at(printer: str) -> PrinterSettings:
    """ADDRESS or ADDRESS:PORT of a ticket printer."""
    host, _, port = printer.partition(":")
    try:
        ip_address(host)
        return PrinterSettings(host=host, port=int(port) if port else _PRINTER_PORT)
    except ValueError:
        raise CommandFailed(f"--printer: {printer} is no address such as 10.0.0.30 or 10.0.0.30:9100") from None


def _walk_one(
    kind: str, folder: Path, translate: Translate, language: str, out: Path, printer: PrinterSettings | None
) -> int:
    typer.echo(f"== {translate(_NAMES[kind])} ==")
    terminal = Terminal(translate)
    now_local = SystemClock().now().astimezone()
    if kind == CENTRE:
        walked = _centre(folder, translate, now_local)
    else:
        try:
            settings = read_settings(KINDS[kind], folder / _file_of(kind))
        except InvalidSettings as fault:
            told = [
                line for finding in unusable(kind, folder / _file_of(kind), fault) for line in finding.lines(translate)
            ]
            raise CommandFailed("\n".join(told)) from None
        steps = _device(kind, settings, folder / _file_of(kind), terminal, translate, now_local)
        walked = Walked(
            kind=translate(_NAMES[kind]),
            device=settings.device_id,
            centre=settings.centre,
            tried_at_local=now_local,
            steps=steps,
        )
        if isinstance(settings, KioskSettings):
            printer = printer or settings.printer
    _tell(walked, translate)
    typer.echo(translate("Phiếu kiểm tra ở tệp: {file}").format(file=write_text(walked, translate, out)))
    if printer is not None:
        _print(walked, printer, translate, language)
    if walked.count(Outcome.FAILED):
        return SOMETHING_FAILED
    return SOMETHING_NOT_TRIED if walked.count(Outcome.NOT_ASKED) else ALL_PASSED


def _centre(folder: Path, translate: Translate, now_local: datetime) -> Walked:
    # Only here: a device's machine does not have what the server needs.
    from bocso.doctor.centre import code_of_centre, look_at_centre

    return Walked(
        kind=translate(_NAMES[CENTRE]),
        device="server",
        centre=code_of_centre(folder) or "-",
        tried_at_local=now_local,
        steps=found([*look_at_machine(), *look_at_centre(folder)], translate),
    )


def _device(
    kind: str, settings: DeviceSettings, file: Path, terminal: Terminal, translate: Translate, now_local: datetime
) -> list[Step]:
    """First what the machine finds while its program runs, then hands and eyes."""
    findings = [*look_at_machine(), *way_to_server(settings, file), *way_to_broker(settings)]
    steps = found(findings, translate)
    for step in steps:
        terminal.hear(words(f"{outcome_of(step, translate)}: {step.name.said(translate)}"))
    with _resting(f"bocso-{kind}.service") if kind in _HOLDS_ITS_PARTS else contextlib.nullcontext():
        match settings:
            case KioskSettings():
                steps += walk_kiosk(settings, terminal, now_local)
            case DisplaySettings():
                steps += walk_display(settings, file, terminal)
            case PadSettings():
                steps += walk_pad(settings, terminal)
    return steps


@contextlib.contextmanager
def _resting(unit: str) -> Iterator[None]:
    """While its parts are tried the program does not run; afterwards it does again."""
    systemctl = shutil.which("systemctl")
    is_active = systemctl is not None and _has_status_0([systemctl, "is-active", "--quiet", unit])
    if systemctl is not None and is_active and not _has_status_0([systemctl, "stop", unit]):
        raise CommandFailed(f"{unit} runs and cannot be stopped; type: sudo bocso self-test")
    try:
        yield
    finally:
        if systemctl is not None and is_active:
            _has_status_0([systemctl, "start", "--no-block", unit])


def _has_status_0(command: list[str]) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _tell(walked: Walked, translate: Translate) -> None:
    typer.echo("")
    typer.echo(text_of(walked, translate))


def _print(walked: Walked, settings: PrinterSettings, translate: Translate, language: str) -> None:
    """The sheet as a slip. A printer that does not take it has failed its own steps already."""
    # Only here: a machine without a printer has nothing that draws slips.
    try:
        from hardware.printer import open_printer
        from look.pass_sheet import PassSheet, PassSheetRow, draw_pass_sheet

        printer = open_printer(settings)
    except ImportError:
        typer.echo(translate("Máy này không có phần in: in tệp trên từ một máy tính."))
        return
    rows = tuple(
        PassSheetRow(
            name=step.name.said(translate),
            outcome=outcome_of(step, translate),
            remark="" if step.remark is None else step.remark.said(translate),
            is_failed=step.outcome is Outcome.FAILED,
        )
        for step in walked.steps
    )
    sheet = PassSheet(
        kind=walked.kind,
        device=walked.device,
        centre=walked.centre,
        version=our_version(),
        tried_at_local=walked.tried_at_local,
        rows=rows,
        verdict=verdict_of(walked, translate),
        language=language,
    )
    if printer.print_slip(draw_pass_sheet(sheet, settings.width_dots)) is SlipOutcome.NOT_PRINTED:
        typer.echo(translate("Phiếu kiểm tra không in được; hãy in tệp trên từ một máy tính."))

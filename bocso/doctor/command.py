"""`bocso doctor`: says in plain words what is wrong on this machine and what to do, and packs a bundle for a helper."""

from pathlib import Path

import typer

from bocso.doctor.bundle import write_bundle
from bocso.doctor.device import look_at_devices
from bocso.doctor.findings import Finding, Verdict
from bocso.doctor.line import say_it_ourselves
from bocso.doctor.machine import look_at_machine
from bocso.faults import CommandFailed
from look.language import translator


def examine(folder: Path, *, language: str, bundle: Path | None) -> bool:
    """Tell every finding; True when nothing is wrong. CommandFailed: there is nothing of ours here to look at."""
    if not any(folder.glob("*.toml")):
        raise CommandFailed(f"{folder}: no settings of Bốc Số here; name their folder with --settings-folder")
    say_it_ourselves()
    names: list[str] = []
    findings: list[Finding] = look_at_machine()
    if (folder / "server.toml").exists() or (folder / "phones.toml").exists():
        # Only here: a device's machine does not have what the server needs.
        from bocso.doctor.centre import look_at_centre, names_of_staff

        findings += look_at_centre(folder)
        names = names_of_staff(folder)
    findings += look_at_devices(folder)
    # What is wrong first: a technician reads from the top.
    order = [Verdict.WRONG, Verdict.WATCH, Verdict.WELL, Verdict.ASIDE]
    findings.sort(key=lambda finding: order.index(finding.verdict))
    translate = translator(language)
    told = [line for finding in findings for line in finding.lines(translate)]
    told += ["", _summary(findings, language)]
    for line in told:
        typer.echo(line)
    if bundle is not None:
        try:
            write_bundle(bundle, told=told, folder=folder, names=names)
        except FileExistsError:
            taken = translate("Đã có tệp {file}: xóa nó, hoặc đặt tên khác cho gói.")
            raise CommandFailed(taken.format(file=bundle)) from None
        except OSError as fault:
            raise CommandFailed(f"{bundle}: {fault.strerror}") from None
        typer.echo(translate("Gói chẩn đoán, không có dữ liệu cá nhân: {file}").format(file=bundle))
    return not any(finding.verdict is Verdict.WRONG for finding in findings)


def _summary(findings: list[Finding], language: str) -> str:
    translate = translator(language)
    wrong = sum(finding.verdict is Verdict.WRONG for finding in findings)
    watched = sum(finding.verdict is Verdict.WATCH for finding in findings)
    if wrong:
        return translate("Có {wrong} việc phải làm ngay, {watched} việc nên xem.").format(wrong=wrong, watched=watched)
    if watched:
        return translate("Không có gì hỏng; có {watched} việc nên xem.").format(watched=watched)
    return translate("Mọi thứ đều tốt.")

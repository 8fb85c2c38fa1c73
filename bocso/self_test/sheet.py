"""The pass sheet: as a text file always, as a slip where there is a printer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path

from hardware.self_test import Outcome, Step
from look.language import Translate

_OUTCOMES = {Outcome.PASSED: "Đạt", Outcome.FAILED: "HỎNG", Outcome.NOT_ASKED: "Chưa thử"}
_WIDTH = 78
_OUTCOME_WIDTH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """One machine's walk, when it is over. `kind` is in the technician's language."""

    kind: str
    device: str
    centre: str
    tried_at_local: datetime
    steps: Sequence[Step]

    def count(self, outcome: Outcome) -> int:
        return sum(step.outcome is outcome for step in self.steps)


def our_version() -> str:
    try:
        return version_of("bocso")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"


def outcome_of(step: Step, translate: Translate) -> str:
    return translate(_OUTCOMES[step.outcome])


def verdict_of(walked: Walked, translate: Translate) -> str:
    failed, not_asked = walked.count(Outcome.FAILED), walked.count(Outcome.NOT_ASKED)
    if failed:
        return translate("CHƯA ĐẠT: {failed} bước hỏng").format(failed=failed)
    if not_asked:
        return translate("CHƯA XONG: {not_asked} bước chưa thử").format(not_asked=not_asked)
    return translate("ĐẠT: cả {steps} bước").format(steps=len(walked.steps))


def text_of(walked: Walked, translate: Translate) -> str:
    """The sheet for a file, and for an office printer."""
    lines = [
        translate("PHIẾU KIỂM TRA THIẾT BỊ"),
        f"{walked.kind} · {walked.device} · {walked.centre}",
        f"{walked.tried_at_local:%d/%m/%Y %H:%M} · Bốc Số {our_version()}",
        "-" * _WIDTH,
    ]
    for step in walked.steps:
        lines.append(f"{outcome_of(step, translate):<{_OUTCOME_WIDTH}} {step.name.said(translate)}")
        if step.remark is not None:
            lines.append(f"{'':<{_OUTCOME_WIDTH}} → {step.remark.said(translate)}")
    lines += [
        "-" * _WIDTH,
        verdict_of(walked, translate),
        "",
        translate("Người kiểm tra (ký, ghi rõ họ tên)"),
        "",
        "",
        "." * 40,
    ]
    return "\n".join(lines) + "\n"


def write_text(walked: Walked, translate: Translate, folder: Path) -> Path:
    """The text file's path; an earlier sheet is never written over. OSError when the folder does not take it."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"self-test-{walked.device}-{walked.tried_at_local:%Y%m%d-%H%M%S}"
    path = folder.resolve() / f"{stem}.txt"
    with path.open("x", encoding="utf-8") as file:
        file.write(text_of(walked, translate))
    return path

"""What a checklist says of a procedure, in order and in words: the same on the kiosk, on paper and on a phone."""

from collections.abc import Callable
from dataclasses import dataclass

from procedures.model import PaperMark, Procedure

Translate = Callable[[str], str]

MARKS = {
    PaperMark.SUBMIT: "NỘP",
    PaperMark.SHOW: "XUẤT TRÌNH (xem rồi trả lại)",
    PaperMark.NOT_NEEDED: "KHÔNG CẦN (cán bộ tự tra cứu)",
}
"""What becomes of a paper, in the words of the desk; the catalogues have the others."""


@dataclass(frozen=True, slots=True)
class Papers:
    mark: PaperMark
    heading: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Checklist:
    name: str
    code: str
    """Empty: not known."""
    papers: tuple[Papers, ...]
    no_papers: str
    """Said in place of papers when the list names none; empty otherwise."""
    facts: tuple[Fact, ...]
    """Time limit, fee, who is exempt."""
    notes: tuple[str, ...]
    """Where the fee is paid, who writes the form."""
    origin: tuple[Fact, ...]
    """Legal basis, source with its date."""
    sample: str
    """The warning of data made up for trying; empty for a centre's own."""


def checklist_of(procedure: Procedure, language: str, tr: Translate) -> Checklist:
    """The checklist in the words of `tr`; names stay Vietnamese where there is no English one."""
    papers = tuple(
        Papers(mark, tr(heading), tuple(paper.name for paper in procedure.papers if paper.mark is mark))
        for mark, heading in MARKS.items()
    )
    unknown = tr("Theo quyết định công bố của tỉnh")
    facts = [
        Fact(tr("Thời hạn"), procedure.time_limit or unknown),
        Fact(tr("Phí, lệ phí"), procedure.fee or unknown),
    ]
    if procedure.exempt:
        facts.append(Fact(tr("Miễn, giảm"), "; ".join(procedure.exempt)))
    notes = []
    if procedure.portal_only:
        notes.append(tr("Khoản thu này chỉ nộp trên Cổng Dịch vụ công quốc gia, không nộp tại quầy."))
    if procedure.written_for:
        notes.append(tr("Cán bộ có thể viết hộ tờ khai."))
    source = tr("{source}; dữ liệu ngày {day}").format(source=procedure.source, day=f"{procedure.as_of:%d/%m/%Y}")
    return Checklist(
        name=(procedure.name_en if language == "en" else "") or procedure.name,
        code=procedure.code,
        papers=tuple(group for group in papers if group.names),
        no_papers="" if procedure.papers else tr("Danh mục chưa ghi giấy tờ. Mời Ông/Bà hỏi người hướng dẫn."),
        facts=tuple(facts),
        notes=tuple(notes),
        origin=(Fact(tr("Căn cứ"), procedure.legal_basis or unknown), Fact(tr("Nguồn"), source)),
        sample=tr("Dữ liệu mẫu: hãy đối chiếu với quyết định của tỉnh.") if procedure.is_sample else "",
    )

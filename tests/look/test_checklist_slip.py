"""The checklist on paper: what a phone reads from it, and that nothing is cut however long it is."""

import subprocess
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageChops

from look import checklist_slip, slip_parts
from look.checklist_slip import ChecklistSlipFacts, draw_checklist_slip
from procedures.model import Procedure

DAY = date(2026, 11, 21)
PROCEDURE = Procedure(
    name="Cấp Giấy xác nhận tình trạng hôn nhân",
    code="1.004873",
    service="B",
    submit=("Tờ khai",),
    show=("Thẻ căn cước",),
    not_needed=("Bản sao sổ hộ khẩu",),
    time_limit="03 ngày làm việc",
    fee="50.000 đồng",
    exempt=("Người khuyết tật",),
    portal_only=True,
    written_for=True,
    legal_basis="Luật Hộ tịch 2014",
    source="QĐ 1",
    as_of=DAY,
    effective_from=DAY,
    is_sample=True,
)
SLIP = ChecklistSlipFacts(
    centre_name="Trung tâm Phục vụ hành chính công xã Mẫu",
    procedure=PROCEDURE,
    service_name="B · Hộ tịch",
    printed_at_local=datetime(2026, 11, 21, 8, 15, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
    url="http://192.168.10.5:8090/thu-tuc/0123456789",
    language="vi",
)
WIDTHS = (576, 384)


def said_on(slip: ChecklistSlipFacts, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every paragraph that is set on the paper."""
    said: list[str] = []
    real = checklist_slip.fit

    def note(text: str, *arguments: Any, **more: Any) -> Any:
        said.append(text)
        return real(text, *arguments, **more)

    monkeypatch.setattr(checklist_slip, "fit", note)
    monkeypatch.setattr(slip_parts, "fit", note)
    draw_checklist_slip(slip, 576)
    return said


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_dots_are_read_by_a_phone(width: int, language: str, tmp_path: Path) -> None:
    slip = draw_checklist_slip(replace(SLIP, language=language), width)
    slip.save(tmp_path / "slip.png")
    found = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(tmp_path / "slip.png")], capture_output=True, text=True, check=False
    )
    assert found.stdout.strip() == SLIP.url
    assert (slip.mode, slip.width) == ("1", width)


def test_all_that_a_citizen_has_to_know_stands_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    said = " | ".join(said_on(SLIP, monkeypatch))
    for words in (
        *("DANH MỤC GIẤY TỜ", "NỘP", "Tờ khai", "XUẤT TRÌNH", "Thẻ căn cước", "KHÔNG CẦN", "Bản sao sổ hộ khẩu"),
        *("1.004873", "03 ngày làm việc", "50.000 đồng", "Người khuyết tật", "Cổng Dịch vụ công quốc gia"),
        *("Luật Hộ tịch 2014", "QĐ 1; dữ liệu ngày 21/11/2026", "Dữ liệu mẫu", "không phải là phiếu số thứ tự"),
    ):
        assert words in said, words


def test_without_a_phone_page_it_promises_none(monkeypatch: pytest.MonkeyPatch) -> None:
    said = " | ".join(said_on(replace(SLIP, url=None, printed_at_local=None), monkeypatch))
    assert "Quét mã" not in said
    assert "In lúc" not in said


@pytest.mark.parametrize("width", WIDTHS)
def test_the_longest_list_is_longer_and_stays_inside_the_margins(width: int) -> None:
    many = tuple(f"Giấy tờ thứ {at}: {'bản chính kèm bản sao có chứng thực ' * 5}" for at in range(40))
    slip = draw_checklist_slip(replace(SLIP, procedure=replace(PROCEDURE, name="Ấ" * 300, submit=many)), width)
    box = ImageChops.invert(slip.convert("L")).getbbox()
    assert box is not None
    assert slip.height > draw_checklist_slip(SLIP, width).height * 3
    assert box[0] >= 8 and box[2] <= width - 8


def test_a_paper_to_bring_has_a_square_to_tick_and_one_not_needed_has_none() -> None:
    def left_of(slip: Image.Image) -> int:
        """Dark dots where squares and dashes stand."""
        return sum(slip.crop((16, 0, 44, slip.height)).convert("L").histogram()[:128])

    only = replace(PROCEDURE, submit=("Tờ khai",), show=(), not_needed=())
    none = replace(PROCEDURE, submit=(), show=(), not_needed=("Tờ khai",))
    assert left_of(draw_checklist_slip(replace(SLIP, procedure=only), 576)) > left_of(
        draw_checklist_slip(replace(SLIP, procedure=none), 576)
    )

"""Files of procedures: what spreadsheets make of them is taken, and every fault is named by its line and column."""

import json
import re
import unicodedata
from collections.abc import Collection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import DAY, SAMPLE_FILE, a_procedure, sample

from procedures.errors import Fault, FaultyProcedures
from procedures.model import FIELDS, PaperMark, Procedure, in_force
from procedures.reading import HEADINGS, LARGEST_FILE_BYTES, MOST_FAULTS, MOST_ROWS, read_procedures
from procedures.values import as_values, from_values
from procedures.writing import as_csv, as_json

HEAD = "Tên thủ tục,Nguồn,Ngày dữ liệu"
GOOD = "Khai sinh,QĐ 1,21/11/2026"


def read(text: str, *, services: Collection[str] | None = None) -> tuple[Procedure, ...]:
    return read_procedures(text.encode(), services=services).procedures


def faults_of(content: str | bytes, *, services: Collection[str] | None = None) -> list[Fault]:
    with pytest.raises(FaultyProcedures) as caught:
        read_procedures(content if isinstance(content, bytes) else content.encode(), services=services)
    return list(caught.value.faults)


def test_a_small_sheet_is_read() -> None:
    (one,) = read(f"{HEAD}\n{GOOD}\n")
    assert one == a_procedure("Khai sinh", source="QĐ 1")
    assert one.effective_from == one.as_of


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_any_separator_of_a_spreadsheet_will_do(sign: str) -> None:
    (one,) = read(f"{HEAD}\n{GOOD}\n".replace(",", sign))
    assert one.name == "Khai sinh"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_marks_of_the_encoding_and_windows_lines_are_taken(encoding: str) -> None:
    (one,) = read_procedures(f"{HEAD}\r\n{GOOD}\r\n".encode(encoding)).procedures
    assert one.name == "Khai sinh"


def test_headings_may_be_plain_in_any_order_and_without_diacritics() -> None:
    (one,) = read("as_of,NGUON,Tên  thủ tục,service\n2026-11-21,QĐ 1,Khai sinh,B\n")
    assert (one.name, one.service, one.as_of) == ("Khai sinh", "B", DAY)


def test_papers_stand_below_each_other_in_a_cell_or_between_strokes() -> None:
    (one,) = read(f'{HEAD},Giấy tờ nộp,Giấy tờ xuất trình\n{GOOD},"Tờ khai\nGiấy chứng sinh",Căn cước | Hộ chiếu\n')
    assert one.submit == ("Tờ khai", "Giấy chứng sinh")
    assert [(paper.name, paper.mark) for paper in one.papers][2:] == [
        ("Căn cước", PaperMark.SHOW),
        ("Hộ chiếu", PaperMark.SHOW),
    ]


def test_unseen_signs_and_odd_spaces_become_ordinary() -> None:
    (one,) = read(f"{HEAD}\nKhai\u00a0\u200bsinh\u00ad,QĐ 1,21/11/2026\n")
    assert one.name == "Khai sinh"
    (one,) = read(f"{HEAD}\nKha\u0301i sinh,QĐ 1,21/11/2026\n")
    assert one.name == "Khái sinh"  # NFC


def test_empty_lines_count_and_are_passed_over() -> None:
    (fault,) = faults_of(f"{HEAD}\n\n,,\nKhai sinh,QĐ 1,31/02/2026\n")
    assert (fault.line, fault.field) == (4, "Ngày dữ liệu")
    assert "31/02/2026" in fault.said()


def test_a_cell_of_several_lines_moves_what_follows() -> None:
    text = f'{HEAD},Giấy tờ nộp\n{GOOD},"một\nhai\nba"\nHai,,21/11/2026,x\n'
    assert [(fault.line, fault.field) for fault in faults_of(text)] == [(5, "Nguồn")]


@pytest.mark.parametrize(
    ("columns", "cells", "field", "words"),
    [
        ("", ",QĐ 1,21/11/2026", "Tên thủ tục", "Chưa có nội dung"),
        ("", "Khai sinh,,21/11/2026", "Nguồn", "Chưa có nội dung"),
        ("", "Khai sinh,QĐ 1,", "Ngày dữ liệu", "Chưa có nội dung"),
        ("", "Khai sinh,QĐ 1,11/21/2026", "Ngày dữ liệu", "không phải là ngày"),
        ("", "Khai sinh,QĐ 1,hôm qua", "Ngày dữ liệu", "không phải là ngày"),
        ("", f"{'x' * 301},QĐ 1,21/11/2026", "Tên thủ tục", "Dài quá 300"),
        ("", "Khai\x08 sinh,QĐ 1,21/11/2026", "Tên thủ tục", "ký tự điều khiển U+0008"),
        ("", "Khai\u202e sinh,QĐ 1,21/11/2026", "Tên thủ tục", "ký tự điều khiển U+202E"),
        (",Lĩnh vực", f"{GOOD},Z", "Lĩnh vực", "không có lĩnh vực “Z”"),
        (",Hiệu lực từ,Hiệu lực đến", f"{GOOD},01/02/2026,01/01/2026", "Hiệu lực đến", "trước ngày bắt đầu"),
        (",Cán bộ viết hộ", f"{GOOD},có lẽ", "Cán bộ viết hộ", "có lẽ"),
        (",Giấy tờ nộp", f"{GOOD},{'x' * 301}", "Giấy tờ nộp", "Mục quá dài"),
        (",Giấy tờ nộp", f"{GOOD},{'|'.join(map(str, range(41)))}", "Giấy tờ nộp", "Nhiều quá 40"),
    ],
)
def test_a_faulty_cell_is_named(columns: str, cells: str, field: str, words: str) -> None:
    (fault,) = faults_of(f"{HEAD}{columns}\n{cells}\n", services={"A", "B"})
    assert (fault.line, fault.field) == (2, field)
    assert words in fault.said()
    assert str(fault).startswith(f"Dòng 2 · {field}: ")


def test_all_faults_are_named_at_once_and_nothing_is_taken() -> None:
    text = f"{HEAD}\n{GOOD}\n,QĐ 1,x\nHai,,21/11/2026\n"
    assert [(fault.line, fault.field) for fault in faults_of(text)] == [
        (3, "Ngày dữ liệu"),
        (3, "Tên thủ tục"),
        (4, "Nguồn"),
    ]


def test_one_case_twice_at_one_time_is_a_fault_and_one_after_the_other_is_not() -> None:
    dates = f"{HEAD},Hiệu lực từ,Hiệu lực đến"
    (fault,) = faults_of(f"{dates}\n{GOOD},01/01/2026,31/12/2026\n{GOOD.upper()},31/12/2026,\n")
    assert (fault.line, fault.value) == (3, "2")
    first, second = read(f"{dates}\n{GOOD},01/01/2026,30/12/2026\n{GOOD},31/12/2026,\n")
    assert in_force([first, second], first.effective_from) == (first,)
    assert in_force([first, second], second.effective_from) == (second,)
    assert first.key == second.key


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("", 0, "không có thủ tục nào"),
        (HEAD, 0, "không có thủ tục nào"),
        ("Tên thủ tục,Nguồn tin\nx,y\n", 1, "Không có cột tên “Nguồn tin”"),
        ("Nguồn\nx\n", 1, "Thiếu cột này"),
        (f"{HEAD},Nguồn\n{GOOD},x\n", 1, "Cột này có hai lần"),
        (f"{HEAD}\n{GOOD},thừa\n", 2, "nhiều ô hơn"),
        (f'{HEAD}\n{GOOD}\n"Khai sinh,QĐ 1,21/11/2026\n', 3, "Dấu nháy kép"),
        ("{", 1, "Không phải JSON đúng"),
        ('{"procedures": [\n{"name": "x",}\n]}', 2, "Không phải JSON đúng"),
        ('{"procedures": [\n1\n]}', 2, "phải là một đối tượng"),
        ('{"procedures": [\n{"name": "x", "ten": "y", "source": "z", "as_of": "2026-01-01"}\n]}', 2, "“ten”"),
        ('{"source": "x", "nguon": 1, "procedures": []}', 1, "“nguon”"),
        ("[" * 100_000, 0, "JSON"),
        ('{"procedures": []} x', 1, "JSON"),
    ],
)
def test_a_faulty_file_is_named(content: str, line: int, words: str) -> None:
    (fault,) = faults_of(content)
    assert fault.line == line, fault
    assert words in fault.said()


def test_a_file_in_another_encoding_is_refused_at_its_line() -> None:
    (fault,) = faults_of(f"{HEAD}\n".encode() + b"Th\xf4n,x,y\n")  # Windows-1258
    assert fault.line == 2
    assert "UTF-8" in fault.said()


def test_limits_of_size() -> None:
    (fault,) = faults_of(b"x" * (LARGEST_FILE_BYTES + 1))
    assert "4 MB" in fault.said()
    (fault,) = faults_of(f"{HEAD}\n" + "".join(f"Thủ tục {at},x,21/11/2026\n" for at in range(MOST_ROWS + 1)))
    assert "5000" in fault.said()
    assert len(faults_of(f"{HEAD}\n" + ",,\nx,y,z\n" * 500)) == MOST_FAULTS


def test_json_names_the_line_of_each_procedure() -> None:
    around = '{"source": "QĐ 1", "as_of": "2026-11-21",\n"procedures": [\n'
    text = around + '{"name": "Một"},\n\n{"name": "",\n"service": 5}\n]}'
    assert [(fault.line, fault.field) for fault in faults_of(text)] == [(5, "service"), (5, "name")]


def test_what_has_no_place_hides_no_other_row_s_fault() -> None:
    rows = [{"name": ""}, {"name": "Một", "colour": "đỏ"}, 7, {"name": "Hai", "as_of": "hôm qua"}]
    around = {"source": "QĐ 1", "as_of": "2026-11-21"}
    with pytest.raises(FaultyProcedures) as refused:
        read(json.dumps(around | {"procedures": rows}, ensure_ascii=False, indent=0))
    assert [fault.field for fault in refused.value.faults] == ["name", "colour", "", "as_of"]
    with pytest.raises(FaultyProcedures) as refused:
        read("Tên thủ tục,Nguồn,Ngày dữ liệu\n,Q,2026-11-21\nMột,Q,2026-11-21,dư\n")
    assert [fault.line for fault in refused.value.faults] == [2, 3]


def test_what_stands_beside_a_json_list_holds_for_each_row_that_does_not_say_it() -> None:
    around = {"source": "QĐ 1", "as_of": "2026-11-21", "is_sample": True}
    rows = [{"name": "Một"}, {"name": "Hai", "source": "QĐ 2", "is_sample": False}]
    one, two = read(json.dumps(around | {"procedures": rows}))
    assert (one.source, one.is_sample, two.source, two.is_sample) == ("QĐ 1", True, "QĐ 2", False)


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="|;,"), min_size=1, max_size=20
)
ITEMS = st.lists(WORDS, max_size=4, unique=True).map(tuple)
PROCEDURES = st.builds(
    Procedure,
    name=WORDS,
    code=st.sampled_from(("", "1.001193")),
    name_en=WORDS,
    everyday=ITEMS,
    service=st.sampled_from(("", "A")),
    submit=ITEMS,
    show=ITEMS,
    not_needed=ITEMS,
    time_limit=WORDS,
    fee=WORDS,
    exempt=ITEMS,
    portal_only=st.booleans(),
    written_for=st.booleans(),
    legal_basis=WORDS,
    source=WORDS,
    as_of=st.just(DAY),
    effective_from=st.just(DAY),
    effective_to=st.sampled_from((None, DAY)),
    is_sample=st.booleans(),
)


@settings(max_examples=60)
@given(PROCEDURES)
def test_what_is_written_is_read_again(procedure: Procedure) -> None:
    if any(unicodedata.normalize("NFC", text) != text for text in str(as_values(procedure)).split()):
        return  # a file keeps no letters in parts
    assert read_procedures(as_json([procedure]).encode()).procedures == (procedure,)
    assert read_procedures(as_csv([procedure]).encode()).procedures == (procedure,)
    assert from_values(json.loads(json.dumps(as_values(procedure)))) == procedure


def test_the_sample_list_is_written_as_csv_and_read_again_whole() -> None:
    assert read_procedures(as_csv(sample()).encode()).procedures == sample()


def test_the_sample_list_is_worth_trying_and_says_what_it_is() -> None:
    listed = sample()
    assert len(listed) >= 500
    assert len({procedure.key for procedure in listed}) == len(listed)
    assert all(procedure.is_sample and "đối chiếu" in procedure.source for procedure in listed)
    assert {procedure.service for procedure in listed} == set("ABCEGHK")
    assert all(procedure.time_limit and procedure.fee and procedure.legal_basis for procedure in listed)
    assert sum(procedure.portal_only for procedure in listed) >= 10
    assert any(procedure.exempt and "400.000" in procedure.fee for procedure in listed)
    assert sum(bool(procedure.not_needed) for procedure in listed) > 400
    assert not re.search(r"(Điều|khoản|điểm) \d", SAMPLE_FILE.read_text(encoding="utf-8")), "articles are not made up"


def test_every_field_has_its_column() -> None:
    assert tuple(sorted(HEADINGS)) == tuple(sorted(FIELDS))

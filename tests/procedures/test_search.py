"""What people type, and the procedure they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import a_procedure, found, sample, sample_index

from procedures.folding import folded, plain, without_telex, without_vni
from procedures.search import MOST_FOUND, Index

FIRST_TITLE = "Đăng ký đất đai, cấp Giấy chứng nhận lần đầu cho hộ gia đình, cá nhân"
SINGLE = "Cấp Giấy xác nhận tình trạng hôn nhân"
BIRTH = "Đăng ký khai sinh"
LATE_BIRTH = "Đăng ký khai sinh quá hạn cho trẻ em"
STAY = "Đăng ký tạm trú"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sổ đỏ", FIRST_TITLE),
        ("so do", FIRST_TITLE),
        ("SO DO", FIRST_TITLE),
        ("giấy độc thân", SINGLE),
        ("giay doc than", SINGLE),
        ("khai sinh", BIRTH),
        ("khai sanh", BIRTH),
        ("giay khai sinh tre", LATE_BIRTH),
        ("tam tru", STAY),
        ("thue tro", STAY),
        ("nhap khau", "Đăng ký thường trú"),
        ("sao y", "Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức của Việt Nam cấp"),
        ("xay nha", "Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ"),
        ("mat giay khai sinh", "Đăng ký lại khai sinh"),
        ("marriage", "Đăng ký kết hôn"),
    ],
)
def test_everyday_words_without_diacritics_find_what_is_meant(typed: str, meant: str) -> None:
    assert found(typed)[0] == meant


def test_asking_for_land_finds_how_land_is_given() -> None:
    assert all(name.startswith("Giao đất") for name in found("xin đất")[:3])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("khai sihn", BIRTH),  # two letters changed places
        ("khai sonh", BIRTH),  # one wrong
        ("thuong truu", "Đăng ký thường trú"),  # one too many
        ("thuon tru", "Đăng ký thường trú"),  # one missing
        ("soor ddor", FIRST_TITLE),  # Telex, with no typing method on
        ("sổ dodr", FIRST_TITLE),
        ("so63 d9o3", FIRST_TITLE),  # VNI
        ("khai, sinh!", BIRTH),
        ("sodo", FIRST_TITLE),  # no space
        ("giaydocthan", SINGLE),
    ],
)
def test_what_is_mistyped_is_understood(typed: str, meant: str) -> None:
    assert found(typed)[0] == meant


def test_words_that_people_say_around_it_exclude_nothing() -> None:
    assert FIRST_TITLE in found("toi muon lam so do")[:3]


def test_each_letter_brings_it_nearer() -> None:
    for end in range(3, len("tam tru") + 1):
        assert STAY in found("tam tru"[:end]), "tam tru"[:end]


@pytest.mark.parametrize("typed", ["1.004222", "1004222", "004222", "1.0042"])
def test_a_code_is_found_with_and_without_its_dots(typed: str) -> None:
    assert {one.procedure.code for one in sample_index().search(typed)} == {"1.004222"}


@pytest.mark.parametrize("typed", ["", "   ", "!?", "zzz", "qqqq wwww"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert found(typed) == []


def test_no_short_word_is_taken_for_another() -> None:
    index = Index([a_procedure("Tam ca"), a_procedure("Tem")])
    assert [one.procedure.name for one in index.search("tim")] == []


def test_few_hits_are_followed_by_the_nearest_and_say_so() -> None:
    results = sample_index().search("mat giay khai sinh")
    assert [one.holds_all for one in results] == sorted((one.holds_all for one in results), reverse=True)
    assert BIRTH in [one.procedure.name for one in results if not one.holds_all]


@pytest.mark.parametrize("typed", ["t", "dang ky", "giay", "ho"])
def test_no_more_is_found_than_anybody_reads(typed: str) -> None:
    assert 0 < len(found(typed)) <= MOST_FOUND


@given(st.text(max_size=60))
def test_whatever_is_typed_has_one_answer(typed: str) -> None:
    assert sample_index().search(typed) == sample_index().search(typed)


def test_every_procedure_is_found_by_its_own_name_with_and_without_diacritics() -> None:
    for procedure in sample():
        name = " ".join(procedure.name.split()[:12])
        for typed in (name, folded(name)):
            assert procedure.name in found(typed)[:25], typed


def test_a_frozen_index_may_be_made_of_one_or_of_none() -> None:
    assert Index([]).search("khai sinh") == []
    assert [one.procedure.name for one in Index([a_procedure()]).search("z")] == []
    assert [one.procedure.name for one in Index([a_procedure()]).search("d")] == [BIRTH]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ddaats", "dat"),
        ("dduowngf", "duong"),
        ("nguwowif", "nguoi"),
        ("nguwoif", "nguoi"),
        ("hooj", "ho"),
        ("data", "dat"),
    ],
)
def test_what_telex_leaves_is_taken_away(typed: str, meant: str) -> None:
    assert without_telex(typed) == meant


@pytest.mark.parametrize(("typed", "meant"), [("so63", "so"), ("d9at61", "dat"), ("ly1", "li"), ("ct01", "ct01")])
def test_what_vni_leaves_is_taken_away(typed: str, meant: str) -> None:
    assert without_vni(typed) == meant


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("Lý", "lí"), ("quý", "quí"), ("ĐỘC", "doc"), ("kỹ", "ki"), ("thu\u0309y", "thủy")],
)
def test_two_ways_of_writing_are_one(one: str, other: str) -> None:
    assert plain(folded(one)) == plain(folded(other))


def test_different_words_stay_different() -> None:
    assert plain(folded("thủy")) != plain(folded("thủi"))

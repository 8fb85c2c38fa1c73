"""What differs between two set-ups, rows found by their own names."""

from hypothesis import given
from hypothesis import strategies as some

from server.domain.set_up_changes import Difference, differences


def test_a_row_put_first_changes_no_other_row() -> None:
    before = {"services": [{"code": "A", "name": "Chứng thực"}, {"code": "B", "name": "Hộ tịch"}]}
    after = {"services": [{"code": "C", "name": "Đất đai"}, *before["services"]]}
    assert differences(before, after) == [Difference(("services", "C"), None, {"code": "C", "name": "Đất đai"})]


def test_rows_in_another_order_are_a_difference() -> None:
    rows = [{"id": "done"}, {"id": "refused"}]
    assert differences(rows, rows[::-1]) == [Difference((), ["done", "refused"], ["refused", "done"])]


def test_a_changed_value_is_named_by_its_place() -> None:
    before = {"services": [{"code": "A", "name": "Cũ"}], "centre": {"hours": {"mon": [["07:30", "11:30"]]}}}
    after = {"services": [{"code": "A", "name": "Mới"}], "centre": {"hours": {"mon": []}}}
    assert [(found.place, found.before, found.after) for found in differences(before, after)] == [
        (("services", "A", "name"), "Cũ", "Mới"),
        (("centre", "hours", "mon"), [["07:30", "11:30"]], []),
    ]


KEYS = some.sampled_from(["id", "name", "code", "x"])
JSON = some.recursive(
    some.booleans() | some.integers() | some.text(max_size=4),  # null is the same as absent
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(KEYS, inner),
    max_leaves=8,
)


@given(before=JSON, after=JSON)
def test_nothing_differs_exactly_when_both_are_equal(before: object, after: object) -> None:
    assert differences(before, before) == []
    assert (differences(before, after) == []) == (before == after)

"""What the torturer goes by beside its verdict: idle desks, paper of nobody, who ended by himself, its command line."""

from pathlib import Path

import pytest
from lived_days import Lived, live

from look.slip_layout import Slip, draw_slip
from messaging.snapshots import SlipOptions
from simulation.checker import Findings
from simulation.torture import __main__ as torture
from simulation.torture.arguments import read_arguments
from simulation.torture.happenings import Deed, Outcome
from simulation.torture.history import HAS_TO_HAPPEN, Judged, unordered_ends
from simulation.torture.idle_desks import check_idle_desks
from simulation.torture.paper import numbers_given, read_paper
from simulation.torture.plan import KIOSKS, PAD, SERVER, Fault, Kind

# --- Next, that found nobody --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    return live(tmp_path_factory.mktemp("idle") / "centre.db", days=1)


def deed(what: str, key: str, who: str, invoked_s: float, **answer: object) -> Deed:
    return Deed(who, what, key, invoked_s, invoked_s + 0.5, Outcome.OK, answer)


def found_nobody(lived: Lived, who: str, first: int, last: int) -> tuple[int, list[str]]:
    """What is found of an officer's Next between two rows that answered that nobody waits."""
    before, after = deed("start", "before", "staff:X", 1), deed("start", "after", "staff:X", 3)
    idle = deed("next", "idle", who, 2, number=None)
    findings = Findings()
    placed = {"before": first, "after": last + 1}
    looked = check_idle_desks([before, idle, after], placed, lived.rows(), findings)
    return looked, [one.promise for one in findings.all]


def test_a_desk_that_is_told_that_nobody_waits_while_somebody_does(lived: Lived) -> None:
    rows = lived.rows()
    call = next(row for row in rows if row["kind"] == "turn_called" and '"call_kind":"next"' in row["body"])
    just_before = call["seq"] - 1
    assert found_nobody(lived, call["actor"], just_before, just_before) == (1, ["work"])


def test_it_is_right_when_nobody_waited_at_any_moment_in_between(lived: Lived) -> None:
    rows = lived.rows()
    call = next(row for row in rows if row["kind"] == "turn_called" and '"call_kind":"next"' in row["body"])
    first_ticket = next(row["seq"] for row in rows if row["kind"] == "ticket_issued")
    assert found_nobody(lived, call["actor"], first_ticket - 1, call["seq"] - 1) == (1, [])


def test_who_is_called_somebody_is_not_idle(lived: Lived) -> None:
    findings = Findings()
    assert check_idle_desks([deed("next", "k", "staff:CB01", 1, number="A001")], {}, lived.rows(), findings) == 0


# --- paper --------------------------------------------------------------------------------------------------------


def test_a_slip_of_nobody_is_no_broken_piece(tmp_path: Path) -> None:
    """A kiosk that has printed a number and forgotten it is found out, also when no wish of its names the number."""
    slip = Slip(
        centre_name="Trung tâm",
        service_name="Chứng thực",
        number="X1-007",
        issued_at_local=None,
        people_ahead=None,
        counters=[1],
        priority_label=None,
        url=None,
        language="vi",
        is_temporary=True,
    )
    whole = tmp_path / "slip-1.png"
    picture = draw_slip(slip, 384)
    picture.save(whole)
    piece = tmp_path / "slip-2.png"
    picture.crop((0, 0, picture.width, 60)).save(piece)
    numbers = numbers_given(["A012", "X1-005"])
    assert [one.number for one in read_paper([whole, piece], [], SlipOptions(), numbers)] == ["X1-007", None]
    assert [one.number for one in read_paper([whole], [], SlipOptions())] == [None]


def test_the_numbers_that_may_have_been_given() -> None:
    numbers = numbers_given(["A001", "A003", "X2-998"])
    assert numbers[:3] == ["A001", "A003", "X2-998"]
    assert {"A004", "A023", "X2-999"} < set(numbers)
    assert "A024" not in numbers


# --- who ended by himself -----------------------------------------------------------------------------------------

CRASHED = "server ended (exit status 1) and starts again in 0.5 s; see server.log"
KILLED = "server ended (SIGKILL) and starts again in 0.5 s; see server.log"


@pytest.mark.parametrize(
    ("line", "kind", "is_allowed"),
    [
        (CRASHED, Kind.DISK_FULL, True),
        (CRASHED, Kind.DISK_READ_ONLY, True),
        (CRASHED, Kind.POWER_CUT, True),
        (CRASHED, Kind.KILL, False),
        (CRASHED, Kind.CLOCK, False),
        (CRASHED, Kind.FREEZE, False),
        (CRASHED, Kind.KILL_AT, False),
        (KILLED, Kind.KILL_AT, True),
        (KILLED, Kind.DISK_FULL, False),
    ],
)
def test_only_a_failed_disk_excuses_an_end(line: str, kind: Kind, *, is_allowed: bool) -> None:
    faults = [Fault(1, kind, SERVER, 1, 1), Fault(2, Kind.DISK_FULL, PAD, 1, 1), Fault(3, Kind.KILL, KIOSKS[0], 1, 1)]
    assert (unordered_ends([line], faults) == []) is is_allowed


# --- the command --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--faults", "200", "--from", "201"], "nothing would be tried"),
        (["--faults", "200", "--from", "0"], "the first is 1"),
        (["--faults", "200", "--from", "-5"], "the first is 1"),
        (["--steps", "200", "--from", "-1"], "the first is 0"),
        (["--faults", "0"], "at least 1"),
    ],
)
def test_a_run_of_nothing_is_refused(words: list[str], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        read_arguments(words)
    assert left.value.code == 2
    assert complaint in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--faults", "200", "--from", "200"], ["--steps", "5", "--from", "0"]])
def test_it_goes_on_where_there_is_something_left(words: list[str]) -> None:
    assert read_arguments(words).start == int(words[-1])


class Uneventful:
    """Stands for a history of real programs: everything held, and this is what happened."""

    happened: tuple[str, ...] = ()

    def __init__(self, path: Path, *_more: object) -> None:
        path.mkdir()

    def live(self) -> Judged:
        judged = Judged([])
        judged.happened.update(self.happened)
        return judged

    def close(self) -> None:
        pass


@pytest.mark.parametrize(("happened", "status"), [(HAS_TO_HAPPEN, 0), (HAS_TO_HAPPEN[1:], 2), ((), 2)])
def test_what_never_happened_cannot_have_held(
    happened: tuple[str, ...], status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Uneventful, "happened", happened)
    monkeypatch.setattr(torture, "History", Uneventful)
    monkeypatch.setattr(torture, "set_up", lambda *_some, **_more: None)
    assert torture.torment(tmp_path, 1, 1, 20, None) == status

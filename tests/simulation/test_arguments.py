"""What scripts/demo understands, and what it says to what it does not."""

import pytest

from simulation.arguments import DEFAULT_DATA, read_arguments
from simulation.screen_room import NoDesktop, WindowSizes, window_sizes


def test_without_arguments_it_opens_the_centre_in_the_clone() -> None:
    arguments = read_arguments([])
    assert arguments.data == DEFAULT_DATA
    assert not arguments.visit
    assert not arguments.day
    assert not arguments.empty


def test_a_day_is_medium_and_of_seed_1_unless_said_otherwise() -> None:
    arguments = read_arguments(["--day"])
    assert (arguments.profile, arguments.seed) == ("medium", "1")
    arguments = read_arguments(["--day", "--profile", "tet", "--seed", "0", "--json", "--keep", "x"])
    assert (arguments.profile, arguments.seed, arguments.json) == ("tet", "0", True)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--json"], "--json goes with --visit"),
        (["--keep", "x"], "--keep goes with --visit"),
        (["--visit", "--fresh"], "--visit runs in a scratch folder of its own"),
        (["--day", "--hours"], "--day runs in a scratch folder of its own"),
        (["--visit", "--empty"], "--visit runs in a scratch folder of its own"),
        (["--visit", "--day"], "choose one"),
        (["--profile", "small"], "--profile goes with --day"),
        (["--visit", "--seed", "2"], "--seed goes with --day"),
        (["--day", "--profile", "huge"], "invalid choice: 'huge'"),
        (["--port", "0"], "'0' is no port"),
        (["--port", "http"], "'http' is no port"),
        (["--dance"], "unrecognized arguments: --dance"),
    ],
)
def test_nonsense_is_refused_with_the_reason(
    words: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as leaving:
        read_arguments(words)
    assert leaving.value.code == 2
    assert complaint in capsys.readouterr().err


def test_windows_shrink_in_proportion() -> None:
    room = WindowSizes(800, 800)
    assert room.fitted(1080, 1920) == (450, 800)
    assert room.fitted(1920, 1080) == (800, 450)
    assert room.fitted(640, 480) == (640, 480)


def test_windows_without_a_desktop_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(NoDesktop, match="DISPLAY is not set"):
        window_sizes()

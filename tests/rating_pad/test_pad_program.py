"""Pins pulled at a whole pad; what arrives at the server, what shines, what the technician hears."""

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from broker_fixture import Listener, RunningBroker, wait_for
from pad_in_a_centre import (
    PRESENCE,
    Centre,
    RunningPad,
    counter_snapshot,
    pad_settings,
    stored_presses,
    window,
)
from stub_server import StubServer, hang, keep_and_lose_the_answer, keep_press, refuse

from messaging.outbox import Outbox
from rating_pad.button_pad import ButtonPad
from rating_pad.errors import PadCannotStore


@pytest.fixture
def http() -> Iterator[StubServer]:
    server = StubServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def centre(listen: Callable[..., Listener], http: StubServer) -> Centre:
    return Centre(listen(PRESENCE, client_id="the-server"), http)


@pytest.fixture
def start_pad(
    tmp_path: Path, broker: RunningBroker, http: StubServer, centre: Centre
) -> Iterator[Callable[..., RunningPad]]:
    running: list[RunningPad] = []

    def start(*, buttons: int = 5, **more: object) -> RunningPad:
        settings = pad_settings(tmp_path, broker, http, buttons=buttons)
        running.append(RunningPad(settings, **more).start())  # type: ignore[arg-type]  # passed on as it is
        wait_for(centre.hears_the_pad, what="the pad to connect")
        return running[-1]

    yield start
    for pad in running:
        pad.stop()


@pytest.mark.parametrize("buttons", [3, 4, 5])
def test_each_button_is_its_level_the_best_first(
    start_pad: Callable[..., RunningPad], centre: Centre, buttons: int
) -> None:
    pad = start_pad(buttons=buttons)
    centre.says(window(7), levels=range(buttons, 0, -1))
    pad.waits_for_window()
    for button in range(buttons):
        pad.press(button)
    presses = centre.waits_for_presses(buttons)
    assert [p["level"] for p in presses] == list(range(buttons, 0, -1))
    assert [p["n"] for p in presses] == list(range(1, buttons + 1))
    assert {p["window_id"] for p in presses} == {7}
    assert len({p["boot_id"] for p in presses}) == 1
    assert all(0 <= p["age_ms"] < 20_000 for p in presses)
    assert all(asked.headers["idempotency-key"] == asked.body["press_id"] for asked in centre.http.asked)


def test_the_pressed_button_blinks_when_the_press_is_on_the_disk_even_with_no_server(
    start_pad: Callable[..., RunningPad], centre: Centre
) -> None:
    centre.http.stop()
    pad = start_pad()
    centre.says(window(7))
    pad.waits_for_window()
    pad.press(1, for_s=0.12)
    wait_for(lambda: pad.board.lit_alone[1], what="the pressed light alone")
    assert sum(pad.board.lit_alone) == pad.board.lit_alone[1]
    assert stored_presses(pad.settings.data_dir) == 1
    pad.waits_for_window()  # afterwards it invites again: the last press counts


def test_a_press_with_no_window_open_is_kept_and_belongs_to_none(
    start_pad: Callable[..., RunningPad], centre: Centre
) -> None:
    pad = start_pad()
    centre.says(None)
    pad.press(4)
    wait_for(pad.is_dark, what="the thanks to end")
    (press,) = centre.waits_for_presses(1)
    assert (press["level"], press["window_id"]) == (1, None)


def test_a_pad_that_is_moved_takes_the_windows_of_its_new_counter(
    start_pad: Callable[..., RunningPad], centre: Centre
) -> None:
    pad = start_pad()
    centre.says(window(7))
    centre.says(None, counter_id="Q2")
    pad.waits_for_window()
    centre.binds_the_pad("Q2")
    wait_for(pad.is_dark, what="the lights to go out: that window is the former counter's")
    centre.says(window(8), counter_id="Q2")
    pad.waits_for_window()
    pad.press(0)
    (press,) = centre.waits_for_presses(1)
    assert press["window_id"] == 8
    centre.says(None, counter_id="Q2")
    wait_for(pad.is_dark, what="the window to close")
    centre.says(window(9))
    centre.binds_the_pad("Q1")
    pad.waits_for_window()
    pad.press(0)
    assert centre.waits_for_presses(2)[1]["window_id"] == 9


def test_a_pad_that_is_taken_from_its_counter_is_dark_and_keeps_nothing(
    start_pad: Callable[..., RunningPad], centre: Centre
) -> None:
    pad = start_pad()
    centre.says(window(7))
    pad.waits_for_window()
    centre.binds_the_pad(None)
    wait_for(pad.is_dark, what="the lights to go out")
    pad.press(0)
    assert pad.is_dark(), "nobody is thanked for what nobody keeps"
    assert stored_presses(pad.settings.data_dir) == 0
    centre.binds_the_pad("Q1")
    pad.waits_for_window()
    pad.press(1)
    assert [press["level"] for press in centre.waits_for_presses(1)] == [4]


def test_a_window_runs_out_at_the_pad_by_itself(start_pad: Callable[..., RunningPad], centre: Centre) -> None:
    pad = start_pad()
    centre.says(window(7, left_s=60))
    pad.waits_for_window()
    pad.press(0)
    pad.clock.step(timedelta(seconds=61))
    wait_for(pad.is_dark, what="the lights to go out")
    pad.press(1)
    centre.waits_for_presses(2)
    assert [p["window_id"] for p in centre.presses()] == [7, None]


def test_a_retained_window_waits_for_the_servers_time_and_runs_only_what_is_left(
    start_pad: Callable[..., RunningPad], centre: Centre
) -> None:
    centre.says(window(7, left_s=60), with_presence=False)
    pad = start_pad()
    time.sleep(0.5)
    assert pad.is_dark()
    centre.is_present(at=datetime.now(UTC) + timedelta(seconds=30))
    pad.waits_for_window()
    pad.clock.step(timedelta(seconds=31))
    wait_for(pad.is_dark, what="the lights to go out")


def test_a_retained_window_that_is_long_over_stays_dark(start_pad: Callable[..., RunningPad], centre: Centre) -> None:
    centre.says(window(7), with_presence=False)
    pad = start_pad()
    centre.is_present(at=datetime.now(UTC) + timedelta(hours=1))
    pad.press(0)
    (press,) = centre.waits_for_presses(1)
    assert press["window_id"] is None


def test_chatter_is_one_press(start_pad: Callable[..., RunningPad], centre: Centre) -> None:
    pad = start_pad()
    centre.says(window(7))
    pad.waits_for_window()
    for _ in range(12):
        pad.board.push(2)
        pad.board.let_go(2)
    pad.press(2)
    for _ in range(12):
        pad.board.push(2)
        pad.board.let_go(2)
    time.sleep(0.5)
    pad.press(0)
    presses = centre.waits_for_presses(2)
    assert [p["level"] for p in presses] == [3, 5]


def test_a_press_whose_edge_was_missed_is_found_by_looking(
    start_pad: Callable[..., RunningPad], centre: Centre
) -> None:
    pad = start_pad()
    for pin in pad.settings.button_pins:
        pad.board._pins.pin(pin).when_changed = None  # the kernel drops an edge
    pad.press(1, for_s=0.4)
    assert [p["level"] for p in centre.waits_for_presses(1)] == [4]


def test_two_buttons_at_once_count_nothing(start_pad: Callable[..., RunningPad], centre: Centre) -> None:
    pad = start_pad()
    centre.says(window(7))
    pad.waits_for_window()
    pad.board.push(0)
    pad.board.push(4)
    time.sleep(0.3)
    pad.board.let_go(0)
    pad.board.let_go(4)
    time.sleep(0.3)
    pad.press(1)
    presses = centre.waits_for_presses(1)
    assert [p["level"] for p in presses] == [4]


def test_a_button_that_hangs_since_the_start_is_reported_and_the_others_work(
    start_pad: Callable[..., RunningPad], centre: Centre
) -> None:
    pad = start_pad(held=[2])
    centre.says(window(7))
    wait_for(lambda: pad.board.lights()[0] > 0, what="the window")
    pad.press(0)
    assert [p["level"] for p in centre.waits_for_presses(1)] == [5]
    wait_for(lambda: centre.faults() == ["button_stuck"], what="the fault")  # after 10 s
    wait_for(lambda: pad.board.lights() == (0.35, 0.35, 0, 0.35, 0.35), what="its light to go out")
    pad.board.let_go(2)
    wait_for(lambda: centre.faults() == [], what="the fault to go")
    time.sleep(0.1)
    pad.press(2)
    assert [p["level"] for p in centre.waits_for_presses(2)] == [5, 3]


def test_a_pad_that_does_not_fit_the_scheme_says_so_and_counts_nothing(
    start_pad: Callable[..., RunningPad], centre: Centre, caplog: pytest.LogCaptureFixture
) -> None:
    pad = start_pad(buttons=4)
    centre.says(window(7), levels=(5, 4, 3, 2, 1))
    wait_for(lambda: centre.faults() == ["buttons_mismatch"], what="the fault")
    pad.press(0)
    assert pad.is_dark()
    assert "4 buttons and the rating scheme 5 levels" in caplog.text
    centre.says(window(7), levels=(4, 3, 2, 1))
    wait_for(lambda: centre.faults() == [], what="the fault to go")
    pad.press(0)
    assert [p["level"] for p in centre.waits_for_presses(1)] == [4]


def test_while_the_server_is_away_presses_wait_and_then_go_once_each_in_order(
    start_pad: Callable[..., RunningPad], centre: Centre, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    pad = start_pad()
    centre.says(window(7))
    pad.waits_for_window()
    pad.press(0)
    centre.waits_for_presses(1)
    centre.http.stop()
    for button in (1, 2, 3):
        pad.press(button)
    assert stored_presses(pad.settings.data_dir) == 3
    centre.http.start()
    presses = centre.waits_for_presses(4)
    assert [p["n"] for p in presses] == [1, 2, 3, 4]
    assert [p["level"] for p in presses] == [5, 4, 3, 2]
    assert {p["window_id"] for p in presses} == {7}
    wait_for(lambda: stored_presses(pad.settings.data_dir) == 0, what="the outbox to clear")
    words = [r.getMessage() for r in caplog.records]
    assert len([w for w in words if "no answer from the server" in w]) == 1
    assert len([w for w in words if "answers again after" in w]) == 1


def test_a_lost_answer_does_not_make_two_presses(start_pad: Callable[..., RunningPad], centre: Centre) -> None:
    centre.http.behave = keep_and_lose_the_answer
    pad = start_pad()
    pad.press(0)
    wait_for(lambda: len(centre.http.asked) >= 2, what="a second try")
    centre.http.behave = keep_press
    pad.press(1)
    assert [p["level"] for p in centre.waits_for_presses(2)] == [5, 4]
    wait_for(lambda: stored_presses(pad.settings.data_dir) == 0, what="the outbox to clear")
    ids = [asked.body["press_id"] for asked in centre.http.asked]
    assert len(set(ids)) == 2
    assert centre.faults() == []
    outbox = Outbox(pad.settings.data_dir / "presses.db")
    assert outbox.refused(5) == []
    outbox.close()


def test_the_age_is_that_of_the_moment_of_sending(start_pad: Callable[..., RunningPad], centre: Centre) -> None:
    centre.http.stop()
    pad = start_pad()
    pad.press(0)
    pad.clock.step(timedelta(seconds=100))
    centre.http.start()
    (press,) = centre.waits_for_presses(1)
    assert 100_000 <= press["age_ms"] < 160_000


def test_a_refused_press_is_set_aside_on_record_and_the_next_one_goes(
    start_pad: Callable[..., RunningPad], centre: Centre
) -> None:
    centre.http.behave = refuse(422, "unknown_level")
    pad = start_pad()
    pad.press(0)
    wait_for(lambda: centre.faults() == ["presses_refused"], what="the fault")
    centre.http.behave = keep_press
    pad.press(1)
    assert [p["level"] for p in centre.waits_for_presses(1)] == [4]
    outbox = Outbox(pad.settings.data_dir / "presses.db")
    (refused,) = outbox.refused(5)
    outbox.close()
    assert "unknown_level" in refused.reason
    assert '"level":5' in refused.body


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_credential_keeps_the_presses_waiting_and_is_reported(
    start_pad: Callable[..., RunningPad], centre: Centre, status: int
) -> None:
    centre.http.behave = refuse(status, "not_allowed")
    pad = start_pad()
    pad.press(0)
    pad.press(1)
    wait_for(lambda: centre.faults() == ["credential_refused"], what="the fault")
    assert stored_presses(pad.settings.data_dir) == 2
    centre.http.behave = keep_press
    assert [p["level"] for p in centre.waits_for_presses(2)] == [5, 4]
    wait_for(lambda: centre.faults() == [], what="the fault to go")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_tried_again(start_pad: Callable[..., RunningPad], centre: Centre, status: int) -> None:
    centre.http.behave = refuse(status, "busy")
    pad = start_pad()
    pad.press(0)
    wait_for(lambda: len(centre.http.asked) >= 2, what="a second try")
    centre.http.behave = keep_press
    assert len(centre.waits_for_presses(1)) == 1


def test_without_a_broker_the_window_runs_on_and_presses_go_by_http(
    start_pad: Callable[..., RunningPad], centre: Centre, broker: RunningBroker
) -> None:
    pad = start_pad()
    centre.says(window(7))
    pad.waits_for_window()
    broker.kill()
    pad.press(0)
    (press,) = centre.waits_for_presses(1)
    assert press["window_id"] == 7
    broker.start()
    pad.waits_for_window()
    centre.says(None)
    wait_for(pad.is_dark, what="the word of the server after the return")


def test_nonsense_on_the_counters_topic_changes_nothing(
    start_pad: Callable[..., RunningPad], centre: Centre, listen: Callable[..., Listener]
) -> None:
    pad = start_pad()
    centre.says(window(7))
    pad.waits_for_window()
    from pad_in_a_centre import COUNTER

    rogue = listen()
    for message in ("{", '{"epoch":9,"revision":9}', counter_snapshot(0, None)):
        rogue.say(COUNTER, message)
    pad.press(0)
    assert [p["window_id"] for p in centre.waits_for_presses(1)] == [7]


def test_a_damaged_outbox_is_reported_and_the_pad_works(
    start_pad: Callable[..., RunningPad], centre: Centre, tmp_path: Path
) -> None:
    (tmp_path / "pad").mkdir()
    (tmp_path / "pad" / "presses.db").write_bytes(b"no database " * 1000)
    pad = start_pad()
    pad.press(0)
    assert len(centre.waits_for_presses(1)) == 1
    wait_for(lambda: centre.faults() == ["outbox_damaged"], what="the fault")


def test_a_disk_that_takes_nothing_means_no_thanks_until_it_does(
    start_pad: Callable[..., RunningPad], centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    pad = start_pad()
    centre.says(window(7))
    pad.waits_for_window()
    outbox = pad.program._keeping._outbox
    connection = outbox._connection
    assert connection is not None
    with outbox._lock:
        connection.execute("PRAGMA query_only = ON")  # as a card that has turned read-only
    monkeypatch.setattr(outbox, "_open", lambda: _read_only(outbox))
    pad.press(0)
    wait_for(lambda: centre.faults() == ["outbox_unwritable"], what="the fault")
    assert pad.is_dark()
    monkeypatch.undo()
    with outbox._lock:
        assert outbox._connection is None or outbox._connection.execute("PRAGMA query_only = OFF")
    (press,) = centre.waits_for_presses(1)
    assert (press["level"], press["window_id"]) == (5, 7)
    wait_for(lambda: centre.faults() == [], what="the fault to go")


def _read_only(outbox: Outbox) -> object:
    connection = Outbox._open(outbox)
    connection.execute("PRAGMA query_only = ON")
    return connection


def test_a_folder_that_cannot_be_written_keeps_it_from_starting_with_a_cure(
    tmp_path: Path, broker: RunningBroker, http: StubServer
) -> None:
    settings = pad_settings(tmp_path, broker, http)
    settings.data_dir.write_text("a file where the folder should be")
    with pytest.raises(PadCannotStore, match="data_dir"):
        RunningPad(settings)


def test_stop_is_quick_even_when_the_server_hangs(start_pad: Callable[..., RunningPad], centre: Centre) -> None:
    centre.http.behave = hang
    pad = start_pad()
    pad.press(0)
    wait_for(lambda: centre.http.asked, what="the try")
    stopper = threading.Thread(target=pad.stop)
    stopper.start()
    stopper.join(timeout=15)
    assert not stopper.is_alive()
    assert stored_presses(pad.settings.data_dir) == 1


class KillablePad:
    """The pad in a process of its own."""

    def __init__(self, settings_file: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("pad_process.py")), str(settings_file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
            env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "/usr/bin:/bin"},
        )

    def tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def lights(self) -> tuple[float, ...]:
        self.tell("lights")
        assert self._process.stdout is not None
        return tuple(float(word) for word in self._process.stdout.readline().split())

    def kill(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
            self._process.communicate()

    def end(self) -> None:
        self._process.communicate(timeout=30)


@pytest.fixture
def start_process() -> Iterator[Callable[[Path], KillablePad]]:
    started: list[KillablePad] = []

    def start(settings_file: Path) -> KillablePad:
        started.append(KillablePad(settings_file))
        return started[-1]

    yield start
    for pad in started:
        pad.kill()


@pytest.fixture
def settings_file(tmp_path: Path, broker: RunningBroker, http: StubServer) -> Path:
    settings = pad_settings(tmp_path, broker, http)
    path = tmp_path / "pad.toml"
    path.write_text(
        f'centre = "test"\ndevice_id = "pad-Q1"\ncounter_id = "Q1"\npin_factory = "mock"\n'
        f'data_dir = "{settings.data_dir}"\n'
        f"button_pins = {settings.button_pins}\nlight_pins = {settings.light_pins}\n"
        f'[server]\nurl = "{http.url}"\ncredential_file = "{settings.server.credential_file}"\n'
        f"[broker]\nport = {broker.port}\n"
    )
    return path


@pytest.mark.parametrize("server_had_committed", [False, True])
def test_kill_9_between_store_and_delivery_delivers_the_same_press_once(
    settings_file: Path,
    centre: Centre,
    start_process: Callable[[Path], KillablePad],
    *,
    server_had_committed: bool,
) -> None:
    centre.http.behave = keep_and_lose_the_answer if server_had_committed else hang
    first = start_process(settings_file)
    wait_for(centre.hears_the_pad, what="the pad to start")
    centre.says(window(7))
    wait_for(lambda: 0 < first.lights()[0] < 1, what="the window")
    first.tell("push 1")
    wait_for(lambda: first.lights() == (0, 1, 0, 0, 0), what="the thanks")
    wait_for(lambda: centre.http.asked, what="the first try")
    first.kill()
    sent = centre.http.asked[0].body
    wait_for(lambda: not centre.hears_the_pad(), what="the last will")

    centre.http.behave = keep_press
    tries = len(centre.http.asked)
    second = start_process(settings_file)
    wait_for(lambda: len(centre.http.asked) > tries, what="the try after the restart")
    second.end()
    again = centre.http.asked[tries].body
    assert again == {**sent, "age_ms": None}
    assert isinstance(sent["age_ms"], int)
    assert [UUID(p["press_id"]) for p in centre.presses()] == [UUID(sent["press_id"])]
    assert stored_presses(settings_file.parent / "pad") == 0


def test_the_product_starts_stops_on_sigterm_and_says_what_is_wrong(
    settings_file: Path, centre: Centre, http: StubServer
) -> None:
    command = [sys.executable, "-m", "rating_pad", "--settings"]
    process = subprocess.Popen([*command, str(settings_file)], stderr=subprocess.PIPE, text=True)
    wait_for(centre.hears_the_pad, what="the pad to start")
    process.terminate()
    _, words = process.communicate(timeout=30)
    assert process.returncode == 0, words
    wait_for(lambda: not centre.hears_the_pad(), what="the farewell")

    settings_file.write_text(settings_file.read_text().replace('"mock"', '"native"'))
    broken = subprocess.run([*command, str(settings_file)], capture_output=True, text=True, check=False)
    assert broken.returncode == 1
    assert "rating_pad:" in broken.stderr
    assert "Traceback" not in broken.stderr
    missing = subprocess.run([*command, str(settings_file) + ".no"], capture_output=True, text=True, check=False)
    assert "no such settings file" in missing.stderr


def test_building_runs_nothing(tmp_path: Path, broker: RunningBroker, http: StubServer) -> None:
    pad = RunningPad(pad_settings(tmp_path, broker, http))
    assert isinstance(pad.program, ButtonPad)
    assert not http.asked
    pad.start().stop()

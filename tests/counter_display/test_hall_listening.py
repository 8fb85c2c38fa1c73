"""From the broker to the air: real mosquitto, the board's ear and the spoken call's WAV; no screen."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from broker_fixture import Listener, RunningBroker, wait_for

from counter_display.board_state import BoardView
from counter_display.listening import HallListening
from counter_display.settings import AudioSettings, DisplaySettings
from counter_display.speaking import Voice
from hardware.audio.clips import read_wav
from hardware.audio.player import AplayPlayer, Player, RecordingPlayer
from messaging import topics
from messaging.device_jobs import DeviceJobs
from messaging.device_link import DeviceLink
from messaging.requests import JobOutcome
from messaging.settings import ServerAddress
from messaging.snapshots import DeviceSnapshot, Job, VoiceRules
from simulation.screens.sample_boards import AT, board, call, presence

CENTRE = "mau"
BOARD = topics.board(CENTRE)
SERVER = topics.server_presence(CENTRE)


class RunningHall:
    """A hall board without its screen: its loop ticks as Kivy would, on a clock that can be moved."""

    def __init__(self, broker: RunningBroker, folder: Path, player: Player, clips: Path) -> None:
        settings = DisplaySettings(
            centre=CENTRE,
            device_id="board-1",
            data_dir=folder,
            server=ServerAddress(credential_file=folder / "credential"),
            broker=broker.settings,
            mode="hall",
            audio=AudioSettings(kind="record", record_dir=folder / "calls", clips_dir=clips),
        )
        self.ahead_s = 0.0
        self.link = DeviceLink(settings, version="test")
        self.voice = Voice(player, clips)
        self.told: list[tuple[str, JobOutcome]] = []
        self.jobs = DeviceJobs(
            folder / "jobs.db",
            doing={"test_sound": lambda _job: self.voice.test()},
            report=lambda job_id, report: self.told.append((job_id, report.outcome)),
        )
        self.hall = HallListening(
            settings, self.link, self.voice, jobs=self.jobs, monotonic_s=lambda: time.monotonic() + self.ahead_s
        )
        self.view = self.hall.tick()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._loop)

    def start(self) -> None:
        self.link.start()
        self.voice.start()
        self.jobs.start()
        self._thread.start()

    def stop(self) -> None:
        self._is_over.set()
        self._thread.join(20)
        self.voice.stop()
        self.jobs.stop()
        self.link.stop()

    def _loop(self) -> None:
        while not self._is_over.wait(0.02):
            self.view = self.hall.tick()

    def shows(self, *numbers: str) -> bool:
        return [row.number for row in self.view.rows] == list(numbers)


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    return tmp_path / "calls"


@pytest.fixture
def start_hall(
    broker: RunningBroker, tmp_path: Path, clip_pack: Path, calls: Path
) -> Iterator[Callable[..., RunningHall]]:
    started: list[RunningHall] = []

    def start(player: Player | None = None, clips: Path = clip_pack) -> RunningHall:
        hall = RunningHall(broker, tmp_path, player or RecordingPlayer(calls, pace=0), clips)
        hall.start()
        started.append(hall)
        return hall

    yield start
    for hall in started:
        hall.stop()


def _spoken(calls: Path) -> list[str]:
    return [path.name for path in sorted(calls.glob("*.wav"))]


def _live(view: BoardView) -> bool:
    return not view.warning and not view.is_connecting


def test_late_board_shows_the_kept_snapshot_in_silence_and_speaks_the_next_call(
    listen: Callable[..., Listener], start_hall: Callable[..., RunningHall], calls: Path
) -> None:
    server = listen()
    server.say(SERVER, presence().model_dump_json())
    server.say(BOARD, board(call(1), call(2, "B001", 2)).model_dump_json())
    hall = start_hall()
    wait_for(lambda: hall.shows("B001", "A025") and _live(hall.view), what="the kept calls")
    server.say(BOARD, board(call(1), call(2, "B001", 2), call(3, "C007", 1), revision=2).model_dump_json())
    wait_for(lambda: _spoken(calls), what="the new call in the air")
    assert _spoken(calls) == ["call-000003-C007-quay-1.wav"]
    assert max(read_wav(calls / "call-000003-C007-quay-1.wav")) > 5000
    assert hall.view.rows[0].number == "C007"


def test_a_repeat_is_spoken_although_its_number_was_heard_yesterday(
    listen: Callable[..., Listener], start_hall: Callable[..., RunningHall], calls: Path
) -> None:
    server = listen()
    server.say(SERVER, presence().model_dump_json())
    server.say(BOARD, board().model_dump_json())
    hall = start_hall()
    wait_for(lambda: _live(hall.view), what="the board")
    server.say(BOARD, board(call(1, "A001"), revision=2).model_dump_json())
    wait_for(lambda: len(_spoken(calls)) == 1, what="the first call")
    tomorrow = AT + timedelta(days=1)
    repeat = call(2, "A001", is_recall=True, called_at=tomorrow)
    others = [call(at, f"B00{at}", called_at=tomorrow) for at in range(3, 7)]
    server.say(BOARD, board(repeat, *others, revision=3).model_dump_json())
    wait_for(lambda: len(_spoken(calls)) == 6, what="all calls of the next day")


def test_calls_in_one_instant_are_spoken_one_after_the_other(
    listen: Callable[..., Listener], start_hall: Callable[..., RunningHall], calls: Path, clip_pack: Path
) -> None:
    speaking: list[str] = []
    overlaps: list[str] = []

    class Watching(RecordingPlayer):
        def play(self, wav_path: Path) -> None:
            if speaking:
                overlaps.append(wav_path.name)
            speaking.append(wav_path.name)
            super().play(wav_path)
            speaking.clear()

    server = listen()
    server.say(SERVER, presence().model_dump_json())
    server.say(BOARD, board().model_dump_json())
    hall = start_hall(Watching(calls, pace=0.02))
    wait_for(lambda: _live(hall.view), what="the board to be live")
    three = [call(1), call(2, "B001", 2), call(3, "C001", 4, language="en")]
    server.say(BOARD, board(*three, revision=2).model_dump_json())
    wait_for(lambda: len(_spoken(calls)) == 3, what="three spoken calls")
    assert not overlaps
    written = [path.stat().st_mtime_ns for path in sorted(calls.glob("*.wav"))]
    assert written == sorted(written), "in the order they were called"


@pytest.mark.parametrize(("outage_s", "is_spoken"), [(20.0, True), (40.0, False)])
def test_calls_missed_in_an_outage(
    broker: RunningBroker,
    listen: Callable[..., Listener],
    start_hall: Callable[..., RunningHall],
    calls: Path,
    outage_s: float,
    is_spoken: bool,
) -> None:
    server = listen()
    server.say(SERVER, presence().model_dump_json())
    server.say(BOARD, board(call(1)).model_dump_json())
    hall = start_hall()
    wait_for(lambda: hall.shows("A025") and _live(hall.view), what="the board to be live")

    broker.kill()
    wait_for(lambda: hall.view.warning, what="the board to say that it has no connection")
    assert hall.view.warning.startswith("Chưa kết nối")
    assert hall.shows("A025")
    hall.ahead_s += outage_s
    broker.start()
    missed = [call(1), call(2, "B001", 2, state="over"), call(3, "C001", 4), call(4, "A025", 3, is_recall=True)]
    server.say(BOARD, board(*missed, revision=7).model_dump_json())
    server.say(SERVER, presence().model_dump_json())
    wait_for(lambda: hall.shows("A025", "C001", "B001") and _live(hall.view), what="the board to recover")
    if is_spoken:
        wait_for(lambda: len(_spoken(calls)) == 2, what="the missed calls in the air")
    # What comes next is spoken in either case, and shows that nothing else was.
    server.say(BOARD, board(*missed, call(5, "E009", 5), revision=8).model_dump_json())
    wait_for(lambda: "call-000005-E009-quay-5.wav" in _spoken(calls), what="the next call in the air")
    missed_and_spoken = ["call-000003-C001-quay-4.wav", "call-000004-A025-quay-3-goi-lai.wav"]
    assert _spoken(calls) == (missed_and_spoken if is_spoken else []) + ["call-000005-E009-quay-5.wav"]


def test_malformed_and_older_snapshots_change_nothing(
    listen: Callable[..., Listener], start_hall: Callable[..., RunningHall], calls: Path
) -> None:
    server = listen()
    server.say(SERVER, presence().model_dump_json())
    server.say(BOARD, board(call(1), revision=5).model_dump_json())
    hall = start_hall()
    wait_for(lambda: hall.shows("A025"), what="the first snapshot")
    half = json.loads(board(call(2, "B001"), revision=6).model_dump_json())
    del half["calls"][0]["number"]
    too_many = json.loads(board(call(2, "B001"), revision=6).model_dump_json())
    too_many["calls"] *= 21
    for payload in ("", "{", "[]", "null", '{"epoch": 1}', json.dumps(half), json.dumps(too_many)):
        server.say(BOARD, payload)
    server.say(BOARD, b"\xff\xfe\x00")
    server.say(BOARD, board(call(9, "K001"), revision=4).model_dump_json())
    server.say(BOARD, board(call(1), call(3, "C001", 1), revision=6).model_dump_json())
    wait_for(lambda: hall.shows("C001", "A025"), what="the next good snapshot")
    wait_for(lambda: _spoken(calls) == ["call-000003-C001-quay-1.wav"], what="only the good call in the air")


def test_whoever_stays_seated_is_told_so(
    listen: Callable[..., Listener], start_hall: Callable[..., RunningHall], calls: Path
) -> None:
    server = listen()
    server.say(SERVER, presence().model_dump_json())
    server.say(BOARD, board().model_dump_json())
    hall = start_hall()
    wait_for(lambda: _live(hall.view), what="the board to be live")
    server.say(BOARD, board(call(1, to_seat=True), revision=2).model_dump_json())
    wait_for(lambda: _spoken(calls) == ["call-000001-A025-quay-3-tai-cho.wav"], what="the call in the air")
    assert hall.view.rows[0].to_seat


def test_a_recall_is_kept_under_a_name_of_its_own(
    listen: Callable[..., Listener], start_hall: Callable[..., RunningHall], calls: Path
) -> None:
    server = listen()
    server.say(SERVER, presence().model_dump_json())
    server.say(BOARD, board().model_dump_json())
    hall = start_hall()
    wait_for(lambda: _live(hall.view), what="the board to be live")
    server.say(BOARD, board(call(1, is_recall=True), revision=2).model_dump_json())
    wait_for(lambda: _spoken(calls) == ["call-000001-A025-quay-3-goi-lai.wav"], what="the recall in the air")


def _listed(*jobs: Job) -> str:
    snapshot = DeviceSnapshot(
        epoch=1,
        revision=len(jobs) + 1,
        device_id="board-1",
        kind="board",
        counter_id=None,
        zone=None,
        settings_revision=1,
        jobs=list(jobs),
    )
    return snapshot.model_dump_json()


def test_a_sound_test_is_heard_once_after_the_call_and_told(
    listen: Callable[..., Listener], start_hall: Callable[..., RunningHall], calls: Path
) -> None:
    server = listen()
    server.say(SERVER, presence().model_dump_json())
    server.say(BOARD, board().model_dump_json())
    hall = start_hall()
    wait_for(lambda: _live(hall.view), what="the board to be live")
    test = Job(job_id="77", kind="test_sound", payload={})
    for _ in range(3):
        server.say(topics.device(CENTRE, "board-1"), _listed(test))
    wait_for(lambda: hall.told == [("77", JobOutcome.DONE)], what="the outcome")
    assert max(read_wav(calls / "sound-test.wav")) > 5000
    (calls / "sound-test.wav").unlink()
    server.say(topics.device(CENTRE, "board-1"), _listed(test, Job(job_id="78", kind="reboot", payload={})))
    wait_for(lambda: hall.told[1:] == [("78", JobOutcome.FAILED)], what="the second outcome")
    assert not (calls / "sound-test.wav").exists(), "what was done is not done again"
    server.say(BOARD, board(call(1), revision=2).model_dump_json())
    wait_for(lambda: _spoken(calls) == ["call-000001-A025-quay-3.wav"], what="the call in the air")


def test_a_sound_test_that_nobody_hears_failed(
    listen: Callable[..., Listener], start_hall: Callable[..., RunningHall], tmp_path: Path
) -> None:
    server = listen()
    server.say(SERVER, presence().model_dump_json())
    hall = start_hall(clips=tmp_path / "no clips here")
    server.say(topics.device(CENTRE, "board-1"), _listed(Job(job_id="77", kind="test_sound", payload={})))
    wait_for(lambda: hall.told == [("77", JobOutcome.FAILED)], what="the outcome")


def test_number_without_words_is_shown_and_the_next_is_spoken(
    listen: Callable[..., Listener], start_hall: Callable[..., RunningHall], calls: Path
) -> None:
    server = listen()
    server.say(SERVER, presence().model_dump_json())
    server.say(BOARD, board().model_dump_json())
    hall = start_hall()
    wait_for(lambda: _live(hall.view), what="the board to be live")
    server.say(BOARD, board(call(1, "Đ-7"), call(2, "B001", 2), revision=2).model_dump_json())
    wait_for(lambda: _spoken(calls) == ["call-000002-B001-quay-2.wav"], what="the call that has words")
    assert hall.shows("B001", "Đ-7")


def test_without_sound_the_board_goes_on_tells_the_server_and_recovers(
    broker: RunningBroker,
    listen: Callable[..., Listener],
    start_hall: Callable[..., RunningHall],
    tmp_path: Path,
    clip_pack: Path,
    calls: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    own = tmp_path / "bin"
    own.mkdir()
    (own / "aplay").write_text("#!/bin/sh\necho 'cannot find card 0' >&2\nexit 1\n")
    (own / "aplay").chmod(0o755)
    monkeypatch.setenv("PATH", f"{own}:/usr/bin:/bin")
    said = topics.device_presence(CENTRE, "board-1")
    server = listen(said)

    def faults() -> list[str]:
        heard = server.payloads(said)
        return list(json.loads(heard[-1])["faults"]) if heard else ["nothing heard yet"]

    server.say(SERVER, presence().model_dump_json())
    server.say(BOARD, board().model_dump_json())
    hall = start_hall(AplayPlayer())
    wait_for(lambda: faults() == ["no_sound"], what="the fault in the board's presence")
    for call_id in (1, 2, 3):
        snapshot = board(*(call(known, f"A{known:03d}") for known in range(1, call_id + 1)), revision=1 + call_id)
        server.say(BOARD, snapshot.model_dump_json())
        wait_for(lambda call_id=call_id: hall.view.rows[:1] and hall.view.rows[0].call_id == call_id, what="it")
    assert [record.message for record in caplog.records].count(
        next(record.message for record in caplog.records if record.message.startswith("no sound"))
    ) == 1

    repaired = tmp_path / "aplay"
    repaired.write_text("#!/bin/sh\nexit 0\n")
    repaired.chmod(0o755)
    repaired.replace(own / "aplay")  # a program that is being started cannot be written to
    server.say(BOARD, board(call(9, "B001", 2), revision=20).model_dump_json())
    wait_for(lambda: faults() == [], what="the fault to be gone")
    assert any(record.message.startswith("sound again") for record in caplog.records)


def test_missing_clip_pack_is_no_sound(
    listen: Callable[..., Listener], start_hall: Callable[..., RunningHall], tmp_path: Path
) -> None:
    server = listen()
    server.say(SERVER, presence().model_dump_json())
    server.say(BOARD, board(call(1)).model_dump_json())
    hall = start_hall(clips=tmp_path / "nowhere")
    wait_for(lambda: hall.shows("A025"), what="the board to show")
    wait_for(lambda: hall.voice.faults == {"no_sound"}, what="the missing pack")


def _bound(revision: int = 1, *, zone: str | None = None, speaks: bool = True) -> str:
    snapshot = DeviceSnapshot(
        epoch=1,
        revision=revision,
        device_id="board-1",
        kind="board",
        counter_id=None,
        zone=zone,
        settings_revision=1,
        jobs=[],
        speaks=speaks,
    )
    return snapshot.model_dump_json()


ROOMS = {"left": "big", "right": "big"}


def test_a_board_of_a_zone_shows_its_own_calls_and_speaks_those_of_its_room(
    listen: Callable[..., Listener], start_hall: Callable[..., RunningHall], calls: Path
) -> None:
    server = listen()
    server.say(SERVER, presence().model_dump_json())
    server.say(BOARD, board(rooms=ROOMS).model_dump_json())
    server.say(topics.device(CENTRE, "board-1"), _bound(zone="left"))
    hall = start_hall()
    wait_for(lambda: _live(hall.view) and hall.hall.zone == "left", what="the board to be live and bound")
    three = [call(1, zone="cellar"), call(2, "B001", 2, zone="right"), call(3, "C001", 4, zone="left")]
    server.say(BOARD, board(*three, revision=2, rooms=ROOMS).model_dump_json())
    wait_for(lambda: len(_spoken(calls)) == 2, what="both calls of the room in the air")
    assert _spoken(calls) == ["call-000002-B001-quay-2.wav", "call-000003-C001-quay-4.wav"]
    assert hall.shows("C001")


def test_a_board_that_is_not_the_voice_of_its_room_shows_in_silence(
    listen: Callable[..., Listener], start_hall: Callable[..., RunningHall], calls: Path
) -> None:
    server = listen()
    device = topics.device(CENTRE, "board-1")
    server.say(SERVER, presence().model_dump_json())
    server.say(BOARD, board().model_dump_json())
    server.say(device, _bound(speaks=False))
    hall = start_hall()
    wait_for(lambda: _live(hall.view), what="the board to be live")
    server.say(BOARD, board(call(1), revision=2).model_dump_json())
    wait_for(lambda: hall.shows("A025"), what="the call on the board")
    server.say(device, _bound(2, speaks=True))
    server.say(BOARD, board(call(1), call(2, "B001", 2), revision=3).model_dump_json())
    wait_for(lambda: _spoken(calls), what="the first call after it became the voice")
    assert _spoken(calls) == ["call-000002-B001-quay-2.wav"]


def test_a_ticket_of_a_language_without_a_voice_is_called_in_vietnamese_alone(
    listen: Callable[..., Listener], start_hall: Callable[..., RunningHall], calls: Path
) -> None:
    server = listen()
    server.say(SERVER, presence().model_dump_json())
    server.say(BOARD, board().model_dump_json())
    hall = start_hall()
    wait_for(lambda: _live(hall.view), what="the board to be live")
    three = [call(1), call(2, "A025", language="rad"), call(3, "A025", language="en")]
    server.say(BOARD, board(*three, revision=2).model_dump_json())
    wait_for(lambda: len(_spoken(calls)) == 3, what="three calls")
    vietnamese, ede, english = (read_wav(path) for path in sorted(calls.glob("*.wav")))
    assert ede == vietnamese
    assert len(english) > len(vietnamese)


def test_the_centre_s_rules_of_speech_are_kept(
    listen: Callable[..., Listener], start_hall: Callable[..., RunningHall], calls: Path
) -> None:
    server = listen()
    server.say(SERVER, presence().model_dump_json())
    server.say(BOARD, board().model_dump_json())
    hall = start_hall()
    wait_for(lambda: _live(hall.view), what="the board to be live")
    said = [call(1, "A105")]
    for call_id, rules in (
        (2, VoiceRules(whole_numbers=True)),
        (3, VoiceRules(whole_numbers=True, zero_word="lẻ", percent=50)),
        (4, VoiceRules(percent=0)),
        (5, VoiceRules()),
    ):
        said.append(call(call_id, "A105"))
        server.say(BOARD, board(*said, revision=call_id, voice=rules).model_dump_json())
        wait_for(lambda call_id=call_id: hall.view.rows and hall.view.rows[0].call_id == call_id, what="the call")
        if rules.percent:
            wait_for((calls / f"call-{call_id:06d}-A105-quay-3.wav").exists, what="it in the air")
    assert not (calls / "call-000004-A105-quay-3.wav").exists(), "at no volume nothing is said"
    linh, le, digits = (read_wav(calls / f"call-00000{call_id}-A105-quay-3.wav") for call_id in (2, 3, 5))
    assert max(le) == pytest.approx(max(linh) / 2, rel=0.1)
    assert len({len(linh), len(le), len(digits)}) == 3, "said in three ways"

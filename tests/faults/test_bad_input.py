"""What is malformed gets words that say what is wrong and where, never a traceback, and changes nothing."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from broker_fixture import Listener
from real_centre import BOARD, DISPLAY, HOME, KIOSK, PAD, ROOT, RealCentre, bocso, eventually, new_key

from messaging import topics
from messaging.settings import BrokerSettings
from simulation.centre_folder import SAMPLE_CENTRE

CENTRE = "DEMO-0001"
NO_SNAPSHOTS = [
    b"\xff\xfe\x00",
    b"{}",
    b"[]",
    b"null",
    b"5",
    b"{" * 5000,
    b'{"epoch": "now", "revision": -1}',
    b'{"epoch": 99999999999, "revision": 1, "calls": "none", "day": "never", "state": 7, "online": "perhaps"}',
    json.dumps({"epoch": 99999999999, "revision": 1, "centre_name": "x" * 200_000}).encode(),
]


@pytest.fixture
def speak(centre: RealCentre) -> Iterator["Speakers"]:
    speakers = Speakers(centre)
    yield speakers
    for listener in speakers.started:
        listener.stop()


class Speakers:
    """People on the broker with the password of one of the programs."""

    def __init__(self, centre: RealCentre) -> None:
        self._centre = centre
        self.started: list[Listener] = []

    def as_user(self, user: str) -> Listener:
        settings = BrokerSettings(
            host="127.0.0.1",
            port=self._centre.broker_port,
            username=user,
            password_file=self._centre.folder.secret_file(f"{user}.broker"),
        )
        self.started.append(Listener(settings, client_id=f"somebody-{len(self.started)}").start())
        return self.started[-1]


def head_of_journal(centre: RealCentre) -> int:
    return int(centre.rows("SELECT seq FROM journal_head")[0][0])


def test_nonsense_from_the_broker_changes_no_screen(centre: RealCentre, speak: Speakers) -> None:
    officer, number = centre.console("officer"), centre.give_number()
    assert officer.call_next() == number
    centre.wait_for_boards()
    screens = {BOARD: number, DISPLAY: number, KIOSK: HOME}
    server = speak.as_user("server")
    everything = (
        topics.board(CENTRE),
        topics.counter(CENTRE, "Q1"),
        topics.kiosk(CENTRE),
        topics.device(CENTRE, PAD),
        topics.device(CENTRE, KIOSK),
        topics.server_presence(CENTRE),
    )
    for nonsense in NO_SNAPSHOTS:
        for topic in everything:
            server.say(topic, nonsense, retain=False)
    for screen in screens:
        eventually(
            lambda screen=screen: "cannot be read and was dropped" in centre.log_of(screen), f"{screen} to note it"
        )
        assert centre.log_of(screen).count("cannot be read and was dropped") <= len(everything), "once for each topic"
        assert centre.sees(screen, screens[screen])
        assert not centre.says_stale(screen)
        assert "Traceback" not in centre.log_of(screen)
    officer.serve(number)
    following = centre.give_number()
    assert officer.call_next() == following
    centre.wait_for_boards()
    centre.wait_for_invitation()


def test_a_device_cannot_speak_for_the_server(centre: RealCentre, speak: Speakers) -> None:
    number = centre.give_number()
    rogue = speak.as_user(BOARD)
    for topic in (topics.board(CENTRE), topics.counter(CENTRE, "Q1"), topics.server_presence(CENTRE)):
        rogue.say(topic, '{"online": false, "epoch": 99999999999, "revision": 9, "at": null}')
    rogue.say(topics.device_presence(CENTRE, PAD), "{}")
    assert centre.console("officer").call_next() == number
    centre.wait_for_boards()
    assert not centre.says_stale(BOARD)
    assert centre.sees(KIOSK, HOME)


def done_by_hand(centre: RealCentre, *, since: int) -> list[tuple[str, str]]:
    """What anybody had recorded; what the clock brings, as the end of a rating window, goes on meanwhile."""
    rows = centre.rows("SELECT kind, actor FROM journal WHERE seq > ? AND actor != 'schedule'", since)
    return [(row[0], row[1]) for row in rows]


BAD_REQUESTS = [
    ("/api/v1/tickets", KIOSK, b"", 422),
    ("/api/v1/tickets", KIOSK, b"{", 422),
    ("/api/v1/tickets", KIOSK, b'{"intent_id": "KEY", "service": 7}', 422),
    ("/api/v1/tickets", KIOSK, b'{"intent_id": "KEY", "service": "D"}', 422),
    ("/api/v1/tickets", KIOSK, b'{"intent_id": "KEY", "service": "A", "priority_group": "rich"}', 422),
    ("/api/v1/tickets", KIOSK, b'{"intent_id": "00000000-0000-4000-8000-000000000000", "service": "A"}', 422),
    ("/api/v1/tickets", PAD, b'{"intent_id": "KEY", "service": "A"}', 403),
    ("/api/v1/tickets", "nobody", b'{"intent_id": "KEY", "service": "A"}', 401),
    ("/api/v1/tickets", KIOSK, b" " * 70_000, 413),
    ("/api/v1/tickets/99999999/print-outcomes", KIOSK, b'{"report_id": "KEY", "outcome": "printed"}', 404),
    ("/api/v1/tickets/-1/print-outcomes", KIOSK, b'{"report_id": "KEY", "outcome": "printed"}', 422),
    ("/api/v1/presses", PAD, b'{"press_id": "KEY", "boot_id": "KEY", "n": 1, "level": 9}', 422),
    ("/api/v1/presses", PAD, b'{"press_id": "KEY", "boot_id": "KEY", "n": 1e99, "level": 1}', 422),
    ("/api/v1/console/next", PAD, b"{}", 401),
    ("/api/v1/nowhere", KIOSK, b"{}", 404),
]


def test_bad_requests_are_answered_in_words_and_change_nothing(centre: RealCentre) -> None:
    before = head_of_journal(centre)
    for path, device, body, status in BAD_REQUESTS:
        key = new_key()
        credential = centre.folder.secrets / f"{device}.credential"
        bearer = credential.read_text().strip() if credential.exists() else "none"
        answer = httpx.post(
            centre.address + path,
            content=body.replace(b"KEY", key.encode()),
            headers={
                "Authorization": f"Bearer {bearer}",
                "Idempotency-Key": key,
                "Content-Type": "application/json",
            },
            trust_env=False,
        )
        assert answer.status_code == status, (path, body[:80], answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        said = answer.json()
        assert said["title"], path
        assert said["code"], path
        assert "Traceback" not in answer.text
    officer = centre.console("officer")
    for deed, words in (
        ("call-number", {"number": "A999", "reason": "x"}),
        ("finish", {"outcome": 5}),
        ("next", {"x": 1}),
    ):
        refused = officer.send(deed, key=new_key(), **words)
        assert 400 <= refused.status_code < 500, refused.text
        assert refused.json()["detail"]
    assert done_by_hand(centre, since=before) == []
    assert "Traceback" not in centre.log_of("server")
    assert centre.give_number()


@pytest.mark.parametrize("kind", ["missing", "no TOML", "wrong values"])
def test_settings_that_cannot_be_used_are_named(tmp_path: Path, kind: str) -> None:
    """All four programs, as a technician starts them."""
    programs = ("server", "kiosk", "counter_display", "rating_pad")
    settings = tmp_path / "my.toml"
    if kind == "no TOML":
        settings.write_text("device_id = \n")
    elif kind == "wrong values":
        settings.write_text('colour = "blue"\n[broker]\nport = "ninety"\n')
    started = {
        program: subprocess.Popen(
            [sys.executable, "-m", program, "--settings", str(settings)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for program in programs
    }
    for program, process in started.items():
        try:
            _, said = process.communicate(timeout=60)
        finally:
            process.kill()
        assert process.returncode not in (0, None), program
        assert "Traceback" not in said, (program, said)
        assert "my.toml" in said, (program, said)
        if kind == "wrong values":
            assert "broker.port" in said, (program, said)
            assert "colour" in said, (program, said)


def test_a_centre_file_with_a_fault_changes_nothing(centre: RealCentre, tmp_path: Path) -> None:
    file = tmp_path / "centre.json"
    values = json.loads(SAMPLE_CENTRE.read_text(encoding="utf-8"))
    values["counters"][2]["services"] = ["Z"]
    file.write_text(json.dumps(values), encoding="utf-8")
    before = head_of_journal(centre)
    loaded = bocso("centre", "load", str(file), "--database", str(centre.folder.database))
    assert loaded.returncode == 1
    assert "Q3 serves 'Z'" in loaded.stderr, loaded.stderr
    assert "centre.json" in loaded.stderr
    assert "Traceback" not in loaded.stderr
    assert done_by_hand(centre, since=before) == []


@pytest.mark.parametrize("content", [b"", b"no database at all\n" * 500])
def test_a_database_that_is_none_is_never_begun_anew(tmp_path: Path, content: bytes) -> None:
    """Tickets and scores of a centre must not seem to be gone because a file was damaged."""
    database = tmp_path / "centre.db"
    database.write_bytes(content)
    settings = tmp_path / "server.toml"
    settings.write_text(f'database = "{database}"\nlisten_port = 0\n')
    ended = subprocess.run(
        [sys.executable, "-m", "server", "--settings", str(settings)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode not in (0, None)
    assert "Traceback" not in ended.stderr, ended.stderr
    assert ended.stderr.strip()

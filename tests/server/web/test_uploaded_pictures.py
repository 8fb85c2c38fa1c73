"""Pictures for the boards: staff add them, boards fetch them, and nothing but pixels comes through."""

import hashlib
import io
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from PIL import Image
from PIL.ExifTags import Base
from staff_pages import RunningServer, SessionClient, StaffClient

from server.actions.board_pictures import PICTURES_AT_MOST, UPLOAD_LIMIT_BYTES
from server.actions.set_up import add_device
from server.mqtt import snapshots
from server.web.devices.session import credential_hash

LogIn = Callable[[str], StaffClient]
ADDRESS = "/api/v1/setup/pictures"


@pytest.fixture
def log_in(server: RunningServer) -> Iterator[LogIn]:
    clients: list[SessionClient] = []

    def enter(login: str) -> StaffClient:
        clients.append(SessionClient(server, login))
        return clients[-1]

    yield enter
    for who in clients:
        who.client.close()


def picture(form: str = "PNG", size: tuple[int, int] = (64, 48), colour: str = "#B02A30", **more: Any) -> bytes:
    into = io.BytesIO()
    Image.new("RGB", size, colour).save(into, form, **more)
    return into.getvalue()


def upload(who: StaffClient, content: bytes) -> httpx.Response:
    headers = {"Idempotency-Key": uuid.uuid4().hex, "X-CSRF-Token": who.csrf}
    return who.client.post(ADDRESS, content=content, headers=headers)


def shown(server: RunningServer) -> list[tuple[int, str]]:
    with snapshots.moment(server.house.read(), server.house.now()) as at:
        return [(one.picture_id, one.sha256) for one in snapshots.board(at).pictures]


def fetched(server: RunningServer, picture_id: int, *, kind: str = "board") -> httpx.Response:
    server.centre.act(
        add_device, device_id=f"{kind}-7", kind=kind, counter_id=None, credential_hash=credential_hash(f"of {kind}")
    )
    with httpx.Client(base_url=server.address, timeout=20) as client:
        return client.get(f"/api/v1/pictures/{picture_id}", headers={"Authorization": f"Bearer of {kind}"})


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_board_fetches_what_staff_added(server: RunningServer, log_in: LogIn, form: str) -> None:
    assert upload(log_in("gd01"), picture(form)).status_code == 200
    [(picture_id, sha256)] = shown(server)
    answer = fetched(server, picture_id)
    assert answer.headers["Content-Type"] == f"image/{form.lower()}"
    assert hashlib.sha256(answer.content).hexdigest() == sha256
    with Image.open(io.BytesIO(answer.content)) as seen:
        assert (seen.format, seen.size) == (form, (64, 48))


def test_only_boards_fetch_pictures(server: RunningServer, log_in: LogIn) -> None:
    upload(log_in("gd01"), picture())
    assert fetched(server, shown(server)[0][0], kind="kiosk").status_code == 403


def test_nothing_but_pixels_comes_through(server: RunningServer, log_in: LogIn) -> None:
    exif = Image.Exif()
    exif[Base.Artist.value] = "Nguyen Van A"
    hidden = picture("JPEG", exif=exif) + b"<script>alert(1)</script>"
    assert b"Nguyen Van A" in hidden
    assert upload(log_in("gd01"), hidden).status_code == 200
    content = fetched(server, shown(server)[0][0]).content
    assert b"Nguyen" not in content and b"script" not in content


def test_a_picture_larger_than_a_board_is_made_smaller(server: RunningServer, log_in: LogIn) -> None:
    upload(log_in("gd01"), picture("JPEG", (4000, 1000)))
    with Image.open(io.BytesIO(fetched(server, shown(server)[0][0]).content)) as seen:
        assert seen.size == (1920, 480)


@pytest.mark.parametrize(
    "content", [b"", b"no picture", b"GIF89a" + b"\0" * 100, picture()[:-30], picture("GIF"), picture("BMP")]
)
def test_what_is_no_picture_is_refused(server: RunningServer, log_in: LogIn, content: bytes) -> None:
    refused = upload(log_in("gd01"), content)
    assert (refused.status_code, refused.json()["code"]) == (422, "no_picture")
    assert shown(server) == []


def test_a_picture_of_few_bytes_and_many_pixels_is_refused(server: RunningServer, log_in: LogIn) -> None:
    refused = upload(log_in("gd01"), picture(size=(8000, 6000)))
    assert (refused.status_code, refused.json()["code"]) == (422, "picture_too_large")


def test_more_than_four_megabytes_are_not_even_read(log_in: LogIn) -> None:
    assert upload(log_in("gd01"), b"x" * (UPLOAD_LIMIT_BYTES + 1)).status_code == 413


def test_the_same_picture_is_shown_once_and_there_are_twenty_at_most(server: RunningServer, log_in: LogIn) -> None:
    who = log_in("gd01")
    for n in range(PICTURES_AT_MOST):
        assert upload(who, picture(colour=f"#0000{n:02X}")).status_code == 200
    assert upload(who, picture(colour="#000000")).status_code == 200
    assert len(shown(server)) == PICTURES_AT_MOST
    assert upload(who, picture(colour="#00FF00")).json()["code"] == "too_many_pictures"


def test_a_picture_that_is_removed_is_shown_and_fetched_no_more(server: RunningServer, log_in: LogIn) -> None:
    who = log_in("gd01")
    upload(who, picture())
    [(picture_id, _)] = shown(server)
    headers = {"Idempotency-Key": uuid.uuid4().hex, "X-CSRF-Token": who.csrf}
    removed = who.client.post(f"{ADDRESS}/remove", json={"picture_id": picture_id}, headers=headers)
    assert removed.status_code == 200
    assert shown(server) == []
    assert fetched(server, picture_id).json()["code"] == "picture_not_found"


def test_an_officer_adds_no_pictures(log_in: LogIn) -> None:
    assert upload(log_in("cb01"), picture()).status_code == 403

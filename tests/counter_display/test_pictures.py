"""The pictures of the board: fetched once, kept by what they are, gone when they are not wanted any more."""

import hashlib
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from broker_fixture import wait_for
from PIL import Image

from counter_display.pictures import PictureStore
from messaging.server_client import ServerUnreachable
from messaging.snapshots import BoardPicture


def _png(colour: str, size: tuple[int, int] = (400, 300)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def _named(picture_id: int, content: bytes) -> BoardPicture:
    return BoardPicture(picture_id=picture_id, sha256=hashlib.sha256(content).hexdigest())


class _Server:
    """Has pictures by id, and counts what it is asked for."""

    def __init__(self, contents: dict[int, bytes]) -> None:
        self.contents = contents
        self.asked: list[int] = []

    def fetch(self, picture_id: int) -> bytes:
        self.asked.append(picture_id)
        if picture_id not in self.contents:
            raise ServerUnreachable("nobody there")
        return self.contents[picture_id]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[_Server], PictureStore]]:
    started: list[PictureStore] = []

    def start(server: _Server) -> PictureStore:
        store = PictureStore(tmp_path / "pictures", fetch=server.fetch, room=(200, 100))
        store.start()
        started.append(store)
        return store

    yield start
    for store in started:
        store.stop()


RED, BLUE = _png("red"), _png("blue")


def test_pictures_are_fetched_once_and_kept(start: Callable[[_Server], PictureStore], tmp_path: Path) -> None:
    server = _Server({1: RED, 2: BLUE})
    wanted = [_named(1, RED), _named(2, BLUE)]
    store = start(server)
    store.want(wanted)
    wait_for(lambda: store.ready == {one.sha256 for one in wanted}, what="both pictures")
    assert server.asked == [1, 2]
    assert (tmp_path / "pictures" / wanted[0].sha256).read_bytes() == RED
    store.stop()
    again = _Server({})
    later = start(again)
    time.sleep(0.2)  # before the first snapshot it may look around, and must leave everything
    later.want(wanted)
    wait_for(lambda: len(later.ready) == 2, what="the kept pictures after a restart")
    assert again.asked == []


def test_what_is_not_wanted_any_more_is_removed(start: Callable[[_Server], PictureStore], tmp_path: Path) -> None:
    store = start(_Server({1: RED, 2: BLUE}))
    store.want([_named(1, RED), _named(2, BLUE)])
    wait_for(lambda: len(store.ready) == 2, what="both pictures")
    store.want([_named(2, BLUE)])
    wait_for(lambda: store.ready == {_named(2, BLUE).sha256}, what="the one that is left")
    assert [path.name for path in (tmp_path / "pictures").iterdir()] == [_named(2, BLUE).sha256]


def test_a_picture_that_is_another_than_named_is_never_shown(
    start: Callable[[_Server], PictureStore], tmp_path: Path
) -> None:
    server = _Server({1: BLUE, 2: BLUE})
    store = start(server)
    store.want([_named(1, RED), _named(2, BLUE)])
    wait_for(lambda: store.ready == {_named(2, BLUE).sha256}, what="the good one")
    assert len(list((tmp_path / "pictures").iterdir())) == 1


def test_pixels_are_made_ready_off_the_screen_s_thread_and_fit_the_room(
    start: Callable[[_Server], PictureStore],
) -> None:
    store = start(_Server({1: RED}))
    store.want([_named(1, RED)])
    wait_for(lambda: store.ready, what="the picture")
    sha = _named(1, RED).sha256
    wait_for(lambda: store.drawable(sha) is not None, what="its pixels")
    drawn = store.drawable(sha)
    assert drawn is not None
    assert (drawn.width, drawn.height) == (133, 100), "as large as there is room, in proportion"
    assert drawn.rgb[:3] == bytes([255, 0, 0])
    assert len(drawn.rgb) == 133 * 100 * 3


@pytest.mark.parametrize("content", [b"", b"no picture at all", _png("red")[:200]])
def test_a_damaged_picture_is_left_out(start: Callable[[_Server], PictureStore], content: bytes) -> None:
    store = start(_Server({1: content, 2: BLUE}))
    store.want([_named(1, content), _named(2, BLUE)])
    wait_for(lambda: len(store.ready) == 2, what="both files")
    store.drawable(_named(1, content).sha256)
    wait_for(lambda: store.ready == {_named(2, BLUE).sha256}, what="the damaged one to be left out")


def test_an_absent_server_is_told_once_and_asked_again_when_the_list_changes(
    start: Callable[[_Server], PictureStore], caplog: pytest.LogCaptureFixture
) -> None:
    server = _Server({})
    store = start(server)
    store.want([_named(1, RED), _named(2, BLUE)])
    wait_for(lambda: server.asked == [1, 2], what="both to be asked for")
    server.contents = {1: RED}
    store.want([_named(1, RED)])
    wait_for(lambda: store.ready, what="the picture once the server is there")
    assert sum("not here yet" in record.message for record in caplog.records) == 1

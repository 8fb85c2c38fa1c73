"""The pictures a hall board shows between calls: fetched once, kept on disk by their SHA-256, made ready to draw.

Everything slow, fetching and decoding, is done on a thread of its own.
"""

import hashlib
import logging
import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from messaging.clock import real_monotonic_s
from messaging.server_client import RequestRefused, ServerUnreachable
from messaging.snapshots import BoardPicture

_log = logging.getLogger(__name__)

_TRY_AGAIN_S = 30.0
_STOP_TIMEOUT_S = 3.0  # a fetch that hangs ends by its own timeout; the program need not wait for it
_DRAWABLE_KEPT = 2  # the one shown and the next: 6 MB each on a 1920 x 1080 board
_LARGEST_PX = 40_000_000  # a photograph of any camera; decoding more would take a Pi's memory


@dataclass(frozen=True, slots=True)
class DrawablePicture:
    """Pixels ready for a texture: rows from the top, three bytes each."""

    sha256: str
    width: int
    height: int
    rgb: bytes


class PictureStore:
    """Keeps what the snapshot names in `folder`, and nothing else. Its methods return at once."""

    def __init__(self, folder: Path, *, fetch: Callable[[int], bytes], room: tuple[int, int]) -> None:
        """`fetch` is `ServerClient.picture`; `room` the size in pixels that no picture need exceed."""
        self._folder = folder
        self._fetch = fetch
        self._room = room
        self._lock = threading.Lock()
        self._wanted: tuple[BoardPicture, ...] = ()
        self._is_told = False
        """Before the first snapshot nobody knows what is wanted: what a former run kept stays."""
        self._ready: frozenset[str] = frozenset()
        self._broken: set[str] = set()
        self._to_draw: str | None = None
        self._drawable: dict[str, DrawablePicture] = {}
        self._retry_at_s = 0.0
        self._is_away = False
        self._wake = threading.Event()
        self._is_stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._is_stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(_STOP_TIMEOUT_S)

    @property
    def ready(self) -> frozenset[str]:
        """The SHA-256 of each picture that is kept and can be drawn."""
        return self._ready

    def want(self, pictures: Iterable[BoardPicture]) -> None:
        """What is to be kept from now on."""
        wanted = tuple(pictures)
        if wanted != self._wanted or not self._is_told:
            with self._lock:
                self._wanted, self._is_told = wanted, True
                self._retry_at_s = 0.0
            self._wake.set()

    def drawable(self, sha256: str) -> DrawablePicture | None:
        """A picture's pixels; None while they are being made ready: ask again at the next frame."""
        with self._lock:
            picture = self._drawable.get(sha256)
            if picture is None and self._to_draw != sha256:
                self._to_draw = sha256
                self._wake.set()
            return picture

    def _run(self) -> None:
        while not self._is_stopping.is_set():
            try:
                self._bring_up_to_date()
            except Exception:  # the thread's edge: a bug in one picture must not end the others
                _log.exception("the pictures could not be brought up to date")
            wait_s = None if not self._lacking() else max(0.1, self._retry_at_s - real_monotonic_s())
            self._wake.wait(wait_s)
            self._wake.clear()

    def _bring_up_to_date(self) -> None:
        self._draw_asked()
        kept = self._kept()
        self._note_ready(kept)
        if real_monotonic_s() < self._retry_at_s:
            return
        for picture in self._wanted:
            if self._is_stopping.is_set():
                return
            if picture.sha256 in kept or picture.sha256 in self._broken:
                continue
            if self._fetch_one(picture):
                kept.add(picture.sha256)
                self._note_ready(kept)
            else:
                self._retry_at_s = real_monotonic_s() + _TRY_AGAIN_S

    def _kept(self) -> set[str]:
        """What lies on the disk; what is not wanted any more is removed."""
        if not self._is_told or not self._folder.is_dir():
            return set()
        wanted = {picture.sha256 for picture in self._wanted}
        kept = set()
        for path in self._folder.iterdir():
            if path.name in wanted:
                kept.add(path.name)
            else:
                path.unlink(missing_ok=True)
        return kept

    def _note_ready(self, kept: set[str]) -> None:
        with self._lock:
            self._ready = frozenset(kept - self._broken)
            self._drawable = {sha: picture for sha, picture in self._drawable.items() if sha in kept}

    def _lacking(self) -> bool:
        return any(picture.sha256 not in self._ready | self._broken for picture in self._wanted)

    def _fetch_one(self, picture: BoardPicture) -> bool:
        try:
            content = self._fetch(picture.picture_id)
            if hashlib.sha256(content).hexdigest() != picture.sha256:
                raise ServerUnreachable(f"picture {picture.picture_id} is not the one that was named")
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished = self._folder / f".{picture.sha256}.part"
            with unfinished.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())  # else a power cut could leave an empty file under the right name
            unfinished.replace(self._folder / picture.sha256)
        except (RequestRefused, ServerUnreachable, OSError) as fault:
            if not self._is_away:
                self._is_away = True
                _log.warning("a picture of the board is not here yet: %s", fault)
            return False
        if self._is_away:
            self._is_away = False
            _log.warning("the pictures of the board can be fetched again")
        return True

    def _draw_asked(self) -> None:
        with self._lock:
            asked, self._to_draw = self._to_draw, None
            if asked is None or asked in self._drawable:
                return
        try:
            drawable = self._decoded(asked)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:  # what Pillow raises
            self._broken.add(asked)
            _log.warning("a picture of the board cannot be drawn and is left out: %s", fault)
            return
        with self._lock:
            self._drawable[asked] = drawable
            while len(self._drawable) > _DRAWABLE_KEPT:
                del self._drawable[next(iter(self._drawable))]

    def _decoded(self, sha256: str) -> DrawablePicture:
        with Image.open(BytesIO((self._folder / sha256).read_bytes())) as picture:
            if picture.width * picture.height > _LARGEST_PX:
                raise ValueError(f"{picture.width} x {picture.height} pixels are too many")
            picture.draft("RGB", self._room)  # a large JPEG is read at the size it is needed in
            shrunk = picture.convert("RGB")
        shrunk.thumbnail(self._room, Image.Resampling.LANCZOS)
        return DrawablePicture(sha256, shrunk.width, shrunk.height, shrunk.tobytes())

"""Draws the page of a kiosk that is not paired, offscreen; Kivy's window belongs to this process.

`python -m simulation.screens.pairing_drawing 1080x1920 vi FOLDER [--names a,b]` leaves a PNG of each scene and
`seen.json` in FOLDER.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.pairing import Field, PairingView, Stage
from look.kivy_setup import prepare
from simulation.screens.seen import Screen, keep

if TYPE_CHECKING:  # Kivy reads its environment when it is imported
    from kiosk.screens.pairing import PairingPage

ADDRESS = "10.0.0.2"
WRONG = "Mã ghép chưa đúng. Vui lòng xem lại mã trên trang Thiết bị của máy chủ."
AWAY = (
    "Không liên lạc được máy chủ http://trung-tam-hanh-chinh.xa-mau.example:8080: "
    "máy ấy từ chối; sai cổng, hoặc chương trình máy chủ chưa chạy."
)
OTHER_CERTIFICATE = (
    "Chưa ghép: chứng chỉ của máy chủ không khớp cài đặt của thiết bị này, có thể là máy chủ giả. "
    "Nếu trung tâm đã đổi chứng chỉ: chạy lại lệnh cài trên trang Thiết bị."
)
LARGE_PANEL = 1280


def pairing_scenes() -> dict[str, PairingView]:
    """Each state that a technician can meet."""
    return {
        "new": PairingView(field=Field.ADDRESS),
        "address": PairingView(address="10.0.0.", field=Field.ADDRESS),
        "prefilled": PairingView(address=ADDRESS),
        "typing": PairingView(code="K7QM2", address=ADDRESS),
        "typed": PairingView(code="K7QM2X9P", address=ADDRESS),
        "asking": PairingView(code="K7QM2X9P", address=ADDRESS, stage=Stage.ASKING),
        "comparing": PairingView(code="K7QM2X9P", address=ADDRESS, stage=Stage.COMPARING, digits="3F8B 11C0 9D2E 77B4"),
        "unencrypted": PairingView(code="K7QM2X9P", address=ADDRESS, stage=Stage.COMPARING),
        "stranger": PairingView(address=ADDRESS, met_stranger=True),
        "wrong": PairingView(code="K7QM2X9P", address=ADDRESS, words=WRONG),
        "away": PairingView(code="K7QM2X9P", address="trung-tam-hanh-chinh.xa-mau.example:8080", words=AWAY),
        "pinned": PairingView(code="K7QM2X9P", address=ADDRESS, words=OTHER_CERTIFICATE),
        "paired": PairingView(code="K7QM2X9P", address=ADDRESS, stage=Stage.PAIRED, words="kiosk-1 · TTPVHCC-0001"),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m simulation.screens.pairing_drawing")
    parser.add_argument("size")
    parser.add_argument("language", choices=("vi", "en"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--names", default="")
    said = parser.parse_args(sys.argv[1:])
    width, height = (int(side) for side in said.size.split("x"))
    names = frozenset(said.names.split(",")) - {""}
    said.folder.mkdir(parents=True, exist_ok=True)
    os.environ["SDL_VIDEODRIVER"] = "offscreen"
    # No bound on frames: nobody watches.
    prepare(title="screens", size=(width, height), home=said.folder / ".kivy", window="window", frames_per_second=0)
    from kivy.base import EventLoop

    EventLoop.ensure_window()
    keep(
        said.folder,
        {
            name: _draw(view, (width, height), said.folder / f"{name}.png", said.language)
            for name, view in pairing_scenes().items()
            if not names or name in names
        },
    )


def _draw(view: PairingView, size: tuple[int, int], picture: Path, language: str) -> Screen:
    from kivy.base import EventLoop
    from kivy.core.window import Window

    from kiosk.screens.pairing import PairingPage
    from look.language import translator
    from look.touch_guard import TouchGuard
    from simulation.screens.kivy_pictures import keep_picture

    page = PairingPage(
        window=size,
        tr=translator(language),
        guard=TouchGuard(),
        on_key=lambda _key: None,
        on_field=lambda _field: None,
        on_send=lambda: None,
        on_compared=lambda _is_same: None,
        whom_to_call="Nguyễn Văn Mẫu, 0900 000 000" if view.met_stranger else "",
    )
    Window.add_widget(page)
    page.update(view)
    for _ in range(3):  # what is laid out one frame later
        EventLoop.idle()
    keep_picture(page, picture, scale=0.5 if max(size) > LARGE_PANEL else 1.0)
    seen = seen_of(page, view, size)
    Window.remove_widget(page)
    return seen


def seen_of(page: "PairingPage", view: PairingView, size: tuple[int, int]) -> Screen:
    """What stands on the page and can be touched, in its design pixels."""
    from kiosk.screens.parts import Touchable
    from look.kivy_theme import FittedLabel, NumberLabel

    parts = list(page.walk())
    return {
        "page": view.stage.value,
        "sheet": type(page).__name__,
        "height": size[1] / page.scale,
        "texts": [
            {
                "text": part.text,
                "letters": part.font_size / page.scale,
                "is_cut": bool(part.shorten),
                "box": [part.x, part.y, part.right, part.top],
            }
            for part in parts
            if isinstance(part, FittedLabel) and part.text and part.opacity
        ],
        "numbers": [part.digit_px / page.scale for part in parts if isinstance(part, NumberLabel) and part.text],
        "touchables": [
            [part.x / page.scale, part.y / page.scale, part.width / page.scale, part.height / page.scale]
            for part in parts
            if isinstance(part, Touchable) and part.is_enabled
        ],
    }


if __name__ == "__main__":
    main()

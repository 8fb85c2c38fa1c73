"""Wires the kiosk that is not paired: a page to type the code on, and an end when the kiosk knows who it is."""

import threading
from typing import TYPE_CHECKING

from kiosk.pairing import Field, Pairing, Stage
from kiosk.settings import KioskSettings
from look.kivy_touch_window import prepare_touch_window
from look.language import SOURCE_LANGUAGE, translator
from look.touch_guard import TouchGuard
from messaging.life_signs import life_signs

if TYPE_CHECKING:  # Kivy reads its environment when it is imported
    from kiosk.screens.pairing import PairingPage

_TITLE = "Bốc Số – Nhập mã ghép"
_FRAMES_PER_S = 30  # as the kiosk itself
_SHOWN_PAIRED_S = 2.0
"""So long the page says that it worked."""


class PairingProgram:
    """A kiosk that waits for its code. `run` returns True once it is paired."""

    def __init__(self, page: "PairingPage", pairing: Pairing) -> None:
        self.page = page
        self.pairing = pairing
        self._is_stopping = threading.Event()
        self._life = life_signs()

    def run(self) -> bool:
        """Draw until paired or stopped; on the main thread."""
        from kivy.base import runTouchApp
        from kivy.clock import Clock as KivyClock

        KivyClock.schedule_interval(lambda _dt: self._turn(), 0.1)
        runTouchApp(self.page)
        return self.pairing.view.stage is Stage.PAIRED

    def stop(self) -> None:
        """End `run`, from any thread or a signal handler."""
        self._is_stopping.set()

    def _turn(self) -> None:
        self._life.works()
        if self._is_stopping.is_set():
            from kivy.base import stopTouchApp

            self._life.stops()
            stopTouchApp()


def build_pairing(settings: KioskSettings, *, server_url: str, fingerprint: str = "") -> PairingProgram:
    """Prepare Kivy and the page; nothing runs yet. Call it on the main thread, before Kivy is imported.

    Args:
        settings: of which only the screen, the data folder and whom to call count.
        server_url: as whoever installed the kiosk named it; empty: it is typed.
        fingerprint: of that server's certificate, the same way; empty, or of another address: a person compares it.

    Raises:
        FontsMissing: Noto Sans is not installed.
        InvalidSettings: the data folder cannot be used.
    """
    settings.require_data_dir()
    prepare_touch_window(settings, title=_TITLE, home=settings.data_dir / "kivy", frames_per_second=_FRAMES_PER_S)
    from kivy.clock import Clock as KivyClock

    from kiosk.screens.pairing import CLEAR, ERASE, PairingPage

    look_soon = KivyClock.create_trigger(lambda _dt: show())
    pairing = Pairing(settings.data_dir, server_url=server_url, fingerprint=fingerprint, on_change=look_soon)

    def press(key: str) -> None:
        if key in (ERASE, CLEAR):
            pairing.erase(all_of_it=key == CLEAR)
        else:
            pairing.type(key)

    def choose(field: Field) -> None:
        pairing.choose(field)

    page = PairingPage(
        window=(settings.width, settings.height),
        tr=translator(SOURCE_LANGUAGE),
        guard=TouchGuard(),
        on_key=press,
        on_field=choose,
        on_send=pairing.send,
        on_compared=lambda is_same: pairing.say_whether_same(is_same=is_same),
        whom_to_call=", ".join(filter(None, (settings.help.name, settings.help.telephone))),
    )

    program = PairingProgram(page, pairing)

    def show() -> None:
        page.update(pairing.view)
        if pairing.view.stage is Stage.PAIRED:
            KivyClock.schedule_once(lambda _dt: program.stop(), _SHOWN_PAIRED_S)

    show()
    return program

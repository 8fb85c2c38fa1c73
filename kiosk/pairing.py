"""A kiosk that does not know yet who it is: what a technician types, and the trade of the code. No Kivy."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from messaging.enrolled_files import begin_pairing, keep_access
from messaging.enrolling import (
    Answerer,
    Invitation,
    NotEnrolled,
    ServerInSettings,
    enrol,
    meet,
    not_kept,
    read_invitation,
)

_log = logging.getLogger(__name__)

CODE_LETTERS = 8
KEYS = (*"1234567890", *"ABCDEFGHJKMNPQRSTVWXYZ", *"ILOU", ".", ":", "-")
"""What the page has to type with: the letters of a code before those that only an address has."""
_LONGEST_ADDRESS = 60
_PLAIN = "http://"


class Field(Enum):
    """What the keys write into."""

    CODE = "code"
    ADDRESS = "address"


class Stage(Enum):
    TYPING = "typing"
    ASKING = "asking"
    """The server is asked; who has mistyped often waits up to half a minute."""
    COMPARING = "comparing"
    """Somebody answers at the address, and has been told nothing: a person compares what the page of devices shows."""
    PAIRED = "paired"


@dataclass(frozen=True, slots=True)
class PairingView:
    """What the page shows."""

    code: str = ""
    address: str = ""
    field: Field = Field.CODE
    stage: Stage = Stage.TYPING
    words: str = ""
    """Why it did not work, or what was done."""
    digits: str = ""
    """To be compared, in groups of four; empty: who answers encrypts nothing."""
    met_stranger: bool = False
    """Somebody else answered in the server's place."""

    @property
    def can_send(self) -> bool:
        return self.stage is Stage.TYPING and len(self.code) == CODE_LETTERS and bool(self.address)


class Pairing:
    """Keys come from the screen's thread; the trade runs on one of its own. `on_change` may be called by either."""

    def __init__(
        self, data_dir: Path, *, server_url: str, on_change: Callable[[], None], fingerprint: str = ""
    ) -> None:
        self._given = PairingView(address=server_url.removeprefix(_PLAIN))
        if not self._given.address:
            self._given = replace(self._given, field=Field.ADDRESS)
        self.view = self._given
        self._data_dir = data_dir
        self._installed = ServerInSettings(server_url, fingerprint)
        self._compared = ""
        """The same of what a person has compared at this address: a mistyped code asks no second time."""
        self._on_change = on_change
        self._met: Answerer | None = None
        self._thread: threading.Thread | None = None

    def choose(self, field: Field) -> None:
        if self.view.stage is Stage.TYPING:
            self._show(replace(self.view, field=field))

    def type(self, key: str) -> None:
        """A letter or digit into the chosen field; the code takes as many as it has."""
        view = self.view
        if view.stage is not Stage.TYPING:
            return
        if view.field is Field.ADDRESS:
            self._show_typed(replace(view, address=(view.address + key.lower())[:_LONGEST_ADDRESS]))
        elif key.isalnum():
            self._show_typed(replace(view, code=(view.code + key.upper())[:CODE_LETTERS]))

    def erase(self, *, all_of_it: bool = False) -> None:
        view = self.view
        if view.stage is not Stage.TYPING:
            return
        if view.field is Field.CODE:
            self._show_typed(replace(view, code="" if all_of_it else view.code[:-1]))
        else:
            self._show_typed(replace(view, address="" if all_of_it else view.address[:-1]))

    def send(self) -> None:
        """Ask who answers at the address; `view` tells what came of it. The code is not said yet."""
        if self.view.can_send:
            self._begin(self._meet)

    def say_whether_same(self, *, is_same: bool) -> None:
        """What the person found who compared: the code is sent now, or never to this one."""
        if self.view.stage is not Stage.COMPARING:
            return
        if is_same and self._met is not None:
            self._compared = self._met.fingerprint
            self._begin(self._trade)
            return
        self._met = None
        _log.warning("not paired: somebody else answers at %s", self.view.address)
        self._show(replace(self._given, met_stranger=True))

    def _begin(self, step: Callable[[], None]) -> None:
        self._show(replace(self.view, stage=Stage.ASKING, words="", met_stranger=False))
        self._thread = threading.Thread(target=self._run, args=(step,), name="pairing", daemon=True)
        self._thread.start()

    def _run(self, step: Callable[[], None]) -> None:
        try:
            step()
        except NotEnrolled as refusal:
            self._refuse(str(refusal))
        except OSError as error:
            self._refuse(not_kept(self._data_dir, error))
        except Exception:  # the thread's edge: the page must not wait for ever
            _log.exception("pairing stumbled")
            self._refuse("Lỗi của chương trình; cán bộ kỹ thuật xem nhật ký của máy. Chưa ghép.")

    def _meet(self) -> None:
        self._met = meet(self._invitation())
        if self._met.is_known:
            self._trade()
        else:
            self._show(replace(self.view, stage=Stage.COMPARING, digits=self._met.digits))

    def _trade(self) -> None:
        if self._met is None:
            return
        code = self._invitation().code
        attempt = begin_pairing(self._data_dir, code)
        access = enrol(code, self._met, kind="kiosk", attempt_id=attempt)
        keep_access(access, self._data_dir)
        self._show(replace(self.view, stage=Stage.PAIRED, words=f"{access.device_id} · {access.centre}"))

    def _invitation(self) -> Invitation:
        view, known = self.view, self._installed
        return read_invitation(view.code, server_url=view.address, fingerprint=self._compared, settings=known)

    def _refuse(self, words: str) -> None:
        _log.warning("not paired: %s", words)
        self._show(replace(self.view, stage=Stage.TYPING, field=Field.CODE, words=words))

    def _show_typed(self, view: PairingView) -> None:
        if view.address != self.view.address:
            self._compared = ""
        self._show(replace(view, words="", met_stranger=False))

    def _show(self, view: PairingView) -> None:
        self.view = view
        self._on_change()

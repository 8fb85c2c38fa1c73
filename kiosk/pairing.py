"""A kiosk that does not know yet who it is: what a technician types, and the trade of the code. No Kivy."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from messaging.enrolled_files import begin_pairing, keep_access
from messaging.enrolling import NotEnrolled, enrol, read_invitation

_log = logging.getLogger(__name__)

CODE_LETTERS = 8
USUAL_PORT = 8080
"""Of a server as it is installed; another one is typed behind a colon."""
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

    @property
    def can_send(self) -> bool:
        return self.stage is Stage.TYPING and len(self.code) == CODE_LETTERS and bool(self.address)


class Pairing:
    """Keys come from the screen's thread; the trade runs on one of its own. `on_change` may be called by either."""

    def __init__(self, data_dir: Path, *, server_url: str, on_change: Callable[[], None]) -> None:
        self.view = PairingView(address=server_url.removeprefix(_PLAIN))
        if not self.view.address:
            self.view = replace(self.view, field=Field.ADDRESS)
        self._data_dir = data_dir
        self._on_change = on_change
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
            self._show(replace(view, address=(view.address + key.lower())[:_LONGEST_ADDRESS], words=""))
        elif key.isalnum():
            self._show(replace(view, code=(view.code + key.upper())[:CODE_LETTERS], words=""))

    def erase(self, *, all_of_it: bool = False) -> None:
        view = self.view
        if view.stage is not Stage.TYPING:
            return
        if view.field is Field.CODE:
            self._show(replace(view, code="" if all_of_it else view.code[:-1], words=""))
        else:
            self._show(replace(view, address="" if all_of_it else view.address[:-1], words=""))

    def send(self) -> None:
        """Ask the server; `view` tells what came of it."""
        if not self.view.can_send:
            return
        self._show(replace(self.view, stage=Stage.ASKING, words=""))
        self._thread = threading.Thread(target=self._trade, name="pairing", daemon=True)
        self._thread.start()

    def _trade(self) -> None:
        try:
            words = self._traded()
            self._show(replace(self.view, stage=Stage.PAIRED, words=words))
        except NotEnrolled as refusal:
            self._refuse(str(refusal))
        except OSError as error:
            self._refuse(f"{self._data_dir}: không ghi được ({error.strerror}). Chưa ghép.")
        except Exception:  # the thread's edge: the page must not wait for ever
            _log.exception("pairing stumbled")
            self._refuse("Lỗi của chương trình; cán bộ kỹ thuật xem nhật ký của máy. Chưa ghép.")

    def _traded(self) -> str:
        invitation = read_invitation(self.view.code, server_url=_whole(self.view.address))
        attempt = begin_pairing(self._data_dir, invitation.code)
        access = enrol(invitation, kind="kiosk", attempt_id=attempt)
        keep_access(access, self._data_dir)
        return f"{access.device_id} · {access.centre}"

    def _refuse(self, words: str) -> None:
        _log.warning("not paired: %s", words)
        self._show(replace(self.view, stage=Stage.TYPING, field=Field.CODE, words=words))

    def _show(self, view: PairingView) -> None:
        self.view = view
        self._on_change()


def _whole(address: str) -> str:
    """With the port that a server usually has, unless one was typed."""
    scheme, _, rest = address.partition("://") if "://" in address else ("http", "", address)
    has_port = rest.rpartition(":")[2].isdigit() and not rest.endswith("]")
    return f"{scheme}://{rest}" if has_port or scheme == "https" else f"{scheme}://{rest}:{USUAL_PORT}"

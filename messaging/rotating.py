"""A paired device takes another credential every 90 days, or when the server asks for it, without anybody's help.

The attempt is stored before it is sent and repeated until it is answered; the server answers a repeat alike, and the
former credential holds meanwhile. What comes is put in force in one step, and read anew by whoever uses it.
"""

import logging
import threading
from datetime import timedelta

from messaging.device_link import DeviceLink
from messaging.enrolled_files import begin_rotation, given_at, keep_access, pending_rotation
from messaging.requests import RotationRequest
from messaging.server_client import RequestRefused, ServerClient, ServerUnreachable
from messaging.settings import DeviceSettings

_log = logging.getLogger(__name__)

ROTATED_AFTER = timedelta(days=90)
_LOOK_EVERY_S = 2.0
"""A look at what is in memory; the disk is asked once a minute."""
_FIRST_WAIT_S = 1.0
_LONGEST_WAIT_S = 60.0
_REFUSED_WAIT_S = 600.0  # the credential is no good: somebody pairs the device anew, and it restarts


class Rotation:
    """One thread. A device whose credential was carried there by hand is left alone."""

    def __init__(self, settings: DeviceSettings, *, link: DeviceLink, server: ServerClient) -> None:
        self._data_dir = settings.data_dir
        self._link = link
        self._server = server
        self._done_for: tuple[int, int] | None = None
        """The word of the server that was followed: until its next one comes it still asks."""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rotation", daemon=True)

    def start(self) -> None:
        if given_at(self._data_dir) is not None:
            self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(5.0)

    def _run(self) -> None:
        wait_s, failed_s = _LOOK_EVERY_S, _FIRST_WAIT_S
        while not self._stopping.wait(wait_s):
            try:
                asked = self._link.rotation_asked_at()
                if self._is_due(asked):
                    self._rotate()
                    self._done_for = asked
                wait_s, failed_s = _LOOK_EVERY_S, _FIRST_WAIT_S
            except (ServerUnreachable, OSError) as error:
                _log.info("another credential could not be taken now (%s); trying again", error)
                wait_s, failed_s = failed_s, min(2 * failed_s, _LONGEST_WAIT_S)
            except RequestRefused as refusal:
                _log.error("the server gives no other credential: %s", refusal)
                wait_s = _REFUSED_WAIT_S
            except Exception:  # the loop's edge: the device goes on with what it has
                _log.exception("changing the credential stumbled")
                wait_s = _LONGEST_WAIT_S

    def _is_due(self, asked: tuple[int, int] | None) -> bool:
        if asked is not None and asked != self._done_for:
            return True
        if pending_rotation(self._data_dir) is not None:
            return True
        now, since = self._link.server_now(), given_at(self._data_dir)
        return now is not None and since is not None and now - since >= ROTATED_AFTER

    def _rotate(self) -> None:
        """
        Raises:
            ServerUnreachable, RequestRefused: as the client says.
            OSError: the disk takes nothing.
        """
        attempt = begin_rotation(self._data_dir)
        access = self._server.rotate(RotationRequest(attempt_id=attempt))
        keep_access(access, self._data_dir)
        _log.info("this device has another credential now")

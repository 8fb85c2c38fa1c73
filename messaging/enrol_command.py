"""`--enrol` of the device programs: pair the device by what a technician typed, and say how it went."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from messaging.enrolled_files import begin_pairing, keep_access
from messaging.enrolling import NotEnrolled, enrol, read_invitation
from messaging.requests import DeviceKind
from messaging.settings import DeviceSettings, NotPaired, read_settings

S = TypeVar("S", bound=DeviceSettings)


def add_options(parser: ArgumentParser) -> None:
    """The options that all of them share."""
    parser.add_argument(
        "--enrol",
        metavar="CODE",
        help="pair this device with the code that the server's page Devices shows, or with the text of its QR, and end",
    )
    parser.add_argument("--server", default="", metavar="URL", help="with --enrol: where the server is")
    parser.add_argument(
        "--fingerprint",
        default="",
        metavar="DIGITS",
        help="with --enrol: the first digits of the SHA-256 of the centre's certificate",
    )
    parser.add_argument("--start", action="store_true", help="with --enrol: go on and run")


def enrol_device(
    kind_of_settings: type[S],
    path: Path,
    *,
    kind: Callable[[S], DeviceKind],
    typed: str,
    server_url: str = "",
    fingerprint: str = "",
) -> str:
    """Pair the device whose settings file is `path`; what to say of it. Nothing is kept unless everything is.

    Args:
        kind: what the settings say that the device is.

    Raises:
        InvalidSettings: the file is wrong, or would not do with what the server says.
        NotEnrolled: the device was not paired; the message says why.
    """
    try:
        settings, known_url = read_settings(kind_of_settings, path), ""
        known_url = settings.server.url
    except NotPaired as fault:
        if not isinstance(fault.settings, kind_of_settings):
            raise
        settings, known_url = fault.settings, fault.server_url
    invitation = read_invitation(typed, server_url=server_url or known_url, fingerprint=fingerprint)
    try:
        attempt = begin_pairing(settings.data_dir, invitation.code)
        access = enrol(invitation, kind=kind(settings), attempt_id=attempt)
        keep_access(access, settings.data_dir)
    except OSError as error:
        raise NotEnrolled(f"{settings.data_dir}: không ghi được ({error.strerror}); chưa ghép.") from None
    read_settings(kind_of_settings, path)
    return f"Đã ghép: {access.device_id}, trung tâm {access.centre}."

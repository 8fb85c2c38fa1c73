"""`--enrol` of the device programs: pair the device by what a technician typed, and say how it went."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from messaging.enrolled_files import begin_pairing, keep_access
from messaging.enrolling import Answerer, NotEnrolled, ServerInSettings, enrol, meet, not_kept, read_invitation
from messaging.requests import DeviceKind
from messaging.settings import DeviceSettings, NotPaired, read_settings

S = TypeVar("S", bound=DeviceSettings)

FINGERPRINT_HELP = "with --enrol: the first digits of the SHA-256 of the centre's certificate; else a person is asked"
YES_HELP = "with --enrol: ask nothing; needs --fingerprint, or the text of the QR"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed behind the program's name."""

    code: str
    server_url: str = ""
    fingerprint: str = ""
    asks_nothing: bool = False


def add_options(parser: ArgumentParser) -> None:
    """The options that all of them share."""
    parser.add_argument(
        "--enrol",
        metavar="CODE",
        help="pair this device with the code that the server's page Devices shows, or with the text of its QR, and end",
    )
    parser.add_argument("--server", default="", metavar="ADDRESS", help="with --enrol: where the server is")
    parser.add_argument("--fingerprint", default="", metavar="DIGITS", help=FINGERPRINT_HELP)
    parser.add_argument("--yes", action="store_true", help=YES_HELP)
    parser.add_argument("--start", action="store_true", help="with --enrol: go on and run")


def ends_paired(chosen: Namespace, kind_of_settings: type[S], *, kind: Callable[[S], DeviceKind]) -> bool:
    """Pair the device if the options of `add_options` say so; whether the program shall end then.

    Raises:
        InvalidSettings, NotEnrolled: as `enrol_device`.
    """
    if not chosen.enrol:
        return False
    typed = Typed(chosen.enrol, chosen.server, chosen.fingerprint, chosen.yes)
    said = enrol_device(kind_of_settings, chosen.settings, typed, kind=kind)
    sys.stdout.write(f"{said}\n")
    return not chosen.start


def enrol_device(kind_of_settings: type[S], path: Path, typed: Typed, *, kind: Callable[[S], DeviceKind]) -> str:
    """Pair the device whose settings file is `path`; what to say of it. Nothing is kept unless everything is.

    Args:
        kind: what the settings say that the device is.

    Raises:
        InvalidSettings: the file is wrong, or would not do with what the server says.
        NotEnrolled: the device was not paired; the message says why.
    """
    try:
        settings = read_settings(kind_of_settings, path)
        known = ServerInSettings(settings.server.url)
    except NotPaired as fault:
        if not isinstance(fault.settings, kind_of_settings):
            raise
        settings, known = fault.settings, ServerInSettings(fault.server_url, fault.fingerprint)
    invitation = read_invitation(typed.code, server_url=typed.server_url, fingerprint=typed.fingerprint, settings=known)
    server = meet(invitation)
    if not server.is_known:
        _have_compared(server, asks_nothing=typed.asks_nothing)
    try:
        attempt = begin_pairing(settings.data_dir, invitation.code)
        access = enrol(invitation.code, server, kind=kind(settings), attempt_id=attempt)
        keep_access(access, settings.data_dir)
    except OSError as error:
        raise NotEnrolled(not_kept(settings.data_dir, error)) from None
    read_settings(kind_of_settings, path)
    return f"Đã ghép: {access.device_id}, trung tâm {access.centre}."


def _have_compared(server: Answerer, *, asks_nothing: bool) -> None:
    """Somebody else may answer at the address: the person looks whether it is the server, before it hears the code.

    Raises:
        NotEnrolled: it is not, or nobody is there to say so.
    """
    if asks_nothing or not sys.stdin.isatty():
        # Its digits are not said: who copied them from here would have compared nothing.
        raise NotEnrolled(
            "Chưa gửi mã, chưa ghép: thiếu dấu vân tay của chứng chỉ. Chép nguyên lệnh trên trang Thiết bị, có phần "
            "--fingerprint. / Not paired: --fingerprint is missing; the page of devices shows the whole command."
        )
    sys.stdout.write(
        f"\n  {server.digits or 'KHÔNG MÃ HÓA / NOT ENCRYPTED'}\n\n"
        "Trên trang Thiết bị, cạnh mã, có đúng những ký tự này không?\n"
        "Does the page of devices show the same, beside the code?\n"
    )
    while True:
        sys.stdout.write("[y/n] ")
        sys.stdout.flush()
        line = sys.stdin.readline()
        answer = line.strip().casefold()
        if answer in ("y", "yes", "c", "có", "co"):
            return
        if answer in ("n", "no", "k", "không", "khong") or not line:
            raise NotEnrolled(
                "Chưa gửi gì: máy đã trả lời không phải máy chủ của trung tâm. Xem lại địa chỉ, và báo cán bộ kỹ thuật "
                "mạng. / Nothing was sent: what has answered is not the centre's server."
            )

"""Which kiosks can print a slip for somebody now; none that cannot is offered or taken."""

import sqlite3

from pydantic import BaseModel

from look.language import translator
from messaging.clock import real_monotonic_s
from server.db.queries.devices_in_use import kiosks_in_use
from server.db.work import Work
from server.errors import Conflict, NotFound
from server.mqtt.presences import Presences
from server.web.devices.alarms import device_name, heard_of
from server.web.devices.faults import cure_of

STOPS_PRINTING = frozenset(
    {
        "paper_out",
        "printer_offline",
        "printer_cover_open",
        "printer_fault",
        "jobs_unwritable",
        "storage_unwritable",
        "credential_refused",
    }
)


class PrintingKiosk(BaseModel):
    device_id: str
    name: str
    can_print: bool
    fault: str
    """What keeps it from printing, in words; empty while nothing does."""


def kiosks_now(connection: sqlite3.Connection, presences: Presences, language: str) -> list[PrintingKiosk]:
    """The kiosks that may print for somebody, and what keeps which from it."""
    say, now_s = translator(language), real_monotonic_s()
    kiosks = []
    for device in kiosks_in_use(connection):
        heard, name = heard_of(device, presences, now_s), device_name(device, None, language)
        stopping = [fault for fault in heard.faults if fault.partition(":")[0] in STOPS_PRINTING]
        words = "" if heard.state == "online" else say("không trả lời")
        if heard.state == "never_heard":
            words = say("chưa lắp")
        if stopping:
            cure, part = cure_of(stopping[0])
            words = say(cure.sentence).format(device=name, part=part)
        kiosks.append(PrintingKiosk(device_id=device.device_id, name=name, can_print=not words, fault=words))
    return kiosks


def name_of_kiosk(connection: sqlite3.Connection, device_id: str) -> str:
    """What a kiosk in use is called; empty for any other."""
    kiosk = next((known for known in kiosks_in_use(connection) if known.device_id == device_id), None)
    return "" if kiosk is None else device_name(kiosk, None, "vi")


def kiosk_to_print_on(work: Work, presences: Presences, device_id: str) -> str:
    """The kiosk that was chosen to print; empty when none was, or none can: then the number is shown.

    Raises:
        NotFound: no such kiosk is in use.
        Conflict: it cannot print, and another one can.
    """
    if not device_id:
        return ""
    kiosks = kiosks_now(work.connection, presences, "vi")
    chosen = next((kiosk for kiosk in kiosks if kiosk.device_id == device_id), None)
    if chosen is None:
        raise NotFound("device", f"Không có thiết bị '{device_id}' đang dùng.")
    if chosen.can_print:
        return device_id
    if any(kiosk.can_print for kiosk in kiosks):
        raise Conflict(
            "kiosk_cannot_print",
            f"{chosen.name} chưa in được phiếu lúc này. Vui lòng chọn máy khác, hoặc cho công dân xem số.",
        )
    return ""


def kiosk_to_reprint_on(work: Work, presences: Presences, device_id: str, *, before: str | None) -> str:
    """The kiosk that prints a slip again: the chosen one, else the one that printed it before, else any that can.

    Raises:
        NotFound: no such kiosk is in use.
        Conflict: the chosen one cannot print, or none can.
    """
    chosen = kiosk_to_print_on(work, presences, device_id)
    ready = [kiosk.device_id for kiosk in kiosks_now(work.connection, presences, "vi") if kiosk.can_print]
    if not ready:
        raise Conflict(
            "no_kiosk_prints",
            "Chưa có máy lấy số nào in được phiếu. Vui lòng ghi số cho công dân, và in lại khi máy sẵn sàng.",
        )
    return chosen or (before if before in ready else ready[0])

"""The devices as the set-up shows them: name, place, and when they were last heard."""

from dataclasses import dataclass

from look.language import Translate, translator
from messaging.clock import real_monotonic_s
from messaging.snapshots import JobKind
from server.actions.order_job import can_do
from server.centre_agreement import BOUND_TO_COUNTER
from server.db.queries.devices_in_use import DeviceInUse, devices_in_use
from server.db.queries.enrolments import GivenCredential, newest_given
from server.domain.centre import Centre
from server.domain.instant import local_date
from server.house import House
from server.web.devices.alarms import KIND_NAMES, heard_of
from server.web.page_language import name_in

_LOOKS = {"online": "is-good", "offline": "is-bad", "never_heard": ""}


@dataclass(frozen=True, slots=True)
class ShownDevice:
    device_id: str
    kind_name: str
    name: str
    title: str
    counter_id: str | None
    zone: str | None
    state: str
    look: str
    seen: str
    needs_counter: bool
    prints: bool
    speaks: bool
    """It has a loudspeaker that can be tried."""
    is_board: bool
    is_voice: bool
    """It calls by voice."""
    has_key: bool
    """It holds a credential; else it is to be paired."""
    rotates: bool
    """It can take another credential by itself."""
    key_words: str
    """Since when, in words."""


def devices_shown(house: House, centre: Centre, language: str) -> list[ShownDevice]:
    """Every device that is not retired."""
    given = newest_given(house.read())
    return [
        _shown(house, centre, device, language, given.get(device.device_id)) for device in devices_in_use(house.read())
    ]


def _shown(
    house: House, centre: Centre, device: DeviceInUse, language: str, given: GivenCredential | None
) -> ShownDevice:
    say = translator(language)
    heard = heard_of(device, house.presences, real_monotonic_s())
    words = {"online": say("đang hoạt động"), "offline": say("mất kết nối"), "never_heard": say("chưa lắp")}
    counter = None if device.counter_id is None else centre.counter(device.counter_id)
    kind = say(KIND_NAMES[device.kind])
    own = device.name or (kind if counter is None else f"{kind} · {name_in(language, counter)}")
    return ShownDevice(
        device_id=device.device_id,
        kind_name=KIND_NAMES[device.kind],
        name=device.name,
        title=own,
        counter_id=device.counter_id,
        zone=device.zone,
        state=words[heard.state],
        look=_LOOKS[heard.state],
        seen=_seen(heard.state, heard.silent_for_s, say),
        needs_counter=device.kind in BOUND_TO_COUNTER,
        prints=can_do(device, JobKind.TEST_SLIP),
        speaks=can_do(device, JobKind.TEST_SOUND),
        is_board=device.kind == "board",
        is_voice=device.speaks,
        has_key=given is not None,
        rotates=given is not None and not given.by_hand,
        key_words=_key_words(device, given, centre.timezone, say),
    )


def _key_words(device: DeviceInUse, given: GivenCredential | None, zone: str, say: Translate) -> str:
    if given is None:
        return say("chưa ghép")
    if device.rotation_asked:
        return say("đang chờ thiết bị đổi khóa")
    if given.at == 0:
        return say("có khóa")
    said = say("khóa bằng tệp ngày {day}") if given.by_hand else say("khóa cấp ngày {day}")
    return said.format(day=f"{local_date(given.at, zone):%d/%m/%Y}")


def _seen(state: str, silent_for_s: float | None, say: Translate) -> str:
    """When it was last there; of one that was never heard there is nothing to say."""
    if state != "offline" or silent_for_s is None:
        return ""
    minutes = int(silent_for_s // 60)
    return say("mất từ {n} phút trước").format(n=minutes) if minutes else say("vừa mất kết nối")

"""A device: its settings, where it keeps its things, its ways to server and broker, its parts."""

from pathlib import Path

from bocso.doctor.findings import Finding, wrong
from bocso.doctor.keeping import are_there, look_at_folder, look_at_secrets, look_for_a_second, user_or_none
from bocso.doctor.machine import is_switched_off
from bocso.doctor.parts import look_at_parts
from bocso.doctor.settings_file import broken
from bocso.doctor.ways import way_to_broker, way_to_server
from counter_display.settings import DisplaySettings
from kiosk.settings import KioskSettings
from messaging.settings import DeviceSettings, InvalidSettings, NotPaired, read_settings
from rating_pad.settings import PadSettings

KINDS: dict[str, type[DeviceSettings]] = {
    "kiosk": KioskSettings,
    "board": DisplaySettings,
    "counter": DisplaySettings,
    "pad": PadSettings,
    "touch-pad": PadSettings,
}
_MODULES = {
    "kiosk": "kiosk",
    "board": "counter_display",
    "counter": "counter_display",
    "pad": "rating_pad",
    "touch-pad": "rating_pad",
}
USER = "bocso-device"


def look_at_devices(folder: Path) -> list[Finding]:
    """Every device whose settings stand in the folder, by the names that the installer gives them.

    One that was switched off keeps its settings; nobody waits for it, and look_at_machine says that it is left out.
    """
    here = [
        name for name in KINDS if (folder / f"{name}.toml").exists() and not is_switched_off(f"bocso-{name}.service")
    ]
    return [finding for name in here for finding in _look_at(name, folder)]


def unusable(name: str, file: Path, fault: InvalidSettings) -> list[Finding]:
    """Why a device's settings cannot be used."""
    if not isinstance(fault, NotPaired):
        return broken(file, fault)
    return [
        wrong(
            "Máy này chưa được ghép với trung tâm",
            "Lấy mã ghép ở trang Thiết bị; nhập trên màn hình máy lấy số, hoặc gõ: "
            "sudo bash ~/bocso/deploy/install.sh {role}",
            role=name,
        )
    ]


def _look_at(name: str, folder: Path) -> list[Finding]:
    file = folder / f"{name}.toml"
    try:
        settings = read_settings(KINDS[name], file)
    except InvalidSettings as fault:
        return unusable(name, file, fault)
    user = user_or_none(USER)
    secrets = [settings.server.credential_file, settings.broker.password_file]
    findings = [
        *look_at_folder(settings.data_dir, user),
        *look_at_secrets(secrets, user),
        *look_for_a_second(_MODULES[name], file),
        *look_at_parts(settings, user),
    ]
    if not are_there(secrets):
        return findings  # why nobody lets it in has been told
    return [*findings, *way_to_server(settings, file), *way_to_broker(settings)]

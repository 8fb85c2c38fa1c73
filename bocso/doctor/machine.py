"""The machine itself: clock, power, heat, services, firewall."""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from bocso.doctor.findings import Finding, aside, watch, well, wrong
from messaging.clock import SystemClock

TOO_HOT_C = 80.0
"""From here on a Raspberry Pi slows itself down."""
UNITS = Path("/etc/systemd/system")
SYSTEM_RUNS = Path("/run/systemd/system")
"""A folder that is there where systemd has started the machine (sd_booted(3))."""
_WE_WERE_MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""No machine of ours ran before; one without a battery for its clock wakes up years earlier."""
_ASKED_WITHIN_S = 10.0
_OFF = {"disabled", "masked", "masked-runtime"}
_RUNS_NOT = {"inactive", "failed"}


def look_at_machine() -> list[Finding]:
    return [*_clock(), *_power(), *_heat(), *_services(), *_firewall()]


def is_switched_off(unit: str) -> bool:
    """Whether a technician has switched a unit off, as when the screen went to another program, and it rests.

    False where nobody can be asked.
    """
    if not SYSTEM_RUNS.is_dir():
        return False
    return _said(["systemctl", "is-enabled", unit]) in _OFF and _said(["systemctl", "is-active", unit]) in _RUNS_NOT


def _clock() -> list[Finding]:
    if SystemClock().now() < _WE_WERE_MADE:
        return [
            wrong(
                "Đồng hồ: máy đang ở ngày {date}, đã qua từ lâu",
                "Cho máy vào internet và đợi 5 phút. Không có internet thì đặt giờ: sudo date -s '2026-12-31 08:00'",
                date=f"{SystemClock().now():%d/%m/%Y}",
            )
        ]
    timing = _said(["timedatectl", "show", "--property=NTPSynchronized", "--value"])
    if timing is None:
        return []
    if timing == "yes":
        return [well("Đồng hồ: đã đồng bộ")]
    return [
        watch(
            "Đồng hồ: chưa được đồng bộ, máy không tự mở ngày mới",
            "Kiểm tra mạng internet của máy này. Nơi không có internet: sáng ra xác nhận ngày trên trang Điều hành.",
        )
    ]


def _power() -> list[Finding]:
    said = _said(["vcgencmd", "get_throttled"])  # Raspberry Pi alone has it: "throttled=0x50005"
    if said is None or "=" not in said:
        return []
    flags = int(said.partition("=")[2], 16)
    if flags & 0x1:
        return [wrong("Nguồn điện: đang yếu", "Thay nguồn chính hãng và dây ngắn hơn; nguồn yếu làm hỏng thẻ nhớ.")]
    if flags & 0x10000:
        return [watch("Nguồn điện: đã có lúc yếu từ khi bật máy", "Thay nguồn chính hãng và dây ngắn hơn.")]
    return [well("Nguồn điện: đủ")]


def _heat() -> list[Finding]:
    try:
        heat_c = int(Path("/sys/class/thermal/thermal_zone0/temp").read_text(encoding="ascii")) / 1000
    except (OSError, ValueError):
        return []
    if heat_c >= TOO_HOT_C:
        return [
            watch("Nhiệt độ: {heat:.0f} °C, quá nóng", "Lắp quạt hoặc tản nhiệt, đừng bịt kín hộp máy.", heat=heat_c)
        ]
    return [well("Nhiệt độ: {heat:.0f} °C", heat=heat_c)]


def _services() -> list[Finding]:
    if not SYSTEM_RUNS.is_dir():
        return []
    findings = []
    units = sorted(path.name for path in UNITS.glob("bocso-*.service") if "@" not in path.name and not _is_timed(path))
    if "bocso-server.service" in units:
        units.append("mosquitto.service")
    for unit in units:
        if is_switched_off(unit):
            findings.append(aside("Chương trình {unit}: đã được tắt trên máy này, không xem", unit=unit))
            continue
        state = _said(["systemctl", "is-active", unit])
        if state == "active":
            findings.append(well("Chương trình {unit}: đang chạy", unit=unit))
        else:
            findings.append(
                wrong(
                    "Chương trình {unit}: không chạy ({state})",
                    "Gõ: sudo systemctl restart {unit}; vẫn không chạy thì xem: sudo journalctl -u {unit} -n 30",
                    unit=unit,
                    state=state or "?",
                )
            )
    return findings


def _firewall() -> list[Finding]:
    """Its unit stays active when somebody else throws every rule away (`nft flush ruleset`): the kernel is asked."""
    unit = "bocso-firewall.service"
    if not SYSTEM_RUNS.is_dir() or not (UNITS / unit).exists() or is_switched_off(unit):
        return []
    if os.geteuid() != 0:
        return [aside("Tường lửa: chỉ xem được khi gõ sudo bocso doctor")]
    rules = _said(["nft", "list", "table", "inet", "bocso"])
    if rules is not None and "drop" in rules:
        return [well("Tường lửa: các quy tắc đang có hiệu lực")]
    return [
        wrong(
            "Tường lửa: các quy tắc của Bốc Số không còn trong máy, ai cũng vào được các cổng của trung tâm",
            "Gõ: sudo systemctl restart {unit}; rồi tìm chương trình nào khác xóa tường lửa (nft flush ruleset).",
            unit=unit,
        )
    ]


def _is_timed(unit: Path) -> bool:
    """One that a timer starts now and then is well while it does not run."""
    return unit.with_suffix(".timer").exists()


def _said(command: list[str]) -> str | None:
    """What a command prints, be it pleased or not; None when this machine does not have it."""
    program = shutil.which(command[0])
    if program is None:
        return None
    try:
        ended = subprocess.run(
            [program, *command[1:]], capture_output=True, text=True, timeout=_ASKED_WITHIN_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return ended.stdout.strip() or None

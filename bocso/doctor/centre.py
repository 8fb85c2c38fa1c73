"""The centre's machine: settings, database, disk, copies, server, pages for phones, broker, and who is silent."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from bocso.doctor.findings import Finding, watch, well, wrong
from bocso.doctor.line import broker_hears
from messaging import topics
from messaging.clock import SystemClock
from messaging.settings import InvalidSettings, read_settings
from messaging.snapshots import DevicePresence
from server.backup.copies import copies_in
from server.db.connections import open_for_reading
from server.db.queries.days import days_so_far
from server.db.queries.people import all_devices
from server.db.work import CentreNotSetUp, read_centre
from server.disk_room import FULL_BELOW, LOW_BELOW, days_left, room_at
from server.public_pages.settings import PhoneSettings
from server.settings import ServerSettings

COPY_AT_MOST = timedelta(hours=26)
"""A copy is made each hour in which something happened; a centre that was closed on a day has an older one."""
_ANSWERS_WITHIN_S = 5.0


def look_at_centre(folder: Path) -> list[Finding]:
    """Nothing when this machine is no centre."""
    findings: list[Finding] = []
    file = folder / "server.toml"
    if file.exists():
        try:
            settings = read_settings(ServerSettings, file)
        except InvalidSettings as fault:
            return [_broken(fault)]
        findings += [*_database(settings), *_copies(settings), *_answers("bocso-server", settings.listen_port)]
        findings += _devices(settings)
    phones = folder / "phones.toml"
    if phones.exists():
        try:
            findings += _answers("bocso-phones", read_settings(PhoneSettings, phones).listen_port)
        except InvalidSettings as fault:
            findings.append(_broken(fault))
    return findings


def code_of_centre(folder: Path) -> str | None:
    """None when this machine is no centre, or one that is not set up yet."""
    try:
        connection = open_for_reading(read_settings(ServerSettings, folder / "server.toml").database)
        try:
            return read_centre(connection).code
        finally:
            connection.close()
    except (sqlite3.Error, OSError, InvalidSettings, CentreNotSetUp):
        return None


def names_of_staff(folder: Path) -> list[str]:
    """Names and logins of the centre's staff, which only ever leave as their opaque ids."""
    try:
        connection = open_for_reading(read_settings(ServerSettings, folder / "server.toml").database)
        try:
            rows = connection.execute("SELECT display_name, login FROM staff_profiles").fetchall()
        finally:
            connection.close()
    except (sqlite3.Error, OSError, InvalidSettings):
        return []
    return [name for row in rows for name in row if name]


def _broken(fault: InvalidSettings) -> Finding:
    return wrong("Tệp cài đặt sai: {fault}", "Sửa dòng đó theo docs/settings.md rồi khởi động lại.", fault=fault)


def _database(settings: ServerSettings) -> list[Finding]:
    try:
        room = room_at(settings.database.parent)
    except OSError as fault:
        return [wrong("Ổ đĩa: không đọc được ({fault})", "Gọi người hỗ trợ kỹ thuật.", fault=fault)]
    free_gb = room.free_bytes / 1e9
    if room.free_share < FULL_BELOW:
        findings = [
            wrong(
                "Ổ đĩa: đầy, không phát số được nữa",
                "Xóa tệp không cần, hoặc thay thẻ lớn hơn: docs/backup.md, mục 'Ổ đĩa đầy'.",
            )
        ]
    elif room.free_share < LOW_BELOW:
        findings = [watch("Ổ đĩa: còn {free:.1f} GB", "Dọn bớt tệp hoặc thay ổ lớn hơn trong tuần này.", free=free_gb)]
    else:
        findings = [well("Ổ đĩa: còn {free:.0f} GB", free=free_gb)]
    if not settings.database.exists():
        return [*findings, watch("Trung tâm: chưa thiết lập", "Mở trang của cán bộ trên trình duyệt và làm theo.")]
    try:
        connection = open_for_reading(settings.database)
        try:
            faults = [row[0] for row in connection.execute("PRAGMA quick_check")]
            service_days = days_so_far(connection)
        finally:
            connection.close()
    except sqlite3.Error as fault:
        faults, service_days = [str(fault)], 0
    if faults != ["ok"]:
        return [
            *findings,
            wrong(
                "Cơ sở dữ liệu: hỏng ({fault})",
                "Dừng lại, đừng xóa gì. Làm theo docs/backup.md, mục 'Khôi phục'.",
                fault=faults[0],
            ),
        ]
    findings.append(well("Cơ sở dữ liệu: lành"))
    days = days_left(settings, room, service_days=service_days)
    if days is not None:
        findings.append(well("Ổ đĩa đủ cho khoảng {days} ngày làm việc nữa", days=days))
    return findings


def _copies(settings: ServerSettings) -> list[Finding]:
    if not settings.database.exists():
        return []
    copies = copies_in(settings.backups, settings.database)
    if not copies:
        return [watch("Bản sao: chưa có", "Gõ: sudo -u bocso bocso backup --database {file}", file=settings.database)]
    newest = copies[-1]
    age = SystemClock().now() - datetime.fromtimestamp(newest.path.stat().st_mtime, UTC)
    if age > COPY_AT_MOST:
        findings = [
            watch(
                "Bản sao: bản mới nhất đã {hours} giờ",
                "Nếu hôm qua có làm việc: xem báo động trên trang Điều hành, rồi docs/backup.md.",
                hours=int(age.total_seconds() // 3600),
            )
        ]
    else:
        findings = [well("Bản sao: bản mới nhất cách đây {minutes} phút", minutes=int(age.total_seconds() // 60))]
    if settings.second_backup_folder is None:
        findings.append(
            watch(
                "Bản sao: chưa có nơi cất thứ hai",
                "Cắm một USB và khai báo như docs/backup.md, mục 'Nơi cất thứ hai'.",
            )
        )
    elif not copies_in(settings.second_backup_folder, settings.database):
        findings.append(
            wrong(
                "Bản sao: không thấy bản nào ở nơi cất thứ hai {folder}",
                "Xem USB còn cắm và gắn đúng chỗ không.",
                folder=settings.second_backup_folder,
            )
        )
    return findings


def _answers(unit: str, port: int) -> list[Finding]:
    try:
        status = httpx.get(f"http://127.0.0.1:{port}/health", timeout=_ANSWERS_WITHIN_S, trust_env=False).status_code
    except httpx.TransportError:
        status = 0
    if status == 200:
        return [well("{unit}: trả lời ở cổng {port}", unit=unit, port=port)]
    return [
        wrong(
            "{unit}: không trả lời ở cổng {port}",
            "Gõ: sudo systemctl restart {unit}; rồi xem: sudo journalctl -u {unit} -n 30",
            unit=unit,
            port=port,
        )
    ]


def _devices(settings: ServerSettings) -> list[Finding]:
    """The broker, asked as the server asks it, and with it which devices say that they are there."""
    try:
        connection = open_for_reading(settings.database)
        try:
            code = read_centre(connection).code
            devices = {device.device_id for device in all_devices(connection)}
        finally:
            connection.close()
    except (sqlite3.Error, OSError, CentreNotSetUp):
        return []
    heard = broker_hears(settings.broker, topics.every_device_presence(code), client_id="doctor")
    if heard is None:
        return [
            wrong(
                "Máy trao đổi (mosquitto): không kết nối được",
                "Gõ: sudo systemctl restart mosquitto; rồi xem: sudo journalctl -u mosquitto -n 30",
            )
        ]
    findings = [well("Máy trao đổi (mosquitto): kết nối được")]
    present = set()
    for payload in heard:
        try:
            presence = DevicePresence.model_validate_json(payload)
        except ValueError:
            continue
        if not presence.online:
            continue
        present.add(presence.device_id)
        findings += [
            watch(
                "Thiết bị {device}: báo lỗi {fault}",
                "Trang Điều hành nói rõ lỗi này và việc cần làm.",
                device=presence.device_id,
                fault=fault,
            )
            for fault in presence.faults
        ]
    for device in sorted(devices):
        if device in present:
            findings.append(well("Thiết bị {device}: có mặt", device=device))
        else:
            findings.append(
                wrong(
                    "Thiết bị {device}: im lặng",
                    "Xem thiết bị có điện và có mạng không; trên thiết bị gõ: sudo bocso doctor",
                    device=device,
                )
            )
    return findings

"""The centre's machine: settings, database, disk, copies, server, pages for phones, broker, and who is silent."""

import sqlite3
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import httpx

from bocso.doctor.findings import Finding, Verdict, watch, well, wrong
from bocso.doctor.keeping import look_at_secrets, look_at_writing, look_for_a_second, user_or_none
from bocso.doctor.line import listen
from bocso.doctor.settings_file import broken
from look.language import Translate
from messaging import topics
from messaging.clock import SystemClock
from messaging.settings import InvalidSettings, read_settings
from messaging.snapshots import DevicePresence
from server.backup.copies import copies_in
from server.backup.far_copies import copies_far
from server.backup.start_check import Fault, fault_at_start
from server.db.connections import open_for_reading
from server.db.queries.days import days_so_far
from server.db.queries.people import Device, all_devices
from server.db.work import CentreNotSetUp, read_centre
from server.disk_room import FULL_BELOW, LOW_BELOW, days_left, room_at
from server.mqtt.open_broker import lets_strangers_in
from server.public_pages.settings import PhoneSettings
from server.settings import ServerSettings
from server.tls.certificates import RENEWED_BEFORE, NoCertificate, look
from server.web.devices.faults import cure_of

COPY_AT_MOST = timedelta(hours=26)
"""A copy is made each hour in which something happened; a centre that was closed on a day has an older one."""
_ANSWERS_WITHIN_S = 5.0
_LISTENS_S = 3.0
"""Two machines of one name throw each other out about once a second."""
_CLOCK_MAY_LAG = timedelta(minutes=2)
_CERTIFICATE_NEAR_ITS_END = RENEWED_BEFORE - timedelta(days=5)
"""Some days later than the machine should have done it."""
_UNUSABLE = "Cơ sở dữ liệu: hỏng ({fault})"
_INSTALL_AGAIN = "Chạy lại bộ cài trên máy này: sudo bash ~/bocso/deploy/install.sh centre"
_DAYS_BEFORE_ROOM_ENDS = 30
"""Time to fetch a larger disk."""
USER = "bocso"


def look_at_centre(folder: Path) -> list[Finding]:
    """Nothing when this machine is no centre."""
    findings: list[Finding] = []
    file = folder / "server.toml"
    if file.exists():
        try:
            settings = read_settings(ServerSettings, file)
        except InvalidSettings as fault:
            return broken(file, fault)
        user = user_or_none(USER)
        secrets = [path for path in settings.secret_files if path and path.exists()]
        findings += look_at_secrets(secrets, user, deed=_INSTALL_AGAIN, may_be_empty=settings.database_files)
        findings += [*look_for_a_second("server", file), *_certificates(settings)]
        findings += [*_database(settings, user), *_copies(settings), *_clock(settings)]
        findings += [*_answers("bocso-server", settings.listen_port), *_devices(settings)]
    phones = folder / "phones.toml"
    if phones.exists():
        try:
            findings += _answers("bocso-phones", read_settings(PhoneSettings, phones).listen_port)
        except InvalidSettings as fault:
            findings += broken(phones, fault)
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


def _database(settings: ServerSettings, user: str | None) -> list[Finding]:
    if unwritable := look_at_writing(settings.database.parent, user):
        return unwritable
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
    if not settings.database.exists() and (copies := copies_in(settings.backups, settings.database)):
        return [
            *findings,
            wrong(
                "Cơ sở dữ liệu: không còn tệp {file}, mà có {count} bản sao",
                "Dừng lại, đừng thiết lập mới. Làm theo docs/backup.md, mục 'Khôi phục'.",
                file=settings.database,
                count=len(copies),
            ),
        ]
    if not settings.database.exists():
        return [*findings, watch("Trung tâm: chưa thiết lập", "Mở trang của cán bộ trên trình duyệt và làm theo.")]
    try:
        unusable = fault_at_start(settings.database, settings.all_backups)
        if unusable is None:
            connection = open_for_reading(settings.database)
            try:
                service_days = days_so_far(connection)
            finally:
                connection.close()
    except sqlite3.Error as error:
        unusable = (str(error), str(error))
    if unusable is not None:
        return [*findings, _unusable(unusable)]
    findings.append(well("Cơ sở dữ liệu: lành"))
    days = days_left(settings, room, service_days=service_days)
    if days is not None and days < _DAYS_BEFORE_ROOM_ENDS:
        findings.append(
            watch(
                "Ổ đĩa chỉ đủ cho khoảng {days} ngày làm việc nữa",
                "Dọn bớt tệp hoặc thay ổ lớn hơn trong tuần này.",
                days=days,
            )
        )
    elif days is not None:
        findings.append(well("Ổ đĩa đủ cho khoảng {days} ngày làm việc nữa", days=days))
    return findings


def _unusable(fault: Fault) -> Finding:
    """In the server's own words, which it has in two languages: it would not start on this database, or not again."""

    def what(translate: Translate) -> str:
        said = translate(_UNUSABLE)
        return said.format(fault=fault[0] if said == _UNUSABLE else fault[1])

    return Finding(
        Verdict.WRONG,
        what,
        lambda translate: translate("Dừng lại, đừng xóa gì. Làm theo docs/backup.md, mục 'Khôi phục'."),
    )


def _certificates(settings: ServerSettings) -> list[Finding]:
    """Renewed by the machine itself a month before their end: one that is nearer to it was not."""
    findings = []
    for file in (settings.tls_certificate, settings.tls_ca):
        if file is None:
            continue
        try:
            told = look(file)
        except (NoCertificate, OSError) as fault:
            findings.append(
                wrong(
                    "Chứng thư {file}: không dùng được ({fault})",
                    _INSTALL_AGAIN,
                    file=file,
                    fault=fault,
                )
            )
            continue
        until, now = told.valid_until, SystemClock().now()
        left = until - now
        if told.valid_from > now:
            findings.append(
                wrong(
                    "Chứng thư {file}: đến ngày {date} mới có hiệu lực",
                    "Xem đồng hồ của máy có đúng không; đúng rồi thì chạy lại bộ cài: "
                    "sudo bash ~/bocso/deploy/install.sh centre",
                    file=file,
                    date=f"{told.valid_from:%d/%m/%Y}",
                )
            )
        elif left <= timedelta(0):
            findings.append(
                wrong(
                    "Chứng thư {file}: đã hết hạn ngày {date}, thiết bị và trình duyệt không vào được",
                    "Xem đồng hồ của máy có đúng không; rồi gõ: sudo systemctl start bocso-certificates",
                    file=file,
                    date=f"{until:%d/%m/%Y}",
                )
            )
        elif left < _CERTIFICATE_NEAR_ITS_END:
            findings.append(
                watch(
                    "Chứng thư {file}: hết hạn ngày {date} mà chưa được gia hạn",
                    "Gõ: sudo systemctl start bocso-certificates; rồi xem: sudo journalctl -u bocso-certificates -n 30",
                    file=file,
                    date=f"{until:%d/%m/%Y}",
                )
            )
        else:
            findings.append(well("Chứng thư {file}: còn hạn đến {date}", file=file, date=f"{until:%d/%m/%Y}"))
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
    # By a process of its own: who asks a share that has died waits for ever.
    elif not copies_far(settings.second_backup_folder, settings.database):
        findings.append(
            wrong(
                "Bản sao: không thấy bản nào ở nơi cất thứ hai {folder}",
                "Xem USB còn cắm và gắn đúng chỗ không.",
                folder=settings.second_backup_folder,
            )
        )
    return findings


def _answers(unit: str, port: int) -> list[Finding]:
    restart = "Gõ: sudo systemctl restart {unit}; rồi xem: sudo journalctl -u {unit} -n 30"
    try:
        answer = httpx.get(f"http://127.0.0.1:{port}/health", timeout=_ANSWERS_WITHIN_S, trust_env=False)
    except httpx.ConnectError:
        return [wrong("{unit}: không trả lời ở cổng {port}", restart, unit=unit, port=port)]
    except httpx.HTTPError:
        return [
            wrong("{unit}: cổng {port} có mở nhưng không trả lời: chương trình treo", restart, unit=unit, port=port)
        ]
    parts = _parts_in(answer)
    if parts is None:
        return [
            wrong(
                "{unit}: ở cổng {port} là một chương trình khác",
                "Gõ: sudo ss -ltnp 'sport = :{port}' để xem là gì, tắt nó đi, rồi: sudo systemctl restart {unit}",
                unit=unit,
                port=port,
            )
        ]
    if answer.status_code == HTTPStatus.OK:
        return [well("{unit}: trả lời ở cổng {port}", unit=unit, port=port)]
    ailing = ", ".join(sorted(part for part, state in parts.items() if state != "ok"))
    return [
        wrong("{unit}: trả lời ở cổng {port} nhưng có phần hỏng: {parts}", restart, unit=unit, port=port, parts=ailing)
    ]


def _parts_in(answer: httpx.Response) -> dict[str, str] | None:
    """None: whoever answered is not ours. The pages for phones say one word and name no parts."""
    if answer.text == "ok":
        return {}
    try:
        said = answer.json()
    except ValueError:
        return None
    parts = said.get("parts", {}) if isinstance(said, dict) and "status" in said else None
    return parts if isinstance(parts, dict) else None


def _clock(settings: ServerSettings) -> list[Finding]:
    """The journal's last word against the machine's clock: nobody has written in the future."""
    try:
        connection = open_for_reading(settings.database)
        try:
            row = connection.execute("SELECT at FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
        finally:
            connection.close()
        ahead = datetime.fromisoformat(row[0]) - SystemClock().now()
    except (sqlite3.Error, OSError, ValueError, TypeError):
        return []
    if ahead < _CLOCK_MAY_LAG:
        return []
    return [
        wrong(
            "Đồng hồ: máy chậm hơn sổ nhật ký {minutes} phút",
            "Đợi máy đồng bộ giờ (gõ: timedatectl). Giờ máy đúng: xem “Sổ đi trước giờ thật” trong docs/backup.md.",
            minutes=round(ahead / timedelta(minutes=1)),
        )
    ]


def _devices(settings: ServerSettings) -> list[Finding]:
    """The broker, asked as the server asks it, and with it which devices say that they are there."""
    try:
        connection = open_for_reading(settings.database)
        try:
            code = read_centre(connection).code
            devices = {device.device_id: device for device in all_devices(connection)}
        finally:
            connection.close()
    except (sqlite3.Error, OSError, CentreNotSetUp):
        return []
    line = listen(settings.broker, [topics.every_device_presence(code)], client_id="doctor", for_s=_LISTENS_S)
    if line.refusal is not None:
        return [
            wrong(
                "Máy trao đổi (mosquitto): không nhận mật khẩu của máy chủ",
                _INSTALL_AGAIN,
            )
        ]
    if not line.is_connected:
        return [
            wrong(
                "Máy trao đổi (mosquitto): không kết nối được",
                "Gõ: sudo systemctl restart mosquitto; rồi xem: sudo journalctl -u mosquitto -n 30",
            )
        ]
    findings = [well("Máy trao đổi (mosquitto): kết nối được")]
    if lets_strangers_in(settings.broker):
        findings.append(
            wrong(
                "Máy trao đổi (mosquitto): nhận cả người lạ không có mật khẩu",
                _INSTALL_AGAIN,
            )
        )
    present: dict[str, DevicePresence] = {}
    boots: dict[str, set[str]] = {}
    for payload in line.all_heard:
        try:
            presence = DevicePresence.model_validate_json(payload)
        except ValueError:
            continue
        boots.setdefault(presence.device_id, set()).add(presence.boot_id)
        present[presence.device_id] = presence
    for device_id, device in sorted(devices.items()):
        findings += _of_device(device, present.get(device_id), boots.get(device_id, set()))
    return findings


def _of_device(device: Device, presence: DevicePresence | None, boots: set[str]) -> list[Finding]:
    name = device.device_id
    if len(boots) > 1:
        return [
            wrong(
                "Thiết bị {device}: hai máy cùng dùng một tên và đẩy nhau ra",
                "Tắt một máy; ở trang Thiết bị thêm một thiết bị mới cho máy đó và ghép nó bằng mã mới.",
                device=name,
            )
        ]
    if presence is None or not presence.online:
        return [
            wrong(
                "Thiết bị {device}: im lặng",
                "Xem thiết bị có điện và có mạng không; trên thiết bị gõ: sudo bocso doctor",
                device=name,
            )
        ]
    if device.kind in {"counter", "pad"} and not device.counter_id:
        return [
            wrong(
                "Thiết bị {device}: chưa được gắn với quầy nào",
                "Ở trang Thiết bị chọn quầy cho thiết bị này.",
                device=name,
            )
        ]
    if not presence.faults:
        return [well("Thiết bị {device}: có mặt", device=name)]
    return [_told(fault, name) for fault in presence.faults]


def _told(fault: str, name: str) -> Finding:
    """In the words of the floor page. It has them all; what to do is read there in order, here in one line."""
    cure, part = cure_of(fault)

    def what(translate: Translate) -> str:
        return translate(cure.sentence).format(device=name, part=part, since="")

    def deed(translate: Translate) -> str:
        return " ".join(translate(step) for step in cure.steps)

    return Finding(Verdict.WRONG if cure.is_alarm else Verdict.WATCH, what, deed)

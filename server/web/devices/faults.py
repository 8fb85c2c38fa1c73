"""What ails a device, in words for whoever stands in the hall: one sentence, then what to do, step by step.

Codes are those of docs/messages.md; a part behind a colon (`button_stuck:3`) fills `{part}`. A code that comes with a
part and without one has a cure for each, the one with a part under the code and its colon.
"""

from dataclasses import dataclass

from messaging.spoken_version import DEVICE_NEEDS_UPDATE, SERVER_NEEDS_UPDATE
from server.backup.errors import BackupFault
from server.clock_trust import CLOCK_LEAPT, CLOCK_UNSURE, JOURNAL_AHEAD
from server.disk_room import DISK_FULL, DISK_LOW
from server.jobs.back_up import BACKUP_FAILED, NO_SECOND, SECOND_FAILED
from server.mqtt.broker_rights import RIGHTS_NOT_KEPT
from server.mqtt.open_broker import BROKER_OPEN
from server.tls.listening import CERTIFICATE_ENDS, CERTIFICATE_NOT_YET, CERTIFICATE_UNUSABLE

SILENT = "silent"
"""Not a device's own word: it has said nothing for a while."""
BROKER_AWAY = "broker_away"
"""Not a device's either: the server has lost the line to all of them."""

SLIPS_WAIT = "slips_wait"
"""Nor this: a kiosk has not told what became of a slip that staff ordered."""
WALK_DUE = "walk_due"
"""Nor this: a button of the pad may be dead (`server.domain.quiet_buttons`)."""


@dataclass(frozen=True, slots=True)
class Cure:
    sentence: str
    """What is wrong, for the citizen's sake first; `{device}` is the device's name."""
    steps: tuple[str, ...]
    is_alarm: bool = True
    """False: worth knowing, nobody has to run."""


_MAKE_ROOM = "Cán bộ kỹ thuật: xóa tệp không thuộc Bốc Số trên ổ đĩa, hoặc thay ổ lớn hơn."
_TRY_BACKUP = "Rồi chạy thử lệnh bocso backup."
_PLUG_AGAIN = "Rút USB ra, cắm lại và đợi 10 phút; với ổ mạng: xem dây mạng và máy chứa ổ có bật không."

CURES: dict[str, Cure] = {
    SILENT: Cure(
        "{device} không trả lời từ lúc {since}.",
        (
            "Xem thiết bị có điện không: đèn nguồn, ổ cắm, công tắc.",
            "Xem dây mạng hoặc đèn Wi-Fi của thiết bị.",
            "Rút điện, đợi 10 giây, cắm lại và chờ 2 phút.",
            "Vẫn không được: báo cán bộ kỹ thuật, tạm dùng thiết bị khác.",
        ),
    ),
    BROKER_AWAY: Cure(
        "Máy chủ mất đường truyền tới bảng gọi số, màn hình quầy và bộ nút đánh giá.",
        (
            "Các quầy vẫn gọi số được trên máy tính; vui lòng gọi to số cho công dân.",
            "Cán bộ kỹ thuật: khởi động lại dịch vụ mosquitto trên máy chủ.",
        ),
    ),
    DISK_FULL: Cure(
        "Máy chủ sắp hết chỗ lưu: đã ngừng cấp số, các việc khác vẫn chạy.",
        (
            "Gọi số và phục vụ những người đã có số như thường.",
            _MAKE_ROOM,
            "Cấp số chạy lại ngay khi ổ đĩa trống trên 2 %.",
        ),
    ),
    f"{DISK_LOW}:": Cure(
        "Ổ đĩa của máy chủ chỉ còn trống {part} %.",
        ("Cán bộ kỹ thuật: xóa tệp không thuộc Bốc Số, hoặc thay ổ lớn hơn. Dưới 2 % máy sẽ ngừng cấp số.",),
        is_alarm=False,
    ),
    f"{BACKUP_FAILED}:{BackupFault.DAMAGED.value}": Cure(
        "Cơ sở dữ liệu của máy chủ có dấu hiệu hỏng: không tạo được bản sao tốt.",
        (
            "Không tắt máy chủ; gọi cán bộ kỹ thuật ngay.",
            "Cán bộ kỹ thuật: làm theo mục “Máy báo bản sao hỏng” trong tài liệu sao lưu (docs/backup.md).",
        ),
    ),
    f"{BACKUP_FAILED}:{BackupFault.NO_ROOM.value}": Cure(
        "Máy chủ không tạo được bản sao dữ liệu mỗi giờ: ổ đĩa hết chỗ.",
        (_MAKE_ROOM, _TRY_BACKUP),
    ),
    f"{BACKUP_FAILED}:{BackupFault.UNWRITABLE.value}": Cure(
        "Máy chủ không tạo được bản sao dữ liệu mỗi giờ: không ghi được vào thư mục bản sao.",
        ("Cán bộ kỹ thuật: xem ổ đĩa có bị khóa ghi không, thư mục bản sao thuộc người dùng bocso.", _TRY_BACKUP),
    ),
    f"{SECOND_FAILED}:{BackupFault.ABSENT.value}": Cure(
        "Không thấy nơi cất bản sao thứ hai: USB hoặc ổ mạng chưa cắm.",
        (_PLUG_AGAIN, "Cán bộ kỹ thuật: gắn (mount) lại ổ vào đúng thư mục second_backup_folder."),
    ),
    f"{SECOND_FAILED}:{BackupFault.SAME_DISK.value}": Cure(
        "Nơi cất bản sao thứ hai đang nằm trên chính ổ đĩa của máy chủ: USB hoặc ổ mạng chưa được gắn.",
        (_PLUG_AGAIN, "Cán bộ kỹ thuật: gắn (mount) lại ổ vào đúng thư mục second_backup_folder."),
    ),
    f"{SECOND_FAILED}:{BackupFault.NO_ROOM.value}": Cure(
        "Nơi cất bản sao thứ hai hết chỗ.",
        ("Cán bộ kỹ thuật: xóa tệp không thuộc Bốc Số trên USB hoặc ổ mạng, hoặc thay ổ lớn hơn.",),
    ),
    f"{SECOND_FAILED}:": Cure(
        "Không ghi được bản sao dữ liệu vào nơi thứ hai.",
        (_PLUG_AGAIN, "Vẫn báo: thay USB khác; bản sao trên máy chủ vẫn còn."),
    ),
    NO_SECOND: Cure(
        "Bản sao dữ liệu chỉ nằm trên một ổ đĩa; hỏng ổ là mất cả hai.",
        ("Cán bộ kỹ thuật: cắm một USB và đặt second_backup_folder như trong tài liệu sao lưu.",),
        is_alarm=False,
    ),
    CLOCK_UNSURE: Cure(
        "Không nguồn giờ nào xác nhận đồng hồ máy chủ: mỗi sáng cán bộ phải xác nhận ngày, dữ liệu cũ chưa được xóa.",
        (
            "So giờ trên màn hình với đồng hồ chuẩn; sai thì báo cán bộ kỹ thuật.",
            "Cán bộ kỹ thuật: cho máy chủ đồng bộ giờ qua mạng (NTP), hoặc lắp pin đồng hồ.",
            'Không có mạng mà giờ luôn đúng: đặt trust_clock = "always" trong server.toml.',
        ),
        is_alarm=False,
    ),
    f"{CLOCK_LEAPT}:": Cure(
        "Đồng hồ máy chủ vừa nhảy tới {part} giờ trong lúc làm việc, không nguồn giờ nào xác nhận. Sổ vẫn theo giờ cũ.",
        (
            "So giờ trên màn hình các quầy với đồng hồ chuẩn: đúng thì làm việc tiếp.",
            "Cán bộ kỹ thuật: chỉnh lại đồng hồ máy chủ (timedatectl), báo động tự tắt.",
            "Nếu chính giờ mới của máy chủ là đúng: khởi động lại máy chủ khi hết người chờ.",
        ),
    ),
    f"{JOURNAL_AHEAD}:": Cure(
        "Sổ của máy chủ đi trước đồng hồ máy {part} giờ: máy không tự mở ngày, không xóa dữ liệu cũ.",
        (
            "So giờ trên màn hình các quầy với đồng hồ chuẩn. Đúng: cán bộ kỹ thuật chỉnh đồng hồ máy (timedatectl).",
            "Sai: đừng xác nhận ngày; gọi cán bộ kỹ thuật, xem mục “Sổ đi trước giờ thật” trong tài liệu sao lưu.",
        ),
    ),
    f"{CERTIFICATE_ENDS}:": Cure(
        "Chứng chỉ mã hóa của máy chủ hết hạn sau {part} ngày; khi đó trình duyệt và thiết bị không kết nối nữa.",
        ("Cán bộ kỹ thuật: gõ sudo systemctl start bocso-certificates, rồi xem journalctl -u bocso-certificates.",),
    ),
    CERTIFICATE_NOT_YET: Cure(
        "Chứng chỉ mã hóa của máy chủ chưa đến ngày có hiệu lực: đồng hồ đang chậm, hoặc đã chạy nhanh lúc cấp.",
        (
            "So giờ trên màn hình với đồng hồ chuẩn; sai thì báo cán bộ kỹ thuật.",
            "Cán bộ kỹ thuật: khi đồng hồ đã đúng, chạy lại sudo bash ~/bocso/deploy/install.sh centre.",
        ),
    ),
    CERTIFICATE_UNUSABLE: Cure(
        "Máy chủ không dùng được chứng chỉ mã hóa đang có trên ổ đĩa: lần khởi động sau máy chủ sẽ không chạy.",
        (
            (
                "Cán bộ kỹ thuật: chạy lại sudo bash ~/bocso/deploy/install.sh centre, "
                "rồi xem: sudo journalctl -u bocso-server -n 30."
            ),
        ),
    ),
    BROKER_OPEN: Cure(
        "Máy chủ tin nhắn (broker) nhận cả người lạ không có mật khẩu.",
        (
            "Cán bộ kỹ thuật: chạy lại sudo bash ~/bocso/deploy/install.sh centre để khóa lại.",
            "Broker tự dựng: làm theo mục “The broker's own configuration” trong docs/settings.md.",
        ),
    ),
    RIGHTS_NOT_KEPT: Cure(
        "Máy chủ không cấp và thu được quyền của thiết bị ở broker.",
        (
            (
                "Cán bộ kỹ thuật: chạy lại sudo bash ~/bocso/deploy/install.sh centre, "
                "rồi xem: sudo journalctl -u bocso-server -n 30."
            ),
        ),
    ),
    SLIPS_WAIT: Cure(
        "{device} chưa in phiếu được giao từ lúc {since}.",
        (
            "Xem máy có điện, có giấy và có kết nối không.",
            "Công dân đang đợi phiếu: in lại tại máy khác ở trang Phiếu đã cấp, hoặc ghi số ra giấy.",
        ),
    ),
    "paper_out": Cure(
        "{device} hết giấy, đang ngừng cấp số.",
        (
            "Mở nắp máy in, lấy lõi giấy cũ ra.",
            "Đặt cuộn mới, mặt nhẵn hướng lên, kéo đầu giấy ra ngoài rồi đóng nắp.",
            "Trong lúc chờ: lấy số giúp công dân tại trang Lấy số hộ và cho xem số trên màn hình.",
        ),
    ),
    "paper_near_end": Cure("{device} sắp hết giấy.", ("Chuẩn bị một cuộn giấy mới cạnh máy.",), is_alarm=False),
    "paper_near_end:": Cure(
        "{device} sắp hết giấy, còn khoảng {part} phiếu.",
        ("Chuẩn bị một cuộn giấy mới cạnh máy, thay khi vắng người.",),
        is_alarm=False,
    ),
    "emergency_refused": Cure(
        "Máy chủ không nhận một phiếu tạm mà {device} đã in.",
        (
            "Hỏi công dân cầm phiếu bắt đầu bằng chữ X mà số không có trong hàng chờ.",
            "Lấy số mới giúp công dân đó tại trang Lấy số hộ.",
            "Cán bộ kỹ thuật: xem nhật ký của thiết bị.",
        ),
    ),
    "printer_offline": Cure(
        "Máy in của {device} mất kết nối, không in được phiếu.",
        (
            "Bật công tắc máy in, xem đèn báo sáng.",
            "Cắm chặt dây nối máy in với máy lấy số.",
            "Tắt máy in, đợi 10 giây rồi bật lại.",
        ),
    ),
    "printer_silent": Cure(
        "Máy in của {device} không báo tình trạng; phiếu vẫn được in thử.",
        ("Lấy thử một số và xem phiếu có ra không.", "Nếu không ra: tắt máy in, đợi 10 giây rồi bật lại."),
        is_alarm=False,
    ),
    "printer_cover_open": Cure("Nắp máy in của {device} đang mở.", ("Đóng nắp máy in đến khi nghe tiếng tách.",)),
    "printer_fault": Cure(
        "Máy in của {device} báo lỗi.",
        (
            "Tắt máy in, mở nắp, gỡ giấy kẹt quanh dao cắt.",
            "Nếu máy in nóng: để nguội 10 phút.",
            "Bật lại; nếu còn báo lỗi, báo cán bộ kỹ thuật.",
        ),
    ),
    "no_sound": Cure(
        "{device} không phát được tiếng gọi số.",
        (
            "Xem loa có điện và âm lượng chưa về 0.",
            "Cắm lại dây loa vào đúng thiết bị.",
            "Trong lúc chờ: cán bộ gọi to số cho công dân.",
        ),
    ),
    "keypad_missing": Cure(
        "{device} không thấy bàn phím số của cán bộ.",
        (
            "Cắm lại bàn phím số vào máy của màn hình quầy.",
            "Trong lúc chờ: cán bộ gọi số trên máy tính.",
            "Cắm rồi vẫn báo: cán bộ kỹ thuật xem mục bàn phím số trong tài liệu đấu dây.",
        ),
        is_alarm=False,
    ),
    DEVICE_NEEDS_UPDATE: Cure(
        "{device} chạy chương trình quá cũ so với máy chủ: cần được cập nhật.",
        (
            "Cán bộ kỹ thuật: cập nhật chương trình của thiết bị.",
            "Trong lúc chờ không mất gì: máy lấy số phát số tạm, bộ nút giữ các lần bấm.",
        ),
    ),
    SERVER_NEEDS_UPDATE: Cure(
        "{device} mới hơn máy chủ: máy chủ cần được cập nhật.",
        (
            "Cán bộ kỹ thuật: cập nhật chương trình của máy chủ.",
            "Trong lúc chờ không mất gì: máy lấy số phát số tạm, bộ nút giữ các lần bấm.",
        ),
    ),
    "jobs_unwritable": Cure(
        "{device} không ghi được vào thẻ nhớ, đang không làm được việc máy chủ giao.",
        ("Cán bộ kỹ thuật: thay thẻ nhớ của thiết bị.",),
    ),
    WALK_DUE: Cure(
        "{device}: lâu nay có nút không ai bấm, có thể nút hỏng.",
        (
            "Cán bộ kỹ thuật: dừng chương trình của bộ nút, chạy kiểm tra các nút (--walk) rồi bấm từng nút đang sáng.",
            "Nút không trả lời: xem hai dây của nút, thay nút.",
        ),
        is_alarm=False,
    ),
    "button_stuck": Cure(
        "{device}: có nút bị kẹt; đèn của nút đó không sáng.",
        ("Bấm rồi nhả nút vài lần; lau sạch quanh nút.", "Vẫn kẹt: báo cán bộ kỹ thuật thay nút."),
        is_alarm=False,
    ),
    "buttons_mismatch": Cure(
        "{device} có số nút khác số mức đánh giá, đang không nhận đánh giá.",
        ("Cán bộ kỹ thuật: chọn lại thang đánh giá hoặc khai báo lại số nút của thiết bị.",),
    ),
    "credential_refused": Cure(
        "{device} bị máy chủ từ chối khóa truy cập.",
        ("Cán bộ kỹ thuật: cấp lại khóa cho thiết bị tại trang Thiết bị.",),
    ),
    "presses_refused": Cure(
        "{device} có lần bấm không được máy chủ nhận.",
        ("Cán bộ kỹ thuật: xem nhật ký của thiết bị; các lần bấm được giữ lại trên thiết bị.",),
        is_alarm=False,
    ),
    "outbox_unwritable": Cure(
        "{device} không ghi được vào thẻ nhớ; mất điện sẽ mất đánh giá.",
        ("Cán bộ kỹ thuật: thay thẻ nhớ của thiết bị.",),
    ),
    "intents_damaged": Cure(
        "Bộ nhớ các số đã cấp của {device} bị hỏng, đã để riêng; máy vẫn cấp số.",
        (
            "Cán bộ kỹ thuật: kiểm tra thẻ nhớ của thiết bị, thay khi còn hỏng lại.",
            "Rồi chuyển các tệp intents.db.damaged-* ra khỏi thư mục dữ liệu của máy và khởi động lại chương trình.",
        ),
        is_alarm=False,
    ),
    "storage_unwritable": Cure(
        "{device} không ghi được vào thẻ nhớ (đầy hoặc bị khóa), đang ngừng cấp số.",
        (
            "Trong lúc chờ: lấy số giúp công dân tại trang Lấy số hộ và cho xem số trên màn hình.",
            "Cán bộ kỹ thuật: xóa tệp không thuộc Bốc Số trên thiết bị, hoặc thay thẻ nhớ.",
            "Máy tự cấp số lại ngay sau đó.",
        ),
    ),
    "outbox_damaged": Cure(
        "Dữ liệu chờ gửi của {device} bị hỏng, đã để riêng.",
        (
            "Cán bộ kỹ thuật: kiểm tra thẻ nhớ của thiết bị.",
            "Ở máy lấy số: rồi chuyển các tệp reports.db.damaged-*, ratings.db.damaged-* ra khỏi thư mục dữ liệu.",
        ),
        is_alarm=False,
    ),
}

UNKNOWN_FAULT = Cure("{device} báo lỗi {part}.", ("Báo cán bộ kỹ thuật.",))


def cure_of(fault: str) -> tuple[Cure, str]:
    """What to say and do about a fault, and what fills its `{part}`; a code that is not known still alarms."""
    code, _, part = fault.partition(":")
    known = CURES.get(fault) or (CURES.get(f"{code}:") if part else None) or CURES.get(code)
    return (UNKNOWN_FAULT, fault) if known is None else (known, part)

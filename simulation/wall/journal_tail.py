"""The journal's last rows in words: what happened, to which number, at which counter; never how somebody rated."""

import json
import sqlite3
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from server.db import tables as t
from server.db.statements import Statement

ROWS_SHOWN = 40
HASH_SIGNS = 8

WORDS: dict[str, tuple[str, str]] = {
    "set_up_changed": ("Thiết lập trung tâm", "set-up changed"),
    "device_added": ("Thêm thiết bị", "device added"),
    "staff_added": ("Thêm cán bộ", "staff added"),
    "day_opened": ("Mở ngày làm việc", "day opened"),
    "tickets_stopped": ("Ngừng cấp số", "tickets stopped"),
    "day_closed": ("Đóng ngày làm việc", "day closed"),
    "clock_jumped": ("Đồng hồ nhảy", "clock jumped"),
    "database_restored": ("Khôi phục dữ liệu từ bản sao", "database restored"),
    "lost_in_restore": ("Bỏ qua các số có thể đã cấp", "numbers lost in the restore"),
    "ticket_issued": ("Cấp số", "ticket issued"),
    "print_reported": ("Kết quả in phiếu", "print reported"),
    "intent_cancelled": ("Thôi lấy số", "wish withdrawn"),
    "turn_cancelled": ("Huỷ lượt", "turn cancelled"),
    "turn_voided": ("Bỏ lượt, phiếu không ra", "turn voided"),
    "turn_restored": ("Khôi phục lượt", "turn restored"),
    "turn_called": ("Gọi", "called"),
    "turn_recalled": ("Gọi lại", "called again"),
    "turn_started": ("Bắt đầu phục vụ", "service began"),
    "turn_finished": ("Hoàn tất", "finished"),
    "turn_marked_absent": ("Vắng mặt", "did not come"),
    "grace_ended": ("Hết hạn quay lại", "grace ended"),
    "turn_returned": ("Trở lại hàng chờ", "back to the queue"),
    "cool_down_ended": ("Lại được gọi", "may be called again"),
    "turn_expired": ("Hết ngày, lượt kết thúc", "turn expired"),
    "desk_signed_on": ("Cán bộ vào quầy", "officer signed on"),
    "desk_signed_off": ("Cán bộ rời quầy", "officer signed off"),
    "window_opened": ("Mời đánh giá", "rating opened"),
    "window_shortened": ("Rút ngắn lúc đánh giá", "rating shortened"),
    "window_closed": ("Hết lúc đánh giá", "rating closed"),
    "press_recorded": ("Bấm nút đánh giá", "rating pressed"),
    "rating_reason_given": ("Nêu lý do đánh giá", "reason of a rating given"),
    "correction_asked": ("Đề nghị loại khối đánh giá", "correction of ratings asked"),
    "correction_declined": ("Không đồng ý loại khối", "correction declined"),
    "block_set_aside": ("Loại một khối đánh giá", "block of ratings set aside"),
    "block_put_back": ("Đưa khối đánh giá trở lại", "block of ratings put back"),
    "finding_answered": ("Trả lời một phát hiện", "finding answered"),
    "action_undone": ("Hoàn tác", "undone"),
    "turn_held": ("Tạm chờ", "on hold"),
    "turn_released": ("Hết tạm chờ", "hold over"),
    "turn_transferred": ("Chuyển đi", "transferred"),
    "turn_added": ("Thêm lượt", "turn added"),
    "turn_revived": ("Giám đốc cho chờ lại", "revived by the head"),
    "quick_served": ("Phục vụ nhanh, không số", "served without a ticket"),
    "priority_changed": ("Đổi ưu tiên", "priority changed"),
    "desk_paused": ("Quầy tạm dừng", "desk paused"),
    "desk_resumed": ("Quầy làm tiếp", "desk goes on"),
    "supplement_asked": ("Yêu cầu bổ sung", "papers asked for"),
    "supplement_withdrawn": ("Rút yêu cầu bổ sung", "papers not asked for"),
    "place_reserved": ("Giữ chỗ", "place reserved"),
    "place_ended": ("Chỗ giữ kết thúc", "place over"),
    "job_ordered": ("Giao việc cho thiết bị", "job ordered"),
    "job_ended": ("Thiết bị báo việc", "job reported"),
    "day_extended": ("Kéo dài ngày làm việc", "day extended"),
    "service_closed": ("Ngừng nhận lĩnh vực", "service closed"),
    "service_reopened": ("Nhận lại lĩnh vực", "service reopened"),
    "notice_posted": ("Đăng thông báo", "notice posted"),
    "notice_withdrawn": ("Gỡ thông báo", "notice withdrawn"),
    "staff_changed": ("Sửa cán bộ", "staff changed"),
    "access_changed": ("Sửa cách đăng nhập", "access changed"),
    "device_changed": ("Sửa thiết bị", "device changed"),
    "device_retired": ("Bỏ thiết bị", "device retired"),
    "device_invited": ("Lấy mã ghép thiết bị", "pairing code made"),
    "device_enrolled": ("Ghép thiết bị", "device paired"),
    "device_rotation_asked": ("Yêu cầu đổi khóa thiết bị", "new key asked for"),
    "device_rotated": ("Thiết bị đã đổi khóa", "device has a new key"),
    "device_revoked": ("Ngắt thiết bị", "device shut out"),
    "alarm_acknowledged": ("Đã nhận báo động", "alarm seen"),
    "emergency_merged": ("Nhận phiếu tạm vào hàng chờ", "temporary ticket taken in"),
    "picture_added": ("Thêm ảnh cho bảng", "board picture added"),
    "picture_removed": ("Bỏ ảnh của bảng", "board picture removed"),
    "presence_confirmed": ("Công dân báo đã có mặt", "citizen is here"),
    "procedures_imported": ("Nhập danh mục thủ tục", "procedures imported"),
    "rush_switched": ("Đổi chế độ đông người", "rush mode switched"),
    "turn_postponed": ("Công dân xin gọi sau", "citizen comes later"),
}
_PRINTED = {
    "printed": ("Phiếu đã in", "slip printed"),
    "shown": ("Công dân đã ghi số", "number written down"),
    "unknown": ("Chưa rõ phiếu đã ra chưa", "print unknown"),
    "not_printed": ("Không in được phiếu", "not printed"),
}

_COLUMNS = (t.journal.c.seq, t.journal.c.at, t.journal.c.kind, t.journal.c.body, t.journal.c.hash)
NEWEST = Statement(select(*_COLUMNS).order_by(t.journal.c.seq.desc()).limit(bindparam("most")))
OF_TURN = Statement(
    select(t.tickets.c.shown, t.turns.c.counter_id)
    .join(t.turns, t.turns.c.ticket_id == t.tickets.c.ticket_id)
    .where(t.turns.c.turn_id == bindparam("of_turn"))
)
OF_TICKET = Statement(select(t.tickets.c.shown).where(t.tickets.c.ticket_id == bindparam("of_ticket")))
OF_SESSION = Statement(
    select(t.desk_sessions.c.counter_id).where(t.desk_sessions.c.session_id == bindparam("of_session"))
)
OF_WINDOW = Statement(select(t.windows.c.counter_id).where(t.windows.c.window_id == bindparam("of_window")))

_NO_COUNTER_YET = {"ticket_issued", "print_reported", "turn_voided", "turn_restored", "turn_returned"}


@dataclass(frozen=True, slots=True)
class JournalRow:
    seq: int
    at: str
    """Local time of day."""
    kind: str
    words: str
    words_en: str
    number: str
    counter: str
    """Such as `Quầy 1`; empty when there is none."""
    hash: str
    """The first signs of it."""


def newest_rows(connection: sqlite3.Connection, counters: dict[str, int], zone: ZoneInfo) -> list[dict[str, Any]]:
    """The last rows, newest first. `counters`: the number on the door of each counter."""
    return [asdict(_row(connection, row, counters, zone)) for row in NEWEST.all(connection, most=ROWS_SHOWN)]


def _row(connection: sqlite3.Connection, row: sqlite3.Row, counters: dict[str, int], zone: ZoneInfo) -> JournalRow:
    kind, body = row["kind"], json.loads(row["body"])
    words, words_en = WORDS.get(kind, (kind, ""))
    if kind == "print_reported":
        words, words_en = _PRINTED.get(body.get("outcome", ""), (words, words_en))
    number, counter_id = _whom_and_where(connection, kind, body)
    return JournalRow(
        seq=row["seq"],
        at=datetime.fromisoformat(row["at"]).astimezone(zone).strftime("%H:%M:%S"),
        kind=kind,
        words=words,
        words_en=words_en,
        number=number,
        counter=f"Quầy {counters.get(counter_id, counter_id)}" if counter_id else "",
        hash=row["hash"][:HASH_SIGNS],
    )


def _whom_and_where(connection: sqlite3.Connection, kind: str, body: dict[str, Any]) -> tuple[str, str]:
    """Number and counter id of an event; what concerns a rating names its counter alone."""
    if kind.startswith(("window_", "press_")):
        counter_id = body.get("counter_id")
        if counter_id is None and (window_id := body.get("window_id")) is not None:
            counter_id = OF_WINDOW.value(connection, of_window=window_id)
        return "", counter_id or ""
    number, counter_id = str(body.get("shown", "")), body.get("counter_id")
    if (turn_id := body.get("turn_id")) is not None:
        turn = OF_TURN.first(connection, of_turn=turn_id)
        if turn is not None:
            number = turn["shown"]
            if counter_id is None and kind not in _NO_COUNTER_YET:
                counter_id = turn["counter_id"]
    elif (ticket_id := body.get("ticket_id")) is not None:
        number = OF_TICKET.value(connection, of_ticket=ticket_id) or ""
    elif (session_id := body.get("session_id")) is not None:
        counter_id = OF_SESSION.value(connection, of_session=session_id)
    return number, counter_id or ""

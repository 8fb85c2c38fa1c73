"""The signs that the detectors count, and how a finding says what was counted, in Vietnamese and in English."""

from enum import StrEnum


class Sign(StrEnum):
    PROMPT_PRESS = "prompt_press"
    LATE_PRESS_THEN_CALL = "late_press_then_call"
    CUT_WINDOW = "cut_window"
    OFTEN_ABSENT = "often_absent"
    ABSENT_AND_BUSY = "absent_and_busy"
    TRANSFER_NOT_TAKEN_UP = "transfer_not_taken_up"
    SHORT_QUICK_SERVE = "short_quick_serve"
    SHORT_TURN = "short_turn"


WORDS: dict[Sign, tuple[str, str]] = {
    Sign.PROMPT_PRESS: (
        "{count}/{of} lượt có đánh giá được bấm trong vòng 3 giây sau khi hoàn tất, trước khi công dân kịp bấm",
        "{count} of {of} rated turns were pressed within 3 s of the finish, before a citizen can have pressed",
    ),
    Sign.LATE_PRESS_THEN_CALL: (
        "{count}/{of} lượt được bấm muộn hơn 14 giây, rồi cán bộ gọi số tiếp theo trong vòng 6 giây sau lần bấm",
        "{count} of {of} turns were pressed later than 14 s, and the officer called the next within 6 s of the press",
    ),
    Sign.CUT_WINDOW: (
        "{count}/{of} lượt bị cắt thời gian đánh giá: số tiếp theo được gọi và bấm Bắt đầu khi chưa ai kịp đến",
        "{count} of {of} turns had their time for rating cut: the next was started before anybody can have come",
    ),
    Sign.OFTEN_ABSENT: (
        "{count}/{of} lượt được gọi bị ghi vắng mặt",
        "{count} of {of} called turns were marked as not come",
    ),
    Sign.ABSENT_AND_BUSY: (
        "{count}/{of} lượt được gọi bị ghi vắng mặt khi quầy bận ít nhất 4 phút lúc đó hoặc ngay sau đó",
        "{count} of {of} called turns were marked as not come with the desk busy for 4 minutes then or right after",
    ),
    Sign.TRANSFER_NOT_TAKEN_UP: (
        "{count}/{of} lượt được gọi đã chuyển đi mà sau đó không ai đến nơi nhận",
        "{count} of {of} called turns were transferred, and nobody came where they went",
    ),
    Sign.SHORT_QUICK_SERVE: (
        "{count}/{of} lượt là phục vụ nhanh không lấy số, kết thúc trong vòng 60 giây",
        "{count} of {of} turns were quick serves without a number that ended within 60 s",
    ),
    Sign.SHORT_TURN: (
        "{count}/{of} lượt hoàn tất trong vòng 75 giây kể từ lúc gọi, kể cả thời gian đi đến quầy",
        "{count} of {of} turns were finished within 75 s of the call, the walk to the desk included",
    ),
}
"""Each is followed by the comparison. Figures: `count`, `of`, `percent`, `others_percent`."""

COMPARED = (
    " ({percent} %; các cán bộ khác {others_percent} %)",
    " ({percent} %; other officers {others_percent} %)",
)

ALONE = (" ({percent} %)", " ({percent} %)")
"""Where too few others worked to be compared with."""

SILENT_WORDS = (
    "{count}/{of} buổi không có lần bấm nào, thành {stretches} đợt; ở các buổi khác {percent} % số lượt có đánh giá",
    "{count} of {of} half days without any press, in {stretches} stretches; in the others {percent} % were rated",
)

FALLEN_WORDS = (
    (
        "trong {half_days} buổi gần đây {count}/{of} lượt có đánh giá ({percent} %), trước đó "
        "{before_count}/{before_of} ({before_percent} %); các cán bộ khác cùng lúc từ {others_before} % đến "
        "{others_percent} %"
    ),
    (
        "in the last {half_days} half days {count} of {of} turns were rated ({percent} %), before them {before_count} "
        "of {before_of} ({before_percent} %); other officers went from {others_before} % to {others_percent} %"
    ),
)

COVERAGE_WORDS = (
    "Tỷ lệ đánh giá: {count}/{of} lượt",
    "Coverage: {count} of {of} turns were rated",
)

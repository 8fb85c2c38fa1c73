"""Every state of a touch pad, as the pad's own rules would show it."""

from dataclasses import replace

from messaging.snapshots import RatingLevel, RatingReason
from rating_pad.touch.asking import CHANGE_S, REASONS_S, Page, TouchView

LEVEL_NAMES = {
    5: (
        ("Rất hài lòng", "Very satisfied"),
        ("Hài lòng", "Satisfied"),
        ("Bình thường", "Neutral"),
        ("Không hài lòng", "Dissatisfied"),
        ("Rất không hài lòng", "Very dissatisfied"),
    ),
    4: (
        ("Rất hài lòng", "Very satisfied"),
        ("Hài lòng", "Satisfied"),
        ("Bình thường", "Neutral"),
        ("Không hài lòng", "Dissatisfied"),
    ),
    3: (("Hài lòng", "Satisfied"), ("Bình thường", "Neutral"), ("Không hài lòng", "Dissatisfied")),
}
REASONS = (
    ("attitude", "Thái độ phục vụ", "Manner of service"),
    ("wait", "Chờ đợi lâu", "Long wait"),
    ("explain", "Hướng dẫn chưa rõ", "Unclear guidance"),
    ("extra_docs", "Yêu cầu giấy tờ ngoài quy định", "Papers asked for beyond the rules"),
    ("return", "Phải đi lại nhiều lần", "Several trips needed"),
    ("late", "Trả kết quả trễ hẹn", "Result later than promised"),
    ("fee", "Thu phí, lệ phí", "Fees and charges"),
    ("facility", "Cơ sở vật chất", "Rooms and facilities"),
    ("other", "Lý do khác", "Another reason"),
)
OFFICER = "Mẫu Thị Hoa"
LONG_OFFICER = "Nguyễn Phước Bảo Quỳnh Trân (Mẫu)"
NOW_S = 100.0
"""The pad's clock in every scene."""


def levels_of(count: int) -> tuple[RatingLevel, ...]:
    """A scheme of so many levels, best first; the ones below the satisfied ask for a reason."""
    satisfied = 1 if count == 3 else 2
    return tuple(
        RatingLevel(value=count - place, name=name, name_en=name_en, asks_reason=place >= satisfied)
        for place, (name, name_en) in enumerate(LEVEL_NAMES[count])
    )


def sample_reasons() -> tuple[RatingReason, ...]:
    return tuple(RatingReason(reason=reason, name=name, name_en=name_en) for reason, name, name_en in REASONS)


def pad_scenes(language: str, *, levels: int = 5) -> dict[str, TouchView]:
    """A view of each state, by a name that tells it."""
    plain = TouchView(
        Page.IDLE,
        language=language,
        counter_name="Quầy số 2",
        counter_name_en="Counter 2",
        officer_name=OFFICER,
        question="Ông/Bà có hài lòng với việc phục vụ tại quầy này không?",
        question_en="Are you satisfied with the service at this counter?",
        levels=levels_of(levels),
        reasons=sample_reasons(),
    )
    asked = replace(plain, from_s=NOW_S - 20, until_s=NOW_S + 40)
    rated = replace(plain, from_s=NOW_S - 1, until_s=NOW_S - 1 + CHANGE_S, chosen=levels, may_change=True)
    low = replace(rated, chosen=1)
    asking = replace(low, page=Page.REASONS, until_s=NOW_S - 1 + REASONS_S)
    bye = replace(low, page=Page.BYE, may_change=False)
    return {
        "connecting": TouchView(Page.NO_CONNECTION),
        "no_connection": replace(plain, page=Page.NO_CONNECTION),
        "no_counter": TouchView(Page.NO_COUNTER),
        "idle": plain,
        "idle_nobody": replace(plain, officer_name=None),
        "idle_long_name": replace(plain, officer_name=LONG_OFFICER),
        "question": replace(asked, page=Page.QUESTION),
        "question_long_name": replace(asked, page=Page.QUESTION, officer_name=LONG_OFFICER),
        "thanks": replace(rated, page=Page.THANKS),
        "changing": replace(low, page=Page.CHANGING),
        "reasons": asking,
        "reasons_kept": replace(asking, may_change=False),
        "bye": replace(bye, gave_reason=True),
        "bye_skipped": bye,
        "ended": replace(plain, page=Page.ENDED),
        "cannot_keep": replace(plain, page=Page.CANNOT_KEEP),
    }

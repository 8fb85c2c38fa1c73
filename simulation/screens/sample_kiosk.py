"""A sample centre as a kiosk hears of it: long names, nine and twelve services, all groups."""

from typing import Any

from messaging.snapshots import KioskSnapshot
from simulation.screens.pad_scenes import LEVEL_NAMES, REASONS

CENTRE = "Trung tâm Phục vụ hành chính công xã Mẫu"
SERVICES = (
    ("A", "Chứng thực", "Certification", "#1565C0", "stamp"),
    ("B", "Hộ tịch (khai sinh, kết hôn, khai tử…)", "Civil status", "#2E7D32", "family"),
    ("C", "Chính sách xã hội, người có công, bảo trợ", "Social policy", "#6A1B9A", "heart-hands"),
    ("E", "Đất đai, xây dựng, môi trường", "Land, construction, environment", "#EF6C00", "house"),
    ("G", "Đăng ký kinh doanh, văn hóa, giáo dục", "Household business, culture, education", "#AD1457", "shop"),
    ("H", "Cư trú (Công an xã)", "Residence (commune police)", "#37474F", "id-card"),
    ("K", "Nhận kết quả", "Collect results", "#00838F", "folder-check"),
    ("L", "Lao động, việc làm, bảo hiểm xã hội", "Labour, employment, social insurance", "#5D4037", "help"),
    ("M", "Y tế, an toàn thực phẩm", "Health, food safety", "#00695C", "ill"),
    ("N", "Nông nghiệp, nông thôn", "Agriculture, rural areas", "#33691E", "land"),
    ("P", "Tư pháp, tiếp công dân", "Justice, citizens' hour", "#283593", ""),
    ("R", "Thuế, phí, lệ phí", "Taxes, fees", "#FFEE58", "no such icon"),
)
GROUPS = (
    ("elderly", "Người từ 60 tuổi", "People aged 60 or over", "elderly"),
    ("disabled", "Người khuyết tật", "People with disabilities", "wheelchair"),
    ("pregnant", "Phụ nữ mang thai, người đi cùng trẻ nhỏ", "Pregnant women, people with small children", "pregnant"),
    ("merit", "Người có công với cách mạng", "People of merit to the revolution", "medal"),
    ("ill", "Người đang ốm, đi lại khó khăn", "People who are ill or walk with difficulty", "ill"),
)
RATING: dict[str, Any] = {
    "question": "Ông/Bà có hài lòng với sự phục vụ của cán bộ tại quầy không?",
    "question_en": "Are you satisfied with the service at the counter?",
    "levels": [
        {"value": 5 - at, "name": name, "name_en": name_en, "asks_reason": at > 1}
        for at, (name, name_en) in enumerate(LEVEL_NAMES[5])
    ],
    "reasons": [
        {"reason": reason, "name": name, "name_en": name_en, "icon": reason} for reason, name, name_en in REASONS
    ],
}


def kiosk_snapshot(
    count: int = 7, *, closed: tuple[str, ...] = (), special: dict[str, dict[str, Any]] | None = None, **changes: Any
) -> KioskSnapshot:
    """The centre's open day with its first `count` services; `changes` replaces fields, `special` those of services."""
    values: dict[str, Any] = {
        "epoch": 1,
        "revision": 1,
        "centre_name": CENTRE,
        "centre_name_en": "Public Service Centre of Mẫu Commune",
        "day": "open",
        "services": [
            {
                "service": letter,
                "name": name,
                "name_en": name_en,
                "colour": colour,
                "icon": icon,
                "waiting": at * 5 % 13,
                "counters": [1, 6],
                "is_open": letter not in closed,
                **(special or {}).get(letter, {}),
            }
            for at, (letter, name, name_en, colour, icon) in enumerate(SERVICES[:count])
        ],
        "priority_groups": [
            {"group": group, "name": name, "name_en": name_en, "icon": icon} for group, name, name_en, icon in GROUPS
        ],
        "priority_rule": {"rate": 3.0, "overtaken_at_most": 5, "extra_wait_at_most_minutes": 20},
        "hours_today": [{"opens": "07:30", "closes": "11:30"}, {"opens": "13:30", "closes": "17:00"}],
        "notice": "",
        "notice_en": "",
        "timezone": "Asia/Ho_Chi_Minh",
        "takes_procedures": True,
        "rating": RATING,
    }
    return KioskSnapshot.model_validate(values | changes)

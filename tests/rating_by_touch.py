"""A rating on the way out, as a citizen gives it at a kiosk of a real centre."""

import json

from real_centre import KIOSK, RealCentre, eventually

from server.ticket_told import check_of

RATE = "Đánh giá phục vụ"
NUMBER = "Nhập số trên phiếu"
CHECK = "Nhập 3 chữ số kiểm tra"
QUESTION = "Ông/Bà có hài lòng với sự phục vụ của cán bộ tại quầy không?"
REASONS = "Theo Ông/Bà, điều gì cần làm tốt hơn?"


def check_on_slip(centre: RealCentre, number: str) -> str:
    ticket_id = centre.ticket(number)["ticket_id"]
    (link,) = centre.rows("SELECT token FROM ticket_links WHERE ticket_id = ?", ticket_id)
    return check_of(link["token"])


def come_to_the_question(centre: RealCentre, number: str) -> None:
    """From the first page, with the digits of the slip."""
    centre.go_home()
    centre.touch(RATE, NUMBER)
    type_in(centre, number, check_on_slip(centre, number))
    centre.touch("Tiếp tục", QUESTION)


def type_in(centre: RealCentre, number: str, check: str) -> None:
    """On the keys: the lowest of several equal signs is the key, the others are what was typed."""
    control = centre.control(KIOSK)
    for signs, then in ((number, CHECK), (check, None)):
        typed = " ".join(signs) if then is None else signs

        def is_typed(signs: str = signs, typed: str = typed) -> bool:
            """From the beginning: the page takes no touch for a moment after it came."""
            texts = control.texts()
            if any(shown.text == typed for shown in texts):
                return True
            for words in ("Xóa hết", *signs):
                keys = [shown for shown in texts if shown.text == words]
                control.touch(*max(keys, key=lambda shown: shown.top).centre)
            return any(shown.text == typed for shown in control.texts())

        eventually(is_typed, f"{typed} to be typed")
        if then is not None:
            centre.touch("Tiếp tục", then)


def journal(centre: RealCentre, number: str, kind: str) -> list[dict[str, object]]:
    """The events of a kind that are about the number's turn."""
    (window,) = centre.rows("SELECT window_id FROM windows WHERE turn_id = ?", centre.ticket(number)["turn_id"])
    found = centre.rows("SELECT body FROM journal WHERE kind = ? ORDER BY seq", kind)
    return [body for row in found if (body := json.loads(row["body"]))["window_id"] == window["window_id"]]

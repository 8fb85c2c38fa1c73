"""A rating at the kiosk on the way out, from the citizen's finger to the journal, in a centre of real programs."""

import json

from real_centre import HOME, KIOSK, RealCentre, eventually

from server.ticket_told import check_of

RATE = "Đánh giá phục vụ"
NUMBER = "Nhập số trên phiếu"
CHECK = "Nhập 3 chữ số kiểm tra"
QUESTION = "Ông/Bà có hài lòng với sự phục vụ của cán bộ tại quầy không?"
REASONS = "Theo Ông/Bà, điều gì cần làm tốt hơn?"


def test_a_low_rating_on_the_way_out_goes_from_the_finger_to_the_journal(centre: RealCentre) -> None:
    officer = centre.console("officer")
    number = centre.give_number()
    check = check_on_slip(centre, number)
    assert officer.call_next() == number
    centre.go_home()
    centre.touch(RATE, NUMBER)
    type_in(centre, number, check)
    centre.touch("Tiếp tục", "Số này chưa được phục vụ xong")
    centre.touch("Trang đầu", HOME)
    officer.serve(number)

    centre.touch(RATE, NUMBER)
    type_in(centre, number, check)
    centre.touch("Tiếp tục", QUESTION)
    centre.touch("Không hài lòng", REASONS)
    assert not _journal(centre, number, "press_recorded"), "kept at the kiosk until it says why"
    centre.touch("Chờ đợi lâu", "Gửi")
    centre.touch("Gửi", "Cảm ơn Ông/Bà đã góp ý")
    (press,) = _journal(centre, number, "press_recorded")
    assert (press["level"], press["channel"], press["device_id"]) == (2, "kiosk", KIOSK)
    (reason,) = _journal(centre, number, "rating_reason_given")
    assert (reason["reasons"], reason["channel"]) == (["wait"], "kiosk")

    centre.go_home()
    centre.touch(RATE, NUMBER)
    type_in(centre, number, check)
    centre.touch("Tiếp tục", "Số này đã được đánh giá")
    centre.go_home()


def test_who_walks_away_while_the_line_is_cut_has_rated_all_the_same(centre: RealCentre) -> None:
    officer = centre.console("officer")
    number = centre.give_number()
    assert officer.call_next() == number
    officer.serve(number)
    centre.go_home()
    centre.touch(RATE, NUMBER)
    type_in(centre, number, check_on_slip(centre, number))
    centre.touch("Tiếp tục", QUESTION)
    centre.kiosk_to_server.take_down()
    centre.touch("Rất không hài lòng", REASONS)
    centre.restart(KIOSK)
    centre.kiosk_to_server.let_through()
    eventually(lambda: bool(_journal(centre, number, "press_recorded")), "the rating in the journal")
    (press,) = _journal(centre, number, "press_recorded")
    assert (press["level"], press["channel"]) == (1, "kiosk")


def check_on_slip(centre: RealCentre, number: str) -> str:
    ticket_id = centre.ticket(number)["ticket_id"]
    (link,) = centre.rows("SELECT token FROM ticket_links WHERE ticket_id = ?", ticket_id)
    return check_of(link["token"])


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


def _journal(centre: RealCentre, number: str, kind: str) -> list[dict[str, object]]:
    """The events of a kind that are about the number's turn."""
    (window,) = centre.rows("SELECT window_id FROM windows WHERE turn_id = ?", centre.ticket(number)["turn_id"])
    found = centre.rows("SELECT body FROM journal WHERE kind = ? ORDER BY seq", kind)
    return [body for row in found if (body := json.loads(row["body"]))["window_id"] == window["window_id"]]

"""A rating at the kiosk on the way out, from the citizen's finger to the journal, in a centre of real programs."""

from rating_by_touch import NUMBER, QUESTION, RATE, REASONS, check_on_slip, journal, type_in
from real_centre import HOME, KIOSK, RealCentre, eventually


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
    assert not journal(centre, number, "press_recorded"), "kept at the kiosk until it says why"
    centre.touch("Chờ đợi lâu", "Gửi")
    centre.touch("Gửi", "Cảm ơn Ông/Bà đã góp ý")
    (press,) = journal(centre, number, "press_recorded")
    assert (press["level"], press["channel"], press["device_id"]) == (2, "kiosk", KIOSK)
    (reason,) = journal(centre, number, "rating_reason_given")
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
    eventually(lambda: bool(journal(centre, number, "press_recorded")), "the rating in the journal")
    (press,) = journal(centre, number, "press_recorded")
    assert (press["level"], press["channel"]) == (1, "kiosk")

"""What the pad shows at each moment."""

from typing import Any

from rating_pad.lights import BEEP_S, BLINK_S, SOFT, THANKS_S, PadLook, Thanks, pad_look

QUIET: dict[str, Any] = {
    "buttons": 4,
    "is_window_open": False,
    "thanks": None,
    "out_of_order": (),
    "can_keep_presses": True,
}


def test_it_is_dark_without_a_window_and_softly_lit_with_one() -> None:
    assert pad_look(5, **QUIET) == PadLook((0, 0, 0, 0), buzzer=False)
    assert pad_look(5, **QUIET | {"is_window_open": True}).lights == (SOFT,) * 4


def test_the_pressed_one_blinks_three_times_and_beeps_once_then_all_is_as_before() -> None:
    thanks = QUIET | {"is_window_open": True, "thanks": Thanks(2, 10.0)}
    looks = [pad_look(10 + n * 0.01, **thanks) for n in range(int(THANKS_S * 100))]
    pressed = [look.lights[2] for look in looks]
    assert set(pressed) == {0, 1}
    assert sum(later > earlier for earlier, later in zip([0.0, *pressed], pressed, strict=False)) == 3
    assert all(look.lights[:2] + look.lights[3:] == (0, 0, 0) for look in looks)
    assert looks[0].buzzer
    assert not pad_look(10.001 + BEEP_S, **thanks).buzzer
    assert pad_look(10.001 + THANKS_S, **thanks) == PadLook((SOFT,) * 4, buzzer=False)


def test_thanks_are_said_without_a_window_too() -> None:
    look = pad_look(10.001 + BLINK_S, **QUIET | {"thanks": Thanks(0, 10.0)})
    assert look.lights == (1, 0, 0, 0)


def test_a_button_that_hangs_stays_dark() -> None:
    look = pad_look(5, **QUIET | {"is_window_open": True, "out_of_order": (1,)})
    assert look.lights == (SOFT, 0, SOFT, SOFT)


def test_a_pad_that_cannot_keep_a_press_invites_nobody() -> None:
    look = pad_look(5, **QUIET | {"is_window_open": True, "can_keep_presses": False})
    assert look.lights == (0, 0, 0, 0)

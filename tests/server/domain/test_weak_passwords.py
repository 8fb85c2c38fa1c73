"""What is guessed first is refused, and what is long and one's own is taken, however it is written."""

import pytest

from server.domain.weak_passwords import why_weak


@pytest.mark.parametrize(
    "password",
    [
        "1234567",
        "12345678",
        "0123456789",
        "87654321",
        "abcdefgh",
        "abcd1234",
        "qwertyui",
        "qwerty123",
        "1qaz2wsx",
        "1q2w3e4r",
        "aaaaaaaa",
        "abababab",
        "11112222",
        "password",
        "Password1",
        "P@ssw0rd!",
        "matkhau123",
        "Mật Khẩu 123",
        "admin123456",
        "vietnam2026",
        "hanoi1010!",
        "gd01gd01",
        "GD01-2026",
        "a1234567",
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    assert why_weak(password, "gd01")


@pytest.mark.parametrize(
    "password",
    [
        "mat-khau-thu-nghiem",
        "con trâu ngoài đồng",
        "Bốn Mùa Hoa Ban",
        "kx7m-vq2p-h9ra",
        "correct horse battery",
        "t4ng-bay-ho-sen",
        "xin-chao-gd01-toi-la-nguoi-moi",
        "🌸🌸🪷🪷🌾🌾🎋🎍🎑",
    ],
)
def test_words_of_ones_own_are_taken_without_rules_of_signs(password: str) -> None:
    assert why_weak(password, "gd01") == ""


def test_a_short_login_is_found_in_no_long_password() -> None:
    assert why_weak("an toàn là trên hết", "an") == ""
    assert why_weak("đồng lúa chín vàng", "") == ""

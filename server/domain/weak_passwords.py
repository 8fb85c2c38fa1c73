"""Passwords that whoever guesses tries first: common ones, rows of keys, one's own login, the same few letters. Pure.

There is no list of leaked passwords in the program: it has no network to fetch one by, and slow guessing
(server/web/access/guess_delays.py) leaves nobody more than a few thousand tries.
"""

import unicodedata

SHORTEST = 8
LONGEST = 1024
FEWEST_DIFFERENT = 5
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgb",
    "1q2w3e4r5t6y7u8i9o0p",
)
_WORDS = (
    "password passw0rd p@ssword p@ssw0rd pass matkhau mat-khau admin administrator quantri welcome letmein iloveyou"
    " anhyeuem emyeuanh yeuem sunshine princess football baseball superman batman trustno monkey dragon master login"
    " changeme secret hello computer internet samsung iphone google facebook zalo vietnam vietnamvodich hanoi saigon"
    " danang hochiminh tphcm trungtam hanhchinh hanhchinhcong bocso motcua congan canbo giamdoc kythuat tiepdan ubnd"
    " hoilamgi khongbiet khongnoi choigame doraemon naruto nguyen nguyenvan tranvan levan test testtest demo user guest"
    " temp default q1w2e3r4 zaq12wsx asdfqwer abc"
)
_COMMON = frozenset(_WORDS.split())


def why_weak(password: str, login: str) -> str:
    """What is wrong with a password, as a sentence; empty: nothing."""
    if len(password) < SHORTEST:
        return f"Mật khẩu mới cần ít nhất {SHORTEST} ký tự."
    plain = _plain(password)
    if login and _plain(login) in plain and len(plain) - len(_plain(login)) < SHORTEST:
        return "Mật khẩu mới không được chứa tên đăng nhập."
    if len(set(password)) < FEWEST_DIFFERENT or _is_common(plain):
        return "Mật khẩu này quá dễ đoán. Vui lòng chọn vài từ không liên quan với nhau."
    return ""


def _is_common(plain: str) -> bool:
    core = plain.strip("0123456789!@#$%^&*()_+-=.,? ")
    return core in _COMMON or _of_rows(plain) or (len(core) < 4 and plain.isascii() and len(plain) <= 10)


def _of_rows(plain: str) -> bool:
    """Whether it is nothing but runs of three keys and more that lie beside each other, either way."""
    at = 0
    while at < len(plain):
        length = max(_run(plain[at:]), _run(plain[at:], backwards=True))
        if length < 3:
            return False
        at += length
    return True


def _run(text: str, *, backwards: bool = False) -> int:
    rows = (row[::-1] for row in _ROWS) if backwards else iter(_ROWS)
    return (
        max(_common_length(text, row[row.index(text[0]) :]) for row in rows if text[0] in row) if _is_key(text) else 0
    )


def _is_key(text: str) -> bool:
    return any(text[:1] in row for row in _ROWS) and bool(text)


def _common_length(one: str, other: str) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


def _plain(text: str) -> str:
    """Lower case, without marks: `Mật Khẩu` is `mat khau`, and without spaces `matkhau`."""
    folded = unicodedata.normalize("NFD", text).casefold().replace("đ", "d")
    return "".join(letter for letter in folded if not unicodedata.combining(letter) and not letter.isspace())

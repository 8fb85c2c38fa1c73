"""Passwords of staff: hashed with Argon2id, checked in the same time whether or not the login exists."""

import secrets
from functools import cache

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError

# No letter that is mistaken for another when it is read out or copied by hand.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 3, 4  # 59 random bits, for one login


def new_password() -> str:
    """A password to be read out once and changed at the first login."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


def hash_password(password: str) -> str:
    """How a password is stored. Takes a tenth of a second or more, on purpose."""
    return _hasher().hash(password)


def is_password(password: str, stored_hash: str | None) -> bool:
    """Whether `password` fits; `stored_hash` None (no such login) costs the same time and never fits."""
    try:
        fits = _hasher().verify(password, stored_hash or _nobodys_hash())
    except UnknownHashError:
        return False
    return fits and stored_hash is not None


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobodys_hash() -> str:
    return hash_password("the password of nobody")

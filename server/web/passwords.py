"""Passwords: argon2id, as pwdlib sets it up."""

from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher


@cache
def _hasher() -> PasswordHash:
    return PasswordHash((Argon2Hasher(),))


def hash_password(password: str) -> str:
    """The argon2id hash with its parameters and salt."""
    return _hasher().hash(password)


def password_fits(password: str, stored_hash: str) -> bool:
    """Whether the password belongs to the hash; takes its time, so call it off the event loop."""
    return _hasher().verify(password, stored_hash)

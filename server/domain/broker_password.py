"""Secrets made anew from a key whenever they are needed: what opens the broker and the server is in no table."""

import base64
import hashlib
import hmac


def broker_password(key: bytes, device_id: str, generation: int) -> str:
    """The password of a device at the broker; its user name is the device's id.

    Args:
        key: the broker key, 32 random bytes from a file of its own.
        generation: of the device; each new pairing and rotation raises it, and so ends the former password.
    """
    return _derived(key, f"{device_id}:{generation}")


def device_credential(key: bytes, device_id: str, attempt_id: str) -> str:
    """The HTTP credential that answers an attempt to pair or rotate: a repeated attempt has the same answer.

    Args:
        attempt_id: random, made by the device and kept nowhere else: key and tables together do not give it.
    """
    return _derived(key, f"credential:{device_id}:{attempt_id}")


def code_fingerprint(key: bytes, code: str) -> str:
    """How a pairing code, or its first half, is stored: 40 bits are too few for a plain hash."""
    return _derived(key, f"code:{code}")


def _derived(key: bytes, meant_for: str) -> str:
    return base64.urlsafe_b64encode(hmac.new(key, meant_for.encode(), hashlib.sha256).digest()).decode().rstrip("=")

"""Encrypted connections that trust the centre's own certificate, and nothing else in the world."""

import hashlib
import ssl
from pathlib import Path

DIGITS_COMPARED = 16
"""So many of a fingerprint a person compares: 64 bits, which nobody finds a second certificate for."""


def trusting_only(ca_file: Path) -> ssl.SSLContext:
    """For a client: TLS 1.2 or newer, the name or address checked, only this authority believed.

    Raises:
        OSError: the file cannot be read, or holds no certificate (ssl.SSLError is one).
    """
    # The path is opened here first: OpenSSL's own error does not name the file.
    text = ca_file.read_text(encoding="ascii")
    if not text.strip():
        raise OSError(f"{ca_file} is empty")
    return trusting(text)


def trusting(ca_pem: str) -> ssl.SSLContext:
    """As `trusting_only`, of the certificate itself.

    Raises:
        ssl.SSLError, ValueError: it is no certificate.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # checks names, and believes nobody yet
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(cadata=ca_pem)
    return context


def one_certificate(text: str) -> str:
    """The first certificate of what somebody sent, and nothing that stands behind it.

    Its fingerprint alone is compared, and OpenSSL would believe the others as well.

    Raises:
        ssl.SSLError, ValueError: it is no certificate.
    """
    ca_pem = ssl.DER_cert_to_PEM_cert(ssl.PEM_cert_to_DER_cert(text))
    trusting(ca_pem)
    return ca_pem


def fingerprint_of(ca_pem: str) -> str:
    """The SHA-256 of a certificate, 64 hex digits.

    Raises:
        ValueError: it is no certificate.
    """
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(ca_pem)).hexdigest()


def in_fours(digits: str) -> str:
    """A fingerprint, or its beginning, as people compare it."""
    shown = digits.upper()
    return " ".join(shown[at : at + 4] for at in range(0, len(shown), 4))

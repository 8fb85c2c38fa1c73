"""Encrypted connections that trust the centre's own certificate, and nothing else in the world."""

import ssl
from pathlib import Path


def trusting_only(ca_file: Path) -> ssl.SSLContext:
    """For a client: TLS 1.2 or newer, the name or address checked, only this authority believed.

    Raises:
        OSError: the file cannot be read, or holds no certificate (ssl.SSLError is one).
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # checks names, and believes nobody yet
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # The path is opened here first: OpenSSL's own error does not name the file.
    text = ca_file.read_text(encoding="ascii")
    if not text.strip():
        raise OSError(f"{ca_file} is empty")
    context.load_verify_locations(cadata=text)
    return context

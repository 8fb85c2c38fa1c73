"""How a server's address is shown to people, and where to ask by what they type. Pure: nobody is asked.

What is shown can be typed with the keys that a kiosk has, which are no `/` and no brackets: the host alone where the
server listens as it is installed.
"""

from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

USUAL_PORT = 8080
"""Of a server as it is installed; another one stands behind a colon."""
USUAL_SECURE_PORT = 8443


def bracketed(host: str) -> str:
    """With the brackets that an IPv6 address needs in a URL, where a port may follow."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def shown_address(host: str, port: int) -> str:
    """What people read, and type at a device: `doors_of` finds the server by it.

    Args:
        port: of the door without encryption if there is one, else of the encrypted one.
    """
    return host if port == USUAL_PORT else f"{bracketed(host)}:{port}"


def doors_of(typed: str) -> tuple[str, ...]:
    """Where to ask, one after the other: scheme, host and port.

    Who names a scheme is taken at the word. Else it is the door without encryption, which gives the certificate and the
    way on; or, if nobody speaks so there, the encrypted one: at the port that was typed, for people see either.

    Raises:
        ValueError: it is no address.
    """
    address = typed.strip()
    if not address.isascii():
        raise ValueError(typed)
    if "://" in address:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
            raise ValueError(typed)
        return (f"{parts.scheme}://{parts.netloc}",)
    parts = urlsplit(f"//{_bracketed_alone(address.rstrip('/'))}")
    if not parts.hostname or parts.port == 0 or parts.netloc.endswith(":"):
        raise ValueError(typed)
    host = bracketed(parts.hostname)
    return f"http://{host}:{parts.port or USUAL_PORT}", f"https://{host}:{parts.port or USUAL_SECURE_PORT}"


def _bracketed_alone(address: str) -> str:
    """An IPv6 address without a port is typed without brackets: a kiosk has no keys for them."""
    try:
        return bracketed(address) if isinstance(ip_address(address), IPv6Address) else address
    except ValueError:
        return address

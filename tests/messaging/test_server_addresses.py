"""What people type finds the server, whichever of its addresses they read, by IPv4, by IPv6 or by name."""

import pytest

from kiosk.pairing import KEYS
from messaging.server_addresses import bracketed, doors_of, shown_address


@pytest.mark.parametrize(
    ("typed", "doors"),
    [
        ("10.0.0.2", ("http://10.0.0.2:8080", "https://10.0.0.2:8443")),
        (" 10.0.0.2:8443/ ", ("http://10.0.0.2:8443", "https://10.0.0.2:8443")),
        ("Bocso.local:9000", ("http://bocso.local:9000", "https://bocso.local:9000")),
        ("fd00::2", ("http://[fd00::2]:8080", "https://[fd00::2]:8443")),
        ("[fd00::2]", ("http://[fd00::2]:8080", "https://[fd00::2]:8443")),
        ("fd00::", ("http://[fd00::]:8080", "https://[fd00::]:8443")),
        ("[fd00::2]:8443", ("http://[fd00::2]:8443", "https://[fd00::2]:8443")),
        # Who names a scheme is taken at the word: no other door is tried.
        ("http://10.0.0.2:8080", ("http://10.0.0.2:8080",)),
        ("https://[fd00::2]:8443/", ("https://[fd00::2]:8443",)),
    ],
)
def test_where_the_server_is_asked_for(typed: str, doors: tuple[str, ...]) -> None:
    assert doors_of(typed) == doors


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "ftp://10.0.0.2",
        "http://",
        "http:",
        "10.0.0.2:0",
        "10.0.0.2:99999",
        "http://fd00::2:8080",
        "[::::",
        "máy",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        doors_of(typed)


@pytest.mark.parametrize("host", ["10.0.0.2", "fd00::2", "bocso.local"])
def test_what_is_shown_is_typed_with_a_kiosks_keys_and_found(host: str) -> None:
    shown = shown_address(host, 8080)
    assert set(shown.upper()) <= set(KEYS)
    assert doors_of(shown) == (f"http://{bracketed(host)}:8080", f"https://{bracketed(host)}:8443")
    assert doors_of(shown_address(host, 80)) == (f"http://{bracketed(host)}:80", f"https://{bracketed(host)}:80")

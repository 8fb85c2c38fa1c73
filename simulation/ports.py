"""Finds free ports on loopback, and the address others know this machine by."""

import secrets
import socket
from ipaddress import IPv4Address

LOOPBACK = "127.0.0.1"
EVERYWHERE = str(IPv4Address(socket.INADDR_ANY))
"""For `--lan` alone, which says what it opens."""


_CHOSEN_FROM = range(16_384, 32_768)
"""Below the ports that Linux gives to outgoing connections (net.ipv4.ip_local_port_range, from 32768): one chosen
now is still free when its program listens, seconds later, and two who choose at once hardly choose the same."""


class PortTaken(Exception):
    """Somebody else listens on the port that was asked for."""


class NoNetwork(Exception):
    """This machine is in no network that others could reach it by."""

    def __init__(self) -> None:
        super().__init__("--lan needs a network, and this machine is in none; leave it out to stay on this machine")


def lan_address() -> str:
    """The address by which others in the network reach this machine.

    Raises:
        NoNetwork: there is none.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
        try:
            trial.connect(("192.0.2.1", 9))  # an address of nobody (RFC 5737): it chooses the way out, sends nothing
        except OSError:
            raise NoNetwork from None
        address = str(trial.getsockname()[0])
    if address.startswith("127."):
        raise NoNetwork
    return address


def free_ports(count: int) -> list[int]:
    """Ports nobody uses now, all different."""
    found: set[int] = set()
    while len(found) < count:
        port = secrets.choice(_CHOSEN_FROM)
        if is_free(port):
            found.add(port)
    return list(found)


def is_free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: old connections do not matter
        try:
            trial.bind((LOOPBACK, port))
        except OSError:
            return False
        return True

"""Finds free ports on loopback, and the address others know this machine by."""

import secrets
import socket
from collections.abc import Collection
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


_given: set[int] = set()
"""What was handed out stays its program's own: a program that is away for a moment comes back to its port."""


def free_ports(count: int, *, but_not: Collection[int | None] = ()) -> list[int]:
    """Ports nobody uses now, all different, none that this process has been given before.

    but_not: promised to programs that do not listen yet.
    """
    found: list[int] = []
    while len(found) < count:
        port = secrets.choice(_CHOSEN_FROM)
        if port not in but_not and port not in _given and is_free(port):
            _given.add(port)
            found.append(port)
    return found


def is_free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: old connections do not matter
        try:
            trial.bind((LOOPBACK, port))
        except OSError:
            return False
        return True

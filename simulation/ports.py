"""Finds free ports on loopback."""

import socket

LOOPBACK = "127.0.0.1"


class PortTaken(Exception):
    """Somebody else listens on the port that was asked for."""


def free_ports(count: int) -> list[int]:
    """Ports nobody uses now, all different; held together for the moment of choosing."""
    held = [socket.socket() for _ in range(count)]
    try:
        for one in held:
            one.bind((LOOPBACK, 0))
        return [int(one.getsockname()[1]) for one in held]
    finally:
        for one in held:
            one.close()


def is_free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: old connections do not matter
        try:
            trial.bind((LOOPBACK, port))
        except OSError:
            return False
        return True

"""By which addresses devices reach the server and its broker: what they are told when they are paired."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request

from server.house import House

UNKNOWN = "ĐỊA-CHỈ-MÁY-CHỦ"
"""Stands where a person has to write the address."""

_HOST = re.compile(r"([A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class DeviceAddresses:
    server_url: str
    mqtt_host: str
    mqtt_port: int
    mqtt_tls: bool
    ca_pem: str | None


def addresses_for(request: Request, house: House) -> DeviceAddresses:
    """Of a device, by the address that it asked at: that one it can reach."""
    server_url = asked_address(request) or house.settings.public_url or f"http://{house.settings.listen_host}"
    broker, ca_file = house.settings.broker, house.settings.tls_ca
    mqtt_host = (urlsplit(server_url).hostname or broker.host) if is_own(broker.host) else broker.host
    if ca_file is None:
        return DeviceAddresses(server_url, mqtt_host, broker.port, mqtt_tls=False, ca_pem=None)
    return DeviceAddresses(
        f"https://{_host_of(server_url)}:{house.settings.tls_port}",
        mqtt_host,
        house.settings.broker_tls_port,
        mqtt_tls=True,
        ca_pem=ca_file.read_text(encoding="ascii"),
    )


def _host_of(url: str) -> str:
    """With the brackets that an IPv6 address needs before a port."""
    host = urlsplit(url).hostname or ""
    return f"[{host}]" if ":" in host else host


def address_for_people(request: Request, house: House) -> str:
    """What to type at a device: this browser's address; on the server itself, its name for phones.

    Phones may be served by a program of their own on another port, which has no door for devices.
    """
    asked = request.url.hostname or ""
    if is_own(asked):
        asked = urlsplit(house.settings.public_url or "").hostname or ""
    port = request.url.port or _PORTS[request.url.scheme]
    return f"{request.url.scheme}://{UNKNOWN if is_own(asked) else asked}:{port}"


def is_own(host: str) -> bool:
    """Whether only the machine itself finds it there."""
    return host in ("", "localhost", "::1") or host.startswith("127.")


def asked_address(request: Request) -> str | None:
    """Scheme, host and port of a request, as its Host header says; None when that is none."""
    said = request.headers.get("host", "")
    address = f"{request.url.scheme}://{said}"
    try:
        port = urlsplit(address).port
    except ValueError:  # brackets around what is no address, a port beyond all ports
        return None
    return address if port != 0 and _HOST.fullmatch(said) else None

"""By which addresses devices reach the server and its broker: what they are told when they are paired."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request

from messaging.server_addresses import bracketed, shown_address
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
        f"https://{bracketed(urlsplit(server_url).hostname or '')}:{house.settings.tls_port}",
        mqtt_host,
        house.settings.broker_tls_port,
        mqtt_tls=True,
        ca_pem=ca_file.read_text(encoding="ascii"),
    )


def address_for_people(request: Request, house: House) -> str:
    """What to type at a device: the host by which this browser found the server, short enough for a kiosk's keys.

    Browsers are led to the encrypted door; a device knocks at the one without encryption, which gives the certificate.
    """
    port, settings = _port_of(request), house.settings
    is_encrypted_door = settings.tls_ca is not None and (request.url.scheme, port) == ("https", settings.tls_port)
    return shown_address(_host_for_people(request, house), settings.listen_port if is_encrypted_door else port)


def url_for_people(request: Request, house: House) -> str:
    """The same whole, for what is copied and not typed: at the door that this browser uses."""
    return f"{request.url.scheme}://{bracketed(_host_for_people(request, house))}:{_port_of(request)}"


def _host_for_people(request: Request, house: House) -> str:
    """This browser's; on the server itself, its name for phones. Without the brackets of an IPv6 address.

    Phones may be served by a program of their own on another port, which has no door for devices.
    """
    asked = request.url.hostname or ""
    if is_own(asked):
        asked = urlsplit(house.settings.public_url or "").hostname or ""
    return UNKNOWN if is_own(asked) else asked


def _port_of(request: Request) -> int:
    return request.url.port or _PORTS[request.url.scheme]


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

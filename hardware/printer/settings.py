"""Which printer hangs on the kiosk, and how it is reached."""

import ipaddress
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

_SLIP_S_OF_SLOW_BAUDS = {"9600": 48, "19200": 24}
"""Printers often come set to one of them."""


class PrinterSettings(BaseModel):
    """The `[printer]` table of a settings file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["network", "device"] = "network"
    """`network`: raw TCP, as on port 9100; `device`: a device file such as /dev/usb/lp0."""
    host: str = "127.0.0.1"
    """The printer's IP address. No name: looking one up can take longer than a slip may."""
    port: Annotated[int, Field(ge=1, le=65535)] = 9100
    path: Path | None = None
    """The device file; needed when kind is `device`. A name with `*`, such as /dev/usb/lp*, is the first file there is:
    a USB printer that is unplugged and plugged in again may get another number."""
    baud: Literal[38400, 57600, 115200] | None = None
    """Speed of a serial port; None leaves it as it is. A slip takes 4 s at 115200 and 12 s at 38400."""
    width_dots: Literal[384, 576] = 576
    """576 for 80 mm paper, 384 for 58 mm."""
    feed_lines: Annotated[int, Field(ge=0, le=20)] = 0
    """Lines of about 4 mm fed before the cut, for a printer whose cutter does not feed to itself or that
    has none: raise it when the end of the slip stays inside."""

    @field_validator("host")
    @classmethod
    def _is_an_address(cls, host: str) -> str:
        if host == "localhost":
            return "127.0.0.1"
        try:
            return str(ipaddress.ip_address(host))
        except ValueError:
            raise PydanticCustomError(
                "printer_host",
                "'{host}' is no IP address; write the printer's own, such as 192.168.1.50",
                {"host": host},
            ) from None

    @field_validator("baud", mode="before")
    @classmethod
    def _is_fast_enough(cls, baud: object) -> object:
        if str(baud) in _SLIP_S_OF_SLOW_BAUDS:
            raise PydanticCustomError(
                "printer_slow",
                "at {baud} baud one slip takes {slip_s} s, for which nobody waits; set the"
                " printer itself (its switches or its set-up slip) and baud to 115200, at the least 38400",
                {"baud": str(baud), "slip_s": _SLIP_S_OF_SLOW_BAUDS[str(baud)]},
            )
        return baud

    @model_validator(mode="after")
    def _has_a_path(self) -> Self:
        if self.kind == "device" and self.path is None:
            raise PydanticCustomError(
                "printer_path_missing", 'kind = "device" needs a path, such as path = "/dev/usb/lp0"'
            )
        return self

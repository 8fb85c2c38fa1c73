"""The server's certificate as it listens with it: read at the start, and again when it was renewed."""

import logging
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from server.tls.certificates import NoCertificate, look

log = logging.getLogger(__name__)

CERTIFICATE_ENDS = "certificate_ends"
CERTIFICATE_NOT_YET = "certificate_not_yet"
CERTIFICATE_UNUSABLE = "certificate_unusable"
TOLD_BEFORE = timedelta(days=14)
"""A timer renews it a month before: when so little is left, it does not."""


class Listening:
    """One context for all connections: what is loaded into it holds for the next one that comes."""

    def __init__(self, certificate: Path, key: Path, *, now: Callable[[], datetime]) -> None:
        """
        Raises:
            NoCertificate: they cannot be read, or do not belong together.
        """
        self._certificate, self._key, self._now = certificate, key, now
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        self.context.set_alpn_protocols(["http/1.1"])
        self._read_at: tuple[float, float] = (0.0, 0.0)
        self._begins: datetime | None = None
        self._ends: datetime | None = None
        self._complaint = ""
        self._load()

    def look(self) -> None:
        """Take a renewed certificate. Called each round; one that cannot be used leaves the former in force."""
        try:
            if self._stamps() != self._read_at:
                self._load()
                log.info("the server's certificate was renewed: it holds until %s", self._ends)
            self._complaint = ""
        except (NoCertificate, OSError) as error:
            if str(error) != self._complaint:
                log.error("the certificate cannot be taken: %s", error)
                self._complaint = str(error)

    def faults(self) -> list[str]:
        """What the alarms say of it: `certificate_ends:9`, in days; or that the next start will find none to use."""
        faults = [CERTIFICATE_UNUSABLE] if self._complaint else []
        now = self._now()
        if self._begins is not None and self._begins > now:
            faults.append(CERTIFICATE_NOT_YET)
        if self._ends is not None and self._ends - now < TOLD_BEFORE:
            faults.append(f"{CERTIFICATE_ENDS}:{max(0, (self._ends - now).days)}")
        return faults

    def _stamps(self) -> tuple[float, float]:
        return self._certificate.stat().st_mtime, self._key.stat().st_mtime

    def _load(self) -> None:
        try:
            stamps = self._stamps()
            # Into another one first: half of a pair must not get into the one that is in use.
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(self._certificate, self._key)
            self.context.load_cert_chain(self._certificate, self._key)
        except OSError as error:  # ssl.SSLError is one
            raise NoCertificate(f"{self._certificate}, {self._key}: cannot be used ({error})") from None
        told = look(self._certificate)
        self._begins, self._ends, self._read_at = told.valid_from, told.valid_until, stamps

"""The centre's own certificates: an authority that vouches for this centre's machines alone, and the machine's own.

ca.pem         the authority, for ten years: what devices and staff computers trust
ca.key         its key; whoever has it can be taken for the server, so it is root's alone and no program reads it
server.pem     the machine's certificate for a year, the authority's behind it
server.key     its key
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from messaging.private_files import put_file
from messaging.trust import in_fours

CA, CA_KEY, SERVER, SERVER_KEY = "ca.pem", "ca.key", "server.pem", "server.key"

AUTHORITY_FOR = timedelta(days=3652)
SERVER_FOR = timedelta(days=365)
RENEWED_BEFORE = timedelta(days=30)
AUTHORITY_SINCE = timedelta(days=1461)
SERVER_SINCE = timedelta(days=400)
"""A Pi has no clock battery and a hall no internet: a device whose clock is a year behind must not find the certificate
not valid yet. Not more: some browsers take none that holds longer than 825 days."""

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST_NAME = re.compile(rf"{_LABEL}(\.{_LABEL})*")

OWN_ENDINGS = ("local", "lan", "internal", "home.arpa", "localhost")
OWN_NETWORKS = (
    *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
    *("::1/128", "fe80::/10", "fc00::/7"),
)
"""The authority is believed for these alone: stolen, it opens no bank to whoever trusts it on a staff computer."""


class NoCertificate(Exception):
    """A certificate that cannot be made, read or used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a person wants to know of a certificate."""

    subject: str
    names: tuple[str, ...]
    valid_from: datetime
    valid_until: datetime
    fingerprint: str
    """SHA-256 of the certificate, hex."""

    @property
    def shown_fingerprint(self) -> str:
        """As a person compares it: groups of four."""
        return in_fours(self.fingerprint)


def make(folder: Path, *, names: Iterable[str], centre: str, now: datetime) -> list[str]:
    """Make what is missing, and the server's certificate anew when it is for other names, unusable or nearly over.

    Returns the files that were written; none: everything was right.

    Raises:
        NoCertificate: the authority's key is missing, a name is none, or may not be vouched for; or the authority does
            not hold now.
        OSError: the folder cannot be written.
    """
    # As a certificate has them: a host name with capitals is the same one, and not a reason to begin anew each time.
    wanted = tuple(dict.fromkeys(str(_general_name(name).value) for name in names))
    if not wanted:
        raise NoCertificate("no name: say by which names and addresses the machine is reached, --name 192.168.1.10")
    written = []
    if not (folder / CA).exists():
        authority, key = _authority(wanted, centre, now)
        _write(folder / CA_KEY, _key_text(key), 0o600)
        _write(folder / CA, _text(authority), 0o644)
        written += [CA_KEY, CA]
    if _fits_together(folder):
        told = look(folder / SERVER)
        if set(wanted) <= set(told.names) and told.valid_from <= now and told.valid_until - now >= RENEWED_BEFORE:
            return written
    return written + _issue(folder, wanted, now)


def renew(folder: Path, *, now: datetime, clock_is_trusted: bool) -> list[str]:
    """The server's certificate anew, for the same names, if it ends within a month or cannot be used.

    One that begins only later was made while the clock was ahead, or else the clock is behind now: a year would be
    counted from a wrong day, so a trusted clock decides.

    Raises:
        NoCertificate: there is none, the authority's key is missing, or the authority does not hold now.
    """
    told = look(folder / SERVER)
    is_too_early = told.valid_from > now and clock_is_trusted
    if _fits_together(folder) and told.valid_until - now >= RENEWED_BEFORE and not is_too_early:
        return []
    return _issue(folder, told.names, now)


def vouches_for(folder: Path, name: str) -> bool:
    """Whether `make` takes this name: the authority that is there believes it, or is yet to be made with it.

    Raises:
        NoCertificate: the authority cannot be read.
    """
    try:
        general = _general_name(name)
    except NoCertificate:
        return False
    return not (folder / CA).exists() or _is_own(general, _read(folder / CA))


def look(file: Path) -> Told:
    """
    Raises:
        NoCertificate: there is none.
    """
    certificate = _read(file)
    subject = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return Told(
        str(subject[0].value) if subject else "",
        _names_of(certificate),
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
        certificate.fingerprint(hashes.SHA256()).hex(),
    )


def _authority(
    names: tuple[str, ...], centre: str, now: datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Bốc Số"),
            x509.NameAttribute(NameOID.COMMON_NAME, _at_most_64_bytes(f"Bốc Số {centre}".strip())),
        ]
    )
    allowed: list[x509.GeneralName] = [x509.DNSName(ending) for ending in OWN_ENDINGS]
    allowed += [x509.IPAddress(ipaddress.ip_network(network)) for network in OWN_NETWORKS]
    # And the machine's own: its name, and its address where that is none of a private network.
    allowed = [*(_alone(name) for name in map(_general_name, names) if not _is_within_any(name, allowed)), *allowed]
    builder = (
        _begun(subject, subject, key.public_key(), now - AUTHORITY_SINCE, now + AUTHORITY_FOR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted_subtrees=allowed, excluded_subtrees=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return builder.sign(key, hashes.SHA256()), key


def _issue(folder: Path, names: tuple[str, ...], now: datetime) -> list[str]:
    authority, authority_key = _read(folder / CA), _read_key(folder / CA_KEY)
    if authority_key.public_key() != authority.public_key():
        raise NoCertificate(f"{folder / CA_KEY} is not the key of {folder / CA}: bring the right one back")
    if not authority.not_valid_before_utc <= now < authority.not_valid_after_utc:
        raise NoCertificate(
            f"{folder / CA} holds from {authority.not_valid_before_utc:%Y-%m-%d} until "
            f"{authority.not_valid_after_utc:%Y-%m-%d}, and the clock says {now:%Y-%m-%d}: is the clock right? "
            f"If it is, {_BEGIN_ANEW}"
        )
    key = ec.generate_private_key(ec.SECP256R1())
    general = [_general_name(name) for name in names]
    for name in general:
        _require_own(name, authority)
    # Words, no name: beside mere addresses OpenSSL takes a common name for a DNS name, and an address for none of ours.
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Bốc Số máy chủ")])
    ends = min(now + SERVER_FOR, authority.not_valid_after_utc)
    begins = max(now - SERVER_SINCE, authority.not_valid_before_utc)
    builder = (
        _begun(subject, authority.subject, key.public_key(), begins, ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(general), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
    )
    certificate = builder.sign(authority_key, hashes.SHA256())
    # A cut between the two leaves a pair that does not fit, which the next `renew` sees: the timer runs at each boot.
    _write(folder / SERVER_KEY, _key_text(key), 0o600)
    _write(folder / SERVER, _text(certificate) + _text(authority), 0o644)
    return [SERVER_KEY, SERVER]


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins.astimezone(UTC))
        .not_valid_after(ends.astimezone(UTC))
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name.strip("[]")))
    except ValueError:
        pass
    if not _HOST_NAME.fullmatch(name.lower()):
        raise NoCertificate(f"'{name}' is neither an address nor the name of a machine")
    return x509.DNSName(name.lower())


def _at_most_64_bytes(text: str) -> str:
    """A common name has no more room (RFC 5280, appendix A)."""
    return text.encode()[:64].decode(errors="ignore")


_BEGIN_ANEW = f"begin anew: remove {CA} and {CA_KEY}, make them again and pair every device again"


def _require_own(name: x509.GeneralName, authority: x509.Certificate) -> None:
    if not _is_own(name, authority):
        raise NoCertificate(
            f"the centre's authority does not vouch for {name.value}: it does for private addresses and the names it "
            f"was made with. Reach the machine by one of them, or {_BEGIN_ANEW}"
        )


def _is_own(name: x509.GeneralName, authority: x509.Certificate) -> bool:
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    return _is_within_any(name, permitted)


def _is_within_any(name: x509.GeneralName, permitted: Iterable[x509.GeneralName]) -> bool:
    return any(_is_within(name, allowed) for allowed in permitted)


def _alone(name: x509.GeneralName) -> x509.GeneralName:
    """As a limit: this very name or address."""
    return x509.IPAddress(ipaddress.ip_network(str(name.value))) if isinstance(name, x509.IPAddress) else name


def _is_within(name: x509.GeneralName, allowed: x509.GeneralName) -> bool:
    if isinstance(name, x509.DNSName) and isinstance(allowed, x509.DNSName):
        return name.value == allowed.value or name.value.endswith(f".{allowed.value}")
    if isinstance(name, x509.IPAddress) and isinstance(allowed, x509.IPAddress):
        return ipaddress.ip_address(str(name.value)) in ipaddress.ip_network(str(allowed.value))
    return False


def _names_of(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(str(name.value) for name in names)


def _fits_together(folder: Path) -> bool:
    """Whether key, certificate and authority are of one making: power may have failed between two of them."""
    try:
        certificate, key = _read(folder / SERVER), _read_key(folder / SERVER_KEY)
        certificate.verify_directly_issued_by(_read(folder / CA))
    except (NoCertificate, ValueError, TypeError, InvalidSignature):
        return False
    return key.public_key() == certificate.public_key()


def _read(file: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(file.read_bytes())
    except FileNotFoundError:
        raise NoCertificate(f"{file}: no such certificate; bocso certificates make") from None
    except (OSError, ValueError) as error:
        raise NoCertificate(f"{file}: no certificate ({error})") from None


def _read_key(file: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise NoCertificate(f"{file}: the key cannot be read ({error})") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise NoCertificate(f"{file}: not a key of ours")
    return key


def _text(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")


def _key_text(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode("ascii")


def _write(path: Path, text: str, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    put_file(path, text.encode("ascii"), mode)

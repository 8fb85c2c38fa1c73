"""The centre's certificates: made once, renewed in time, and believed for the centre's own machines alone."""

import os
import shutil
import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from server.tls.certificates import CA, CA_KEY, SERVER, SERVER_KEY, NoCertificate, look, make, renew, vouches_for
from server.tls.listening import CERTIFICATE_ENDS, CERTIFICATE_NOT_YET, CERTIFICATE_UNUSABLE, Listening

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
NAMES = ("bocso-may-chu", "192.168.1.10", "fd00::10")


def real_now() -> datetime:
    return datetime.now(UTC)


def made(folder: Path, now: datetime = NOW) -> Path:
    make(folder, names=NAMES, centre="Trung tâm mẫu", now=now)
    return folder


def test_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = made(tmp_path / "tls")

    assert {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in folder.iterdir()} == {
        CA: "0o644",
        CA_KEY: "0o600",
        SERVER: "0o644",
        SERVER_KEY: "0o600",
    }


@pytest.mark.parametrize("umask", [0o027, 0o077], ids=oct)
def test_the_server_reads_what_root_made_under_any_umask(tmp_path: Path, umask: int) -> None:
    """The renewing unit has UMask=0077, and root's own may be 027: the server runs as somebody else."""
    former = os.umask(umask)
    try:
        folder = made(tmp_path)
        renew(folder, now=NOW + timedelta(days=336), clock_is_trusted=True)
    finally:
        os.umask(former)

    modes = {name: stat.S_IMODE((folder / name).stat().st_mode) for name in (CA, CA_KEY, SERVER, SERVER_KEY)}
    assert modes == {CA: 0o644, CA_KEY: 0o600, SERVER: 0o644, SERVER_KEY: 0o600}


@pytest.mark.parametrize("cut", ["key", "authority", "empty key"])
def test_what_a_power_cut_left_unfit_is_made_anew(tmp_path: Path, cut: str) -> None:
    folder, other = made(tmp_path / "tls"), made(tmp_path / "other")
    if cut == "key":  # between the renames of key and certificate
        (folder / SERVER_KEY).write_bytes((other / SERVER_KEY).read_bytes())
    elif cut == "authority":  # a new authority, and not yet a certificate of it
        for name in (CA, CA_KEY):
            (folder / name).write_bytes((other / name).read_bytes())
    else:
        (folder / SERVER_KEY).write_bytes(b"")
    again = tmp_path / "again"
    shutil.copytree(folder, again)

    assert renew(folder, now=NOW, clock_is_trusted=False) == [SERVER_KEY, SERVER]
    assert make(again, names=NAMES, centre="", now=NOW) == [SERVER_KEY, SERVER]

    for mended in (folder, again):
        Listening(mended / SERVER, mended / SERVER_KEY, now=lambda: NOW)
        assert renew(mended, now=NOW, clock_is_trusted=True) == []


def test_another_authority_s_key_issues_nothing(tmp_path: Path) -> None:
    folder, other = made(tmp_path / "tls"), made(tmp_path / "other")
    (folder / CA_KEY).write_bytes((other / CA_KEY).read_bytes())

    with pytest.raises(NoCertificate, match="not the key of"):
        renew(folder, now=NOW + timedelta(days=360), clock_is_trusted=True)


def test_made_while_the_clock_was_ahead_it_is_made_anew_once_the_clock_is_right(tmp_path: Path) -> None:
    folder = made(tmp_path, NOW + timedelta(days=730))
    listening = Listening(folder / SERVER, folder / SERVER_KEY, now=lambda: NOW)
    assert listening.faults() == [CERTIFICATE_NOT_YET]

    assert renew(folder, now=NOW, clock_is_trusted=False) == [], "or is this clock behind?"
    assert renew(folder, now=NOW, clock_is_trusted=True) == [SERVER_KEY, SERVER]
    listening.look()
    assert listening.faults() == []

    by_hand = made(tmp_path / "by hand", NOW + timedelta(days=730))
    assert make(by_hand, names=NAMES, centre="", now=NOW) == [SERVER_KEY, SERVER]


@pytest.mark.parametrize("days", [4000, -1500], ids=["after its end", "before it begins"])
def test_a_clock_outside_the_authority_s_years_is_told(tmp_path: Path, days: int) -> None:
    folder = made(tmp_path)

    with pytest.raises(NoCertificate, match="is the clock right"):
        make(folder, names=NAMES, centre="", now=NOW + timedelta(days=days))


def test_a_name_with_capitals_is_the_same_name(tmp_path: Path) -> None:
    folder = tmp_path / "tls"
    assert make(folder, names=("Bocso-May", "FD00::0010"), centre="", now=NOW)
    assert make(folder, names=("Bocso-May", "FD00::0010"), centre="", now=NOW) == []


def test_a_name_that_came_later_is_left_out_where_it_need_not_be_there(tmp_path: Path) -> None:
    folder = tmp_path / "tls"
    assert vouches_for(folder, "may-moi"), "of an authority that is yet to be made"
    made(folder)

    good = [
        name for name in ("may-moi", "may_moi", "may-moi.local", "100.64.0.9", "10.9.8.7") if vouches_for(folder, name)
    ]

    assert good == ["may-moi.local", "10.9.8.7"]


@pytest.mark.parametrize("address", ["100.64.3.4", "203.113.1.2", "2001:ee0::7"])
def test_a_machine_whose_only_address_is_public_has_it_vouched_for_and_no_other(tmp_path: Path, address: str) -> None:
    make(tmp_path, names=(address,), centre="", now=NOW)

    assert vouches_for(tmp_path, address)
    assert not vouches_for(tmp_path, "203.113.1.3")
    assert not vouches_for(tmp_path, "2001:ee0::8")


def test_a_second_time_nothing_changes(tmp_path: Path) -> None:
    folder = made(tmp_path)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    assert make(folder, names=NAMES, centre="Trung tâm mẫu", now=NOW + timedelta(days=100)) == []
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_another_address_takes_another_certificate_of_the_same_authority(tmp_path: Path) -> None:
    folder = made(tmp_path)
    authority = (folder / CA).read_bytes()

    assert make(folder, names=("192.168.1.20",), centre="", now=NOW) == [SERVER_KEY, SERVER]
    assert look(folder / SERVER).names == ("192.168.1.20",)
    assert (folder / CA).read_bytes() == authority, "devices go on trusting it"


def test_the_certificate_is_renewed_in_its_last_month(tmp_path: Path) -> None:
    folder = made(tmp_path)

    assert renew(folder, now=NOW + timedelta(days=334), clock_is_trusted=True) == []
    later = NOW + timedelta(days=336)
    assert renew(folder, now=later, clock_is_trusted=False) == [SERVER_KEY, SERVER], "a hall without internet too"
    assert look(folder / SERVER).names == NAMES
    assert look(folder / SERVER).valid_until > later + timedelta(days=300)


def test_a_certificate_outlives_no_authority(tmp_path: Path) -> None:
    folder = made(tmp_path)
    renew(folder, now=NOW + timedelta(days=3600), clock_is_trusted=True)

    assert look(folder / SERVER).valid_until == look(folder / CA).valid_until


@pytest.mark.parametrize("name", ["example.com", "8.8.8.8", "2001:db8::1"])
def test_the_authority_vouches_for_nothing_beyond_the_centre(tmp_path: Path, name: str) -> None:
    """Who steals its key opens no bank on the computers that trust it."""
    folder = made(tmp_path)

    with pytest.raises(NoCertificate, match=r"does not vouch for"):
        make(folder, names=(name,), centre="", now=NOW)


def test_browsers_are_told_so_too(tmp_path: Path) -> None:
    authority = x509.load_pem_x509_certificate((made(tmp_path) / CA).read_bytes())
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints)

    assert limits.critical
    allowed = {str(name.value) for name in limits.value.permitted_subtrees or []}
    assert {"bocso-may-chu", "10.0.0.0/8", "fc00::/7"} <= allowed
    assert not any(name in allowed for name in ("", "0.0.0.0/0", "::/0", "com", "vn"))


@pytest.mark.parametrize("name", ["", "hai chữ cách", "a" * 64 + ".lan", "../etc"])
def test_what_is_no_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(NoCertificate):
        make(tmp_path, names=(name,), centre="", now=NOW)


def test_a_clock_that_is_a_year_behind_finds_it_valid(tmp_path: Path) -> None:
    """A device without a clock battery has the time of its last shutdown."""
    certificate = x509.load_pem_x509_certificate((made(tmp_path) / SERVER).read_bytes())

    assert certificate.not_valid_before_utc < NOW - timedelta(days=366)
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc < timedelta(days=825)


def test_the_server_takes_a_renewed_certificate_and_keeps_the_former_for_a_broken_one(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    folder = made(tmp_path, now - timedelta(days=355))
    listening = Listening(folder / SERVER, folder / SERVER_KEY, now=real_now)
    assert listening.faults() == [f"{CERTIFICATE_ENDS}:9"]

    (folder / SERVER_KEY).write_text("broken", encoding="ascii")
    listening.look()
    assert listening.faults() == [CERTIFICATE_UNUSABLE, f"{CERTIFICATE_ENDS}:9"], "what it has goes on, and staff know"

    renew(folder, now=now, clock_is_trusted=True)
    listening.look()
    assert listening.faults() == []


def test_a_certificate_of_another_key_stops_the_start(tmp_path: Path) -> None:
    one, other = made(tmp_path / "one"), made(tmp_path / "other")

    with pytest.raises(NoCertificate, match="cannot be used"):
        Listening(one / SERVER, other / SERVER_KEY, now=real_now)


def test_old_versions_of_tls_are_refused(tmp_path: Path) -> None:
    folder = made(tmp_path)

    listening = Listening(folder / SERVER, folder / SERVER_KEY, now=real_now)

    assert listening.context.minimum_version is ssl.TLSVersion.TLSv1_2

"""What a paired device keeps: all of it or nothing, whenever the power fails; and settings that lie over the file."""

import stat
import subprocess
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest

from counter_display.settings import DisplaySettings
from kiosk.settings import KioskSettings
from messaging.enrolled_files import begin_pairing, begin_rotation, enrolled_folder, keep_access, pending_rotation
from messaging.requests import BrokerAccess, DeviceAccess, DeviceKind
from messaging.settings import InvalidSettings, NotPaired, read_settings
from rating_pad.settings import PadSettings

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def access(name: str = "first", *, kind: DeviceKind = "kiosk", counter: str | None = None) -> DeviceAccess:
    """All that is secret in it says `name`."""
    return DeviceAccess(
        centre="TTPVHCC-1",
        device_id=f'{kind} "{name}"\\\n\x7f',  # nothing that a server says can break out of its place in the file
        kind=kind,
        counter=counter,
        credential=f"credential-{name}",
        given_at=MORNING,
        mqtt=BrokerAccess(host="10.0.0.2", port=8883, tls=True, username="kiosk-1", password=f"broker-{name}"),
        ca_pem=f"-----BEGIN CERTIFICATE-----\n{name}\n-----END CERTIFICATE-----\n",
        server_url="https://10.0.0.2:8443",
    )


def kiosk_file(folder: Path, more: str = "") -> Path:
    path = folder / "kiosk.toml"
    path.write_text(f'data_dir = "{folder / "data"}"\n{more}\n[printer]\nkind = "network"\nhost = "10.0.0.20"\n')
    return path


def test_a_paired_device_is_who_the_server_says(tmp_path: Path) -> None:
    file = kiosk_file(tmp_path)
    keep_access(access(), tmp_path / "data")
    settings = read_settings(KioskSettings, file)
    assert (settings.centre, settings.device_id) == ("TTPVHCC-1", 'kiosk "first"\\\n\x7f')
    assert settings.server.url == "https://10.0.0.2:8443"
    assert settings.server.credential() == "credential-first"
    assert (settings.broker.host, settings.broker.port, settings.broker.username) == ("10.0.0.2", 8883, "kiosk-1")
    assert settings.broker.password() == "broker-first"
    assert settings.broker.ca_file == settings.server.ca_file
    assert "first" in (settings.server.ca_file or Path()).read_text()
    assert settings.printer.host == "10.0.0.20"


def test_only_the_device_reads_its_secrets(tmp_path: Path) -> None:
    keep_access(access(), tmp_path)
    begin_rotation(tmp_path)
    folder = enrolled_folder(tmp_path).resolve()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in (*folder.iterdir(), tmp_path / "rotation-attempt"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_what_comes_later_takes_the_place_of_all_before(tmp_path: Path) -> None:
    data = tmp_path / "data"
    keep_access(access(), data)
    settings = read_settings(KioskSettings, kiosk_file(tmp_path))
    begin_rotation(data)
    keep_access(access("second"), data)
    assert settings.server.credential() == "credential-second", "a program that runs reads it anew"
    assert settings.broker.password() == "broker-second"
    assert pending_rotation(data) is None
    assert len(list(data.glob("enrolled*"))) == 2, "the link and its folder: nothing of the former is left"


CUT = """
import os
import sys
from pathlib import Path
sys.path[:0] = {paths!r}
import test_enrolled_files as t
from messaging.enrolled_files import keep_access

def cut_at(data, nth):
    left = nth

    def look(event, arguments):
        nonlocal left
        touched = [str(one) for one in arguments if isinstance(one, (str, Path))]
        if event in {events!r} and any("enrolled" in one or str(data) in one for one in touched):
            left -= 1
            if left == 0:
                os._exit(9)

    new = t.access("second")
    sys.addaudithook(look)
    keep_access(new, data)

for nth in range(1, 60):
    data = Path(sys.argv[1]) / str(nth) / "data"
    data.parent.mkdir()
    if sys.argv[2] == "paired":
        keep_access(t.access(), data)
    child = os.fork()
    if child == 0:
        cut_at(data, nth)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        print(nth)
        break
"""
"""Becomes the second device once for each step on the disk, loses the power there; says how many steps there are."""
EVENTS = ("open", "os.mkdir", "os.symlink", "os.rename", "os.remove", "os.rmdir", "os.listdir", "os.scandir")
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("before", ["unpaired", "paired"])
def test_a_power_cut_leaves_nothing_or_everything(tmp_path: Path, before: str) -> None:
    source = CUT.format(paths=[str(ROOT), str(Path(__file__).parent)], events=EVENTS)
    done = subprocess.run(
        [sys.executable, "-c", source, str(tmp_path), before], check=True, capture_output=True, text=True
    )
    steps = int(done.stdout)
    assert steps > 8, "there was something to cut"
    found = []
    for nth in range(1, steps + 1):
        folder = tmp_path / str(nth)
        file = kiosk_file(folder)
        try:
            settings = read_settings(KioskSettings, file)
        except NotPaired:
            found.append("nothing")
        else:
            now = settings.server.credential().removeprefix("credential-")
            assert settings.broker.password() == f"broker-{now}"
            assert now in (settings.server.ca_file or Path()).read_text()
            found.append(now)
        keep_access(access("third"), folder / "data")
        assert read_settings(KioskSettings, file).server.credential() == "credential-third", "it can be done again"
        assert len(list((folder / "data").glob("enrolled*"))) == 2
    was = "first" if before == "paired" else "nothing"
    changed_at = found.index("second")
    assert found == [was] * changed_at + ["second"] * (steps - changed_at)
    assert changed_at > 5


def test_an_attempt_outlives_a_restart_until_it_is_answered(tmp_path: Path) -> None:
    attempt = begin_rotation(tmp_path)
    assert begin_rotation(tmp_path) == attempt
    pairing = begin_pairing(tmp_path, "K7QM-2X9P")
    assert begin_pairing(tmp_path, "K7QM-2X9P") == pairing
    for same in ("k7qm2x9p", " K7QM 2X9P ", "K7QM–2x9p"):
        assert begin_pairing(tmp_path, same) == pairing, "the same code, written another way"
    assert begin_pairing(tmp_path, "0000-0000") != pairing
    zeros = begin_pairing(tmp_path, "0000-1111")
    assert begin_pairing(tmp_path, "oO0o-iIlL") == zeros, "as the server reads it"
    keep_access(access(), tmp_path)
    assert begin_rotation(tmp_path) != attempt
    (tmp_path / "rotation-attempt").write_text("cut off")
    assert isinstance(begin_rotation(tmp_path), uuid.UUID)


# --- settings ---------------------------------------------------------------------------------------------------------


def test_a_file_that_names_nobody_is_to_be_paired(tmp_path: Path) -> None:
    file = kiosk_file(tmp_path)
    file.write_text(file.read_text() + '[server]\nurl = "http://10.0.0.9:8080"\n')
    with pytest.raises(NotPaired, match="--enrol") as found:
        read_settings(KioskSettings, file)
    assert found.value.server_url == "http://10.0.0.9:8080"
    assert found.value.settings.data_dir == tmp_path / "data"


def test_what_else_is_wrong_is_said_before_anybody_pairs(tmp_path: Path) -> None:
    file = kiosk_file(tmp_path, "widht = 5")
    with pytest.raises(InvalidSettings, match="widht"):
        read_settings(KioskSettings, file)
    assert not isinstance(_fault_of(file), NotPaired)


def _fault_of(file: Path) -> Exception | None:
    try:
        read_settings(KioskSettings, file)
    except InvalidSettings as fault:
        return fault
    return None


def test_a_file_written_by_hand_is_read_as_ever(tmp_path: Path) -> None:
    file = kiosk_file(tmp_path, 'centre = "C"\ndevice_id = "kiosk-7"')
    file.write_text(file.read_text() + '[server]\ncredential_file = "/etc/bocso/kiosk-7.credential"\n')
    assert read_settings(KioskSettings, file).device_id == "kiosk-7"
    half = kiosk_file(tmp_path, 'centre = "C"')
    assert isinstance(_fault_of(half), InvalidSettings)
    assert not isinstance(_fault_of(half), NotPaired), "who began to write it by hand is told what is missing"


def test_a_counters_devices_learn_their_counter(tmp_path: Path) -> None:
    for kind, model, lines in (
        ("counter", DisplaySettings, 'mode = "counter"'),
        ("pad", PadSettings, 'screen = "touch"'),
    ):
        file = tmp_path / f"{kind}.toml"
        file.write_text(f'data_dir = "{tmp_path / kind}"\n{lines}\n')
        with pytest.raises(NotPaired):
            read_settings(model, file)
        keep_access(access(kind=kind, counter="Q3"), tmp_path / kind)
        settings = read_settings(model, file)
        assert settings.counter_id == "Q3"


def test_a_broker_that_somebody_keeps_by_hand_keeps_what_they_wrote(tmp_path: Path) -> None:
    file = kiosk_file(tmp_path)
    file.write_text(file.read_text() + '[broker]\nusername = "kiosk-1"\npassword_file = "/etc/bocso/broker"\n')
    plain = access().model_copy(
        update={"mqtt": BrokerAccess(host="10.0.0.2", port=1883, tls=False, username=None, password=None)}
    )
    keep_access(plain, tmp_path / "data")
    broker = read_settings(KioskSettings, file).broker
    assert (broker.host, broker.port, broker.username) == ("10.0.0.2", 1883, "kiosk-1")

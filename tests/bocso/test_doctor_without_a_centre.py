"""What `bocso doctor` finds by looking at files alone: certificates that end, a machine that was never paired."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from messaging.clock import SystemClock
from server.tls import certificates

ROOT = Path(__file__).resolve().parents[2]


SAMPLE = ROOT / "server/sample_centre.json"


def examined(folder: Path, *more: str) -> list[str]:
    ended = subprocess.run(
        [sys.executable, "-m", "bocso", "doctor", "--settings-folder", str(folder), *more],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended.stdout.splitlines()


@pytest.mark.parametrize(
    ("made_days_ago", "mark", "finding", "deed"),
    [
        (0, "✓", "còn hạn đến", ""),
        (345, "!", "mà chưa được gia hạn", "bocso-certificates"),
        (400, "✗", "đã hết hạn ngày", "đồng hồ của máy"),
        (-730, "✗", "mới có hiệu lực", "đồng hồ của máy"),
    ],
)
def test_a_certificate_is_told_before_and_after_its_end(
    tmp_path: Path, made_days_ago: int, mark: str, finding: str, deed: str
) -> None:
    folder = tmp_path / "tls"
    folder.mkdir()
    made_at = SystemClock().now() - timedelta(days=made_days_ago)
    certificates.make(folder, names=["127.0.0.1"], centre="MAU", now=made_at)
    (tmp_path / "server.toml").write_text(
        f'database = "{tmp_path}/none.db"\nlisten_port = 9\n'
        f'tls_certificate = "{folder}/server.pem"\ntls_key = "{folder}/server.key"\ntls_ca = "{folder}/ca.pem"\n'
    )
    said = examined(tmp_path)
    at = next(place for place, line in enumerate(said) if "server.pem" in line)
    assert said[at].startswith(mark)
    assert finding in said[at]
    assert deed in said[at + 1]
    assert any("ca.pem: còn hạn đến" in line for line in said)


def test_a_machine_that_was_never_paired_is_told_how(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text(f'data_dir = "{tmp_path}/fresh"\n[printer]\nport = 9\n')
    said = examined(tmp_path)
    assert said[0] == "✗ Máy này chưa được ghép với trung tâm"
    assert "sudo bash ~/bocso/deploy/install.sh kiosk" in said[1]


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        ("widht = 1080", "không có khóa nào tên widht"),
        ('width = "broad"', "giá trị của width không dùng được"),
        ('centre = "C"', "thiếu device_id"),
        ("width = [", "viết sai ở dòng "),
    ],
)
def test_what_is_wrong_in_a_settings_file_is_said_in_vietnamese(tmp_path: Path, line: str, finding: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(f'data_dir = "{tmp_path}/fresh"\n{line}\n[printer]\nport = 9\n')
    said = examined(tmp_path)
    assert said[0].startswith(f"✗ Tệp cài đặt sai: {file}: {finding}")
    assert "docs/settings.md" in said[1]
    assert not {"should", "input", "required", "permitted", "Extra", "valid"} & set(said[0].split())
    (tmp_path / "phones.toml").write_text('databas = "x"\n')
    assert any(f"{tmp_path / 'phones.toml'}: không có khóa nào tên databas" in one for one in examined(tmp_path))


PAD_PINS = "button_pins = [17, 27, 22]\nlight_pins = [5, 6, {last}]"
PRINTER = "[printer]\nkind = {kind}"


@pytest.mark.parametrize(
    ("program", "lines", "finding"),
    [
        ("pad", PAD_PINS.format(last=17), "chân 17 được dùng hai lần"),
        ("pad", PAD_PINS.format(last="13, 19"), "light_pins có 4 chân mà button_pins có 3"),
        ("pad", "button_pins = [17]\nlight_pins = [5]", "button_pins có 1 chân, bộ nút cần 3 đến 5"),
        ("board", 'mode = "hall"\n[keypad]\nkind = "evdev"', "bảng [keypad] thiếu path"),
        ("board", 'mode = "hall"\n[keypad]\nkind = "evdev"\npath = "/k"', 'mode = "hall" mà có bàn phím số'),
        ("board", 'mode = "hall"\n[audio]\nkind = "aplay"', "bảng [audio] thiếu clips_dir"),
        ("kiosk", PRINTER.format(kind='"device"'), 'máy in có kind = "device" mà thiếu path'),
        ("kiosk", PRINTER.format(kind='"network"\nhost = "may-in"'), "máy in: may-in không phải địa chỉ IP"),
        ("kiosk", PRINTER.format(kind='"device"\npath = "/p"\nbaud = 9600'), "baud = 9600 quá chậm"),
        ("server", 'database = "c.db"\ntls_key = "k.pem"', "tls_certificate, tls_key và tls_ca phải có đủ cả ba"),
    ],
)
def test_a_rule_between_settings_is_said_with_what_it_is(
    tmp_path: Path, program: str, lines: str, finding: str
) -> None:
    file = tmp_path / f"{program}.toml"
    folder = "" if program == "server" else f'data_dir = "{tmp_path}/fresh"\n'
    file.write_text(f"{folder}{lines}\n")
    (what,) = [line for line in examined(tmp_path) if f"{file}:" in line]
    assert what.startswith(f"✗ Tệp cài đặt sai: {file}: {finding}")


def test_the_doctor_has_words_for_every_rule_of_the_settings() -> None:
    """Whoever adds a rule says it there, too."""
    of_settings = [*ROOT.glob("*/settings.py"), *ROOT.glob("*/*/settings.py")]
    rules = {
        rule for file in of_settings for rule in re.findall(r'PydanticCustomError\(\s*"(\w+)"', file.read_text("utf-8"))
    }
    assert len(rules) >= 12
    doctor = (ROOT / "bocso/doctor/settings_file.py").read_text("utf-8")
    assert {rule for rule in rules if f'"{rule}": (' not in doctor} == set()
    assert [file for file in of_settings if "raise ValueError" in file.read_text("utf-8")] == []


def test_what_sqlite_has_emptied_is_no_lost_key(tmp_path: Path) -> None:
    """After a checkpoint nothing is in it; and a centre's keys come by the installer, not by pairing."""
    (tmp_path / "centre.db-wal").touch(mode=0o600)
    (tmp_path / "centre.db.broker-key").touch(mode=0o600)
    (tmp_path / "server.toml").write_text(f'database = "{tmp_path}/centre.db"\nlisten_port = 9\n')
    said = examined(tmp_path)
    assert not any("centre.db-wal" in line for line in said)
    at = next(place for place, line in enumerate(said) if "centre.db.broker-key: trống" in line)
    assert "install.sh centre" in said[at + 1]
    assert "mã ghép" not in said[at + 1]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A centre's folder with a copy in its place, and an older one elsewhere."""
    folder = tmp_path_factory.mktemp("made")
    database = folder / "data/centre.db"
    device = ("--id", "k", "--kind", "kiosk", "--credential-file", folder / "k")
    for command in (
        ("centre", "load", SAMPLE, "--database", database),
        ("backup", "--database", database, "--folder", folder / "older"),
        ("device", "add", "--database", database, *device),
        ("backup", "--database", database),
    ):
        typed = [sys.executable, "-m", "bocso", *map(str, command)]
        subprocess.run(typed, check=True, timeout=180, capture_output=True)
    return folder


def an_older_one_is_put_there(database: Path) -> None:
    """As after the loss of its log."""
    (older,) = database.parents[1].glob("older/*.backup")
    shutil.copy(older, database)


@pytest.mark.parametrize(
    ("befalls", "vietnamese", "english"),
    [
        (an_older_one_is_put_there, "dữ liệu cũ hơn bản sao", "it is older than its copy"),
        (lambda it: it.with_name("centre.db.restoring").touch(), "khôi phục bị ngắt", "a restore was interrupted"),
        (lambda it: it.write_bytes(b""), "tệp rỗng", "the file is empty"),
        (lambda _it: None, "", ""),
    ],
)
def test_a_database_that_the_server_would_not_start_on_is_not_called_sound(
    made: Path, tmp_path: Path, befalls: Callable[[Path], None], vietnamese: str, english: str
) -> None:
    """Nor is anybody sent to pair devices because a file is empty."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    database = tmp_path / "data/centre.db"
    (tmp_path / "server.toml").write_text(f'database = "{database}"\nlisten_port = 9\n')

    befalls(database)

    said = examined(tmp_path)
    if not vietnamese:
        assert "✓ Cơ sở dữ liệu: lành" in said
        return
    (at,) = [place for place, line in enumerate(said) if line.startswith("✗ Cơ sở dữ liệu: hỏng")]
    assert vietnamese in said[at]
    assert "docs/backup.md" in said[at + 1]
    assert not [line for line in said if "mã ghép" in line or "lành" in line]
    assert any(f"Database: damaged ({english}" in line for line in examined(tmp_path, "--language", "en"))

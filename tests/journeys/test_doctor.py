"""`bocso doctor` on a machine that runs a whole centre: what it finds well, what it finds wrong, what it packs."""

import platform
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from real_centre import BROKER, SERVER, RealCentre

from bocso.doctor.bundle import cleaned, write_bundle


def _examined(folder: Path, *arguments: str) -> tuple[int, str]:
    ended = subprocess.run(
        [sys.executable, "-m", "bocso", "doctor", "--settings-folder", str(folder), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended.returncode, ended.stdout + ended.stderr


def test_a_well_centre_is_said_to_be_well_part_by_part(centre: RealCentre, settings: Path) -> None:
    _, said = _examined(settings)
    for line in (
        "✓ Cơ sở dữ liệu: lành",
        "✓ bocso-server: trả lời ở cổng",
        "✓ Máy trao đổi (mosquitto): kết nối được",
        "✓ Thiết bị kiosk-1: có mặt",
        "✓ kiosk-1: máy chủ nhận",
        "✓ kiosk-1: nghe được máy chủ",
        "✓ Máy in: sẵn sàng, có giấy",
    ):
        assert line in said, said
    # Devices of the centre that nobody switched on are told, each with what to do.
    assert "✗ Thiết bị kiosk-2: im lặng" in said
    assert "Xem thiết bị có điện và có mạng không" in said


def test_in_english_nothing_is_vietnamese(centre: RealCentre, settings: Path) -> None:
    code, said = _examined(settings, "--language", "en")
    assert code == 1  # devices are silent
    assert "✓ Database: sound" in said
    assert not set(said) & set("ăâêôơưđạảấầẩậắằẳặẹẻẽếềểệịỉọỏốồổộớờởợụủứừửựỳỷỹỵ")


def test_server_and_broker_that_are_away_are_told_with_the_command_that_helps(
    centre: RealCentre, settings: Path
) -> None:
    centre.kill(SERVER)
    centre.kill(BROKER)
    code, said = _examined(settings)
    assert code == 1
    lines = said.splitlines()
    assert lines[0].startswith("✗")  # what is wrong stands first
    assert "✗ bocso-server: không trả lời" in said
    assert "sudo systemctl restart bocso-server" in said
    assert "✗ Máy trao đổi (mosquitto): không kết nối được" in said
    # The line between them may take the connection and drop it, or drop it at once.
    assert re.search("✗ kiosk-1: (ở http:|không tới được máy chủ http:)", said)
    centre.start(BROKER, SERVER)


def test_a_damaged_database_is_never_called_sound(centre: RealCentre, settings: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "centre.db"
    content = bytearray(centre.folder.database.read_bytes())
    content[4096 * 3 : 4096 * 5] = b"\xa5" * 8192
    damaged.write_bytes(content)
    file = settings / "server.toml"
    file.write_text(file.read_text().replace(str(centre.folder.database), str(damaged)))
    code, said = _examined(settings)
    assert code == 1
    assert "✗ Cơ sở dữ liệu: hỏng" in said
    assert "đừng xóa gì" in said


def test_a_key_that_does_not_fit_is_named(settings: Path) -> None:
    file = settings / "kiosk.toml"
    file.write_text('devise_id = "kiosk-1"\n' + file.read_text())
    code, said = _examined(settings)
    assert code == 1
    assert "✗ Tệp cài đặt sai" in said
    assert "devise_id" in said


def test_a_refused_credential_is_told_apart_from_a_server_that_is_away(
    centre: RealCentre, settings: Path, tmp_path: Path
) -> None:
    stale = tmp_path / "stale"
    stale.write_text("no-longer-valid")
    stale.chmod(0o600)
    file = settings / "kiosk.toml"
    lines = [
        f'credential_file = "{stale}"' if line.startswith("credential_file") else line
        for line in file.read_text().splitlines()
    ]
    file.write_text("\n".join(lines))
    _, said = _examined(settings)
    assert "✗ kiosk-1: máy chủ không nhận khóa của thiết bị" in said


def test_the_bundle_names_nobody_and_holds_no_secret(centre: RealCentre, settings: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "help.tar.gz"
    _, said = _examined(settings, "--bundle", str(bundle))
    assert str(bundle) in said
    with tarfile.open(bundle) as packed:
        names = packed.getnames()
        text = "\n".join(packed.extractfile(name).read().decode() for name in names)
    assert "bocso-doctor/doctor.txt" in names
    assert "bocso-doctor/settings.txt" in names
    assert f"{platform.platform()}\nPython {platform.python_version()}\n" in text, "versions stay whole"
    assert "Cơ sở dữ liệu: lành" in text
    for secret in centre.folder.secrets.iterdir():
        content = secret.read_text(errors="replace").strip()
        if len(content) >= 12:
            assert content not in text, secret.name
    for row in centre.rows("SELECT display_name, login FROM staff_profiles"):
        assert row["display_name"] not in text
    # A second one does not write over the first.
    code, said = _examined(settings, "--bundle", str(bundle))
    assert code == 1
    assert f"Đã có tệp {bundle}" in said


def test_a_machine_without_anything_of_ours_is_told_so(tmp_path: Path) -> None:
    code, said = _examined(tmp_path)
    assert code == 1
    assert "--settings-folder" in said


def test_who_is_to_be_called_is_not_in_the_bundle_however_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text(
        'width = 1080\nhelp = { name = "Lê Hoa", telephone = "113" }\nhelp.name = "Lê Hoa"\n[help]\nname = "Lê Hoa"\n'
    )
    written = tmp_path / "help.tar.gz"
    write_bundle(written, told=[], folder=tmp_path, names=[])
    with tarfile.open(written) as packed:
        text = packed.extractfile("bocso-doctor/settings.txt").read().decode()
    assert "width = 1080" in text
    assert "Hoa" not in text
    assert "113" not in text


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("citizen phoned 0912345678 twice", "citizen phoned [số] twice"),
        ("GET /t/Zk3vJ0qXUe2yTnVt8mW1aA 200", "GET /t/… 200"),
        ("mail to an.b@xa.example", "mail to …@…"),
        ("credential w5Vh1yL0Zq8mXc2RtB7nKd3P refused", "credential [khóa] refused"),
        ("from 8.8.4.4 and 10.0.0.7", "from [địa chỉ] and 10.0.0.7"),
        ("09:15:01 from 2001:db8::77 and fe80::1, ::1", "09:15:01 from [địa chỉ] and fe80::1, ::1"),
        ("dossier H15.12-261122-0001, 0912 345 678", "dossier [hồ sơ], [số]"),
        ("GET /desk/search?words=hoa HTTP/1.1", "GET /desk/search?… HTTP/1.1"),
        ("Cán bộ 01 signed on", "[tên] signed on"),
        (
            "open http://10.0.0.2:8080/setup/start and enter the code 9214 7851",
            "open http://10.0.0.2:8080/setup/start and enter the code [mã]",
        ),
        (
            "too many wrong codes: the code of the first start is now 9214 7851",
            "too many wrong codes: the code of the first start is now [mã]",
        ),
        ("words [type=x, input_value='cô Hoa, quầy 2', input_type=str]", "words [type=x, [nội dung], input_type=str]"),
        ("[parameters: ('Lê Hoa', 3)]", "[nội dung]"),
        ("server.mqtt.publishing_when_set_up: begins", "server.mqtt.publishing_when_set_up: begins"),
    ],
)
def test_a_line_of_a_log_is_cleaned(line: str, left: str) -> None:
    assert cleaned(line, ["Cán bộ 01"]) == left

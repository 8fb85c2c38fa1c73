"""What `bocso doctor` finds by looking at files alone: certificates that end, a machine that was never paired."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from messaging.clock import SystemClock
from server.tls import certificates


def examined(folder: Path) -> list[str]:
    ended = subprocess.run(
        [sys.executable, "-m", "bocso", "doctor", "--settings-folder", str(folder)],
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
    assert "sudo deploy/install.sh kiosk" in said[1]


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

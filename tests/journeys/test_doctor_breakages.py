"""One thing after another is broken at a centre that runs: `bocso doctor` names that thing, and says what to do."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from real_centre import BOARD, DISPLAY, KIOSK, PAD, SERVER, RealCentre, eventually

pytestmark = pytest.mark.long
Settings = Path


@pytest.fixture
def all_settings(centre: RealCentre, settings: Path) -> Settings:
    """Those of every kind of machine, under the names that an installation gives them."""
    for name, as_installed in ((BOARD, "board"), (DISPLAY, "counter"), (PAD, "pad")):
        shutil.copy(centre.folder.settings_file(name), settings / f"{as_installed}.toml")
    return settings


def examined(folder: Path, *arguments: str, **environment: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", "bocso", "doctor", "--settings-folder", str(folder), *arguments],
        env={**os.environ, "BOCSO_KIOSK_SOUND": "off", **environment},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended.stdout + ended.stderr


def only(folder: Path, kind: str) -> Path:
    """A folder with the settings of this kind alone: one machine."""
    one = folder / "one"
    shutil.rmtree(one, ignore_errors=True)
    one.mkdir()
    shutil.copy(folder / f"{kind}.toml", one)
    return one


def changed(folder: Path, kind: str, change: Callable[[str], str]) -> Path:
    one = only(folder, kind)
    file = one / f"{kind}.toml"
    file.write_text(change(file.read_text()))
    return one


def with_key(key: str, value: str, table: str = "") -> Callable[[str], str]:
    """The settings with another value of a key that stands in a table, or above all tables."""

    def change(text: str) -> str:
        found, lines = "", []
        for line in text.splitlines():
            if line.startswith("["):
                found = line.strip("[] ")
            is_meant = found == table and line.split("=")[0].strip() == key
            lines.append(f"{key} = {value}" if is_meant else line)
        new = "\n".join(lines) + "\n"
        assert new != text, key
        return new

    return change


def told(said: str, finding: str, deed: str) -> None:
    """The finding is told as wrong or to be watched, and on the next line what to do."""
    lines = said.splitlines()
    at = [place for place, line in enumerate(lines) if finding in line]
    assert at, f"{finding!r} is not told:\n{said}"
    assert lines[at[0]][0] in "✗!", lines[at[0]]
    assert deed in lines[at[0] + 1], said


@contextlib.contextmanager
def somebody_else_at(port: int, answer: bytes) -> Iterator[None]:
    """Another program that listens at a port and says the same to everybody."""
    with socket.create_server(("127.0.0.1", port)) as listening:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    line, _ = listening.accept()
                    with line:
                        line.recv(4096)
                        line.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        yield


def test_every_device_is_well_before_anything_is_broken(all_settings: Settings) -> None:
    for kind in ("kiosk", "board", "counter", "pad"):
        said = examined(only(all_settings, kind))
        assert "✗" not in said, said
        assert "khai báo ở trung tâm khớp" in said


def test_a_wrong_address_a_refused_one_and_a_stranger_are_told_apart(all_settings: Settings) -> None:
    nowhere = changed(all_settings, "kiosk", with_key("url", '"http://255.255.255.255:8080"', "server"))
    told(examined(nowhere), "không tới được máy chủ http://255.255.255.255:8080", "dây mạng hoặc Wi-Fi")
    nobody = changed(all_settings, "kiosk", with_key("url", '"http://127.0.0.1:9"', "server"))
    told(examined(nobody), "chương trình máy chủ không chạy ở cổng 9", "sudo bocso doctor")
    no_name = changed(all_settings, "kiosk", with_key("url", '"http://may-chu.invalid:8080"', "server"))
    told(examined(no_name), "không biết máy tên may-chu.invalid", "địa chỉ bằng số")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with somebody_else_at(port, b"SSH-2.0-router\r\n"):
        stranger = changed(all_settings, "kiosk", with_key("url", f'"http://127.0.0.1:{port}"', "server"))
        told(examined(stranger), "không phải máy chủ Bốc Số", "[server]")


def test_a_broker_s_refusal_is_told_apart_from_one_that_is_away(
    centre: RealCentre, all_settings: Settings, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not-the-password")
    wrong.chmod(0o600)
    refused = changed(all_settings, "kiosk", with_key("password_file", f'"{wrong}"', "broker"))
    told(examined(refused), "không nhận mật khẩu của thiết bị", "trang Thiết bị")
    as_server = changed(all_settings, "server", with_key("password_file", f'"{wrong}"', "broker"))
    told(examined(as_server), "không nhận mật khẩu của máy chủ", "deploy/install.sh centre")
    away = changed(all_settings, "kiosk", with_key("port", "9", "broker"))
    told(examined(away), "không tới được máy trao đổi", "systemctl restart mosquitto")


def test_a_server_that_is_down_is_not_heard_although_its_last_word_is_kept(
    centre: RealCentre, all_settings: Settings
) -> None:
    centre.kill(SERVER)
    said = examined(only(all_settings, "board"))
    told(said, "máy chủ đã ngừng nói với máy trao đổi", "sudo bocso doctor")
    assert "nghe được máy chủ" not in said
    centre.start(SERVER)


def test_what_a_device_is_not_at_the_centre_is_told(all_settings: Settings) -> None:
    other_centre = changed(all_settings, "board", with_key("centre", '"MAU-9999"'))
    told(examined(other_centre), "không có tin của máy chủ", "MAU-9999")
    wrong_counter = changed(all_settings, "pad", with_key("counter_id", '"Q4"'))
    told(examined(wrong_counter), "tệp cài đặt ghi quầy Q4, trung tâm ghi quầy Q1", "counter_id")


def test_a_printer_s_own_words_are_passed_on(centre: RealCentre, all_settings: Settings) -> None:
    kiosk = only(all_settings, "kiosk")
    for fault, finding, deed in (
        ("no_paper", "Máy in: hết giấy", "Lắp cuộn mới"),
        ("cover_open", "Máy in: nắp đang mở", "Đóng nắp"),
        ("cutter", "Máy in: báo lỗi", "gỡ giấy kẹt"),
        ("near_end", "Máy in: sắp hết giấy", "cuộn giấy mới"),
        ("silent", "không báo tình trạng", "self-test kiosk"),
    ):
        centre.tell_printer("fail", fault=fault)
        told(examined(kiosk), finding, deed)
        centre.tell_printer("heal")
    unplugged = changed(all_settings, "kiosk", with_key("port", "9", "printer"))
    told(examined(unplugged), "Máy in: không tới được 127.0.0.1:9", "có điện, có dây mạng")


def test_the_centre_s_machine_passes_on_what_a_device_says_of_itself(
    centre: RealCentre, all_settings: Settings
) -> None:
    centre.tell_printer("fail", fault="no_paper")
    server = only(all_settings, "server")
    eventually(lambda: "hết giấy, đang ngừng cấp số" in examined(server), "the kiosk's fault")
    told(examined(server), f"{KIOSK} hết giấy", "Mở nắp máy in")
    centre.tell_printer("heal")
    eventually(lambda: "hết giấy" not in examined(server), "the kiosk to be well")


def test_another_program_at_the_server_s_port_is_no_server(centre: RealCentre, all_settings: Settings) -> None:
    centre.kill(SERVER)
    file = (all_settings / "server.toml").read_text()
    port = int(next(line for line in file.splitlines() if line.startswith("listen_port")).split("=")[1])
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"
    with somebody_else_at(port, answer):
        told(examined(only(all_settings, "server")), "là một chương trình khác", "sudo ss -ltnp")
    centre.start(SERVER)


def test_files_that_are_missing_open_or_somebody_else_s(all_settings: Settings, tmp_path: Path) -> None:
    gone = changed(all_settings, "kiosk", with_key("credential_file", f'"{tmp_path}/gone"', "server"))
    told(examined(gone), "Tệp khóa", "mã ghép mới")
    empty = tmp_path / "empty"
    empty.touch(mode=0o600)
    nothing = changed(all_settings, "kiosk", with_key("credential_file", f'"{empty}"', "server"))
    told(examined(nothing), f"Tệp khóa {empty}: trống", "mã ghép mới")
    (open_to_all := tmp_path / "open").write_text("x" * 40)
    open_to_all.chmod(0o644)
    readable = changed(all_settings, "kiosk", with_key("credential_file", f'"{open_to_all}"', "server"))
    told(examined(readable), "người khác đọc được", f"sudo chmod 600 {open_to_all}")
    no_folder = changed(all_settings, "kiosk", with_key("data_dir", f'"{tmp_path}/nowhere"'))
    told(examined(no_folder), f"Thư mục dữ liệu {tmp_path}/nowhere", "Chạy lại bộ cài")
    broken = changed(all_settings, "kiosk", lambda text: "printer = [\n" + text)
    told(examined(broken), "Tệp cài đặt sai", "docs/settings.md")


def test_a_database_that_is_gone_while_copies_are_there_is_no_new_centre(
    centre: RealCentre, all_settings: Settings, tmp_path: Path
) -> None:
    copies = tmp_path / "backups"
    subprocess.run(
        [sys.executable, "-m", "bocso", "backup", "--database", str(centre.folder.database), "--folder", str(copies)],
        check=True,
        capture_output=True,
    )
    (copy,) = [file for file in copies.iterdir() if file.name.startswith(f"{centre.folder.database.stem}.")]
    copy.rename(copies / copy.name.replace(centre.folder.database.stem, "lost", 1))
    gone = changed(all_settings, "server", with_key("database", f'"{tmp_path}/lost.db"'))
    told(examined(gone), "không còn tệp", "đừng thiết lập mới")


HOUR_BEHIND = """
import sys
from datetime import timedelta
from bocso.__main__ import app
from messaging.clock import SystemClock
right = SystemClock.now
SystemClock.now = lambda clock: right(clock) - timedelta(hours=1)
app(sys.argv[1:])
"""


@pytest.mark.parametrize(("kind", "finding"), [("server", "máy chậm hơn sổ nhật ký"), ("kiosk", "lệch 60 phút")])
def test_a_clock_that_is_wrong_is_told_against_the_journal_and_against_the_server(
    all_settings: Settings, kind: str, finding: str
) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", HOUR_BEHIND, "doctor", "--settings-folder", str(only(all_settings, kind))],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    told(ended.stdout, finding, "giờ")


def test_two_programs_of_one_settings_file_are_found(all_settings: Settings) -> None:
    board = only(all_settings, "board")
    asleep = [sys.executable, "-c", "import time; time.sleep(120)"]
    alike = [*asleep, "-m", "counter_display", "--settings", str(board / "board.toml")]
    both = [subprocess.Popen(alike) for _ in range(2)]
    try:
        told(examined(board), "Chương trình counter_display đang chạy 2 lần", "sudo kill")
    finally:
        for program in both:
            program.kill()
            program.wait()


def test_a_board_without_its_voice_or_its_card_is_told(all_settings: Settings, tmp_path: Path) -> None:
    mute = changed(all_settings, "board", with_key("clips_dir", f'"{tmp_path}/none"', "audio"))
    told(examined(mute), "Giọng đọc", "deploy/install.sh board")
    no_card = changed(all_settings, "board", with_key("kind", '"aplay"', "audio"))
    told(examined(no_card), "Loa: không phát được tiếng", "aplay -L")


def test_a_number_pad_and_pins_that_are_not_there_are_told(all_settings: Settings, tmp_path: Path) -> None:
    missing = changed(
        all_settings,
        "counter",
        lambda text: text.split("[keypad]")[0] + f'[keypad]\nkind = "evdev"\npath = "{tmp_path}/event-kbd"\n',
    )
    told(examined(missing), "Bàn phím số: không thấy", "ls /dev/input/by-id")
    native = changed(all_settings, "pad", with_key("pin_factory", '"native"'))
    told(examined(native), "Chân cắm", "")


def test_the_bundle_has_nothing_of_anybody(centre: RealCentre, all_settings: Settings, tmp_path: Path) -> None:
    """What must not leave is planted wherever the bundle collects from, and then looked for in it."""
    staff = centre.rows("SELECT display_name, login FROM staff_profiles")[0]
    in_log = [
        *("0912 345 678", "0912.345.679", "+84 912 345 670", "0261 3812345", "066123456789"),  # telephones, an identity
        *("H15.12-261122-0001", "000.00.12.H15-261122-AB0007"),  # dossiers
        *("hoa.mau@xa.example", "203.0.113.77"),
        *("Zk3vJ0qXUe2yTnVt8mW1aA", "w5Vh1yL0Zq8mXc2RtB7nKd3P"),  # a slip's token, a credential
        *(staff["display_name"], staff["login"].upper()),
    ]
    in_settings = ["Nguyễn Thị Hoa Mẫu", "bàn của chị Hoa", "0912 345 671"]
    lines = [f"2026-11-22T09:00:00 bocso-server[1]: about {words} once more" for words in in_log]
    lines += [f"GET /desk/search?words={words.replace(' ', '+')} 200" for words in [*in_log, *in_settings]]
    lines += ["GET /t/Zk3vJ0qXUe2yTnVt8mW1aA 200", "messaging.device_link: the server is heard again after 3.0 s"]
    (tmp_path / "log").write_text("\n".join(lines))
    commands = tmp_path / "commands"
    commands.mkdir()
    for name in ("journalctl", "systemctl"):
        (commands / name).write_text(f"#!/bin/sh\ncat {tmp_path}/log\n")
        (commands / name).chmod(0o755)
    kiosk = all_settings / "kiosk.toml"
    kiosk.write_text(
        f"# đặt ở {in_settings[1]}\n{kiosk.read_text()}"
        f'\n[help]\nname = "{in_settings[0]}"  # {in_settings[2]}\ntelephone = "{in_settings[2]}"\n'
    )
    bundle = tmp_path / "help.tar.gz"
    examined(all_settings, "--bundle", str(bundle), PATH=f"{commands}:{os.environ['PATH']}")
    with tarfile.open(bundle) as packed:
        text = "\n".join(packed.extractfile(name).read().decode() for name in packed.getnames())
    assert "the server is heard again after 3.0 s" in text  # what helps is there
    assert "[printer]" in text
    kept = [words for words in [*in_log, *in_settings] if words in text or words.replace(" ", "+") in text]
    assert kept == []

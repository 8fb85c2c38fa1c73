"""The page of a screen whose program cannot start: what reaches the framebuffer and the console, from outside."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from look.help_picture import Help, draw_help, words_of
from look.language import messages_of, translator

ROOT = Path(__file__).resolve().parents[2]
ROLES = ("kiosk", "board", "counter", "touch-pad")
SETTINGS = """
device_id = "kiosk-1"
rotation = {turn}

[help]
name = "Phòng Công nghệ thông tin"
telephone = "0123 456 789"
"""


class Machine:
    """What the program finds on a machine: a framebuffer, its description, a console, the installed Python."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.screen = folder / "fb0"
        self.console = folder / "tty1"
        self.console.touch()
        self.described = folder / "described"
        self.described.mkdir()
        self.kept = folder / "kept"
        self.kept.mkdir()
        self.settings = folder / "kiosk.toml"
        self.settings.write_text(SETTINGS.format(turn=0), encoding="utf-8")
        self.python = folder / "python"
        # Of the environment, from the repository, as the installed one has it inside.
        self.python.write_text(f'#!/bin/sh\nshift\nPYTHONPATH={ROOT} exec {sys.executable} -P "$@"\n')
        self.python.chmod(0o755)
        self.plug(640, 400)

    def plug(self, width: int, height: int, *, bits: int = 32, stride: int | None = None) -> None:
        stride = stride or width * bits // 8
        for name, words in (
            ("modes", f"U:{width}x{height}p-60"),
            ("virtual_size", f"{width},{height * 2}"),  # the kernel may keep a second picture below the first
            ("bits_per_pixel", str(bits)),
            ("stride", str(stride)),
        ):
            (self.described / name).write_text(words + "\n")
        self.screen.write_bytes(bytes(stride * height * 2))

    def show(self, role: str = "bocso-kiosk") -> None:
        command = [sys.executable, str(ROOT / "deploy/help_screen.py"), role, "--once"]
        for name in ("settings", "python", "screen", "described", "console", "kept"):
            command += [f"--{name}", str(getattr(self, name))]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert ended.returncode == 0, ended.stderr

    def seen(self, width: int, height: int, *, stride: int | None = None) -> Image.Image:
        """The upper picture of a framebuffer of 32 bits."""
        stride = stride or width * 4
        dots = self.screen.read_bytes()[: stride * height]
        return Image.frombytes("RGB", (width, height), dots, "raw", "BGRX", stride, 1)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def page(width: int, height: int) -> Image.Image:
    return draw_help(Help("kiosk", "kiosk-1", "Phòng Công nghệ thông tin", "0123 456 789"), width, height)


def test_the_page_stands_on_the_screen_and_the_console_is_empty(machine: Machine) -> None:
    machine.show()

    assert machine.seen(640, 400) == page(640, 400)
    assert machine.console.read_text().split("\x1b[H")[-1] == "", "no word stands over the page, and no cursor"
    assert "\x1b[?25l" in machine.console.read_text()


def test_rows_that_are_longer_than_their_dots(machine: Machine) -> None:
    machine.plug(600, 400, stride=2560)

    machine.show()

    assert machine.seen(600, 400, stride=2560) == page(600, 400)


def test_a_panel_of_sixteen_bits(machine: Machine) -> None:
    machine.plug(640, 400, bits=16)

    machine.show()

    dots = machine.screen.read_bytes()
    assert dots[:2] == bytes([0x72, 0x0A]), "the blue of the upper edge: 01010 ... in 5, 6 and 5 bits"
    middle = 2 * (200 * 640 + 2)
    assert dots[middle : middle + 2] == b"\xff\xff", "paper at the side"


def test_a_panel_on_its_side_gets_the_upright_page_turned(machine: Machine) -> None:
    machine.settings.write_text(SETTINGS.format(turn=90), encoding="utf-8")

    machine.show()

    assert machine.seen(640, 400) == page(400, 640).rotate(90, expand=True)


def test_without_the_installed_program_the_page_drawn_last_is_taken(machine: Machine) -> None:
    machine.show()
    machine.python.unlink()
    machine.screen.write_bytes(bytes(640 * 400 * 4))

    machine.show()

    assert machine.seen(640, 400) == page(640, 400)


def test_without_any_page_plain_words_stand_on_the_console(machine: Machine) -> None:
    machine.python.unlink()

    machine.show()

    words = machine.console.read_text(encoding="ascii")
    assert "May dang tam dung. Moi Ong/Ba gap can bo." in words
    assert "This machine is out of service. Please ask a member of staff." in words
    assert "Can bo vui long goi / Staff, please call: Phong Cong nghe thong tin 0123 456 789" in words
    assert not any(machine.screen.read_bytes())


@pytest.mark.parametrize("settings", ["no = [toml", "", 'help = "nobody"', "[help]\ntelephone = 7"])
def test_settings_that_may_be_the_very_trouble_leave_the_page_standing(machine: Machine, settings: str) -> None:
    machine.settings.write_text(settings, encoding="utf-8")

    machine.show()

    assert machine.seen(640, 400).getpixel((2, 200)) == (255, 255, 255)
    machine.python.unlink()
    for kept in machine.kept.iterdir():
        kept.unlink()
    machine.show()
    assert "May dang tam dung" in machine.console.read_text(encoding="ascii")


def test_without_a_screen_the_words_stand_all_the_same(machine: Machine) -> None:
    (machine.described / "bits_per_pixel").unlink()

    machine.show()

    assert "Staff, please call" in machine.console.read_text(encoding="ascii")


@pytest.mark.parametrize("role", ROLES)
def test_every_word_of_a_page_has_its_english(role: str) -> None:
    for words in words_of(role):
        assert words in messages_of("help_screen")
        assert translator("en")(words) != words


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("width", "height"), [(1080, 1920), (1920, 1080), (800, 480), (480, 800), (1024, 600)])
def test_nothing_is_cut_off_however_long_the_names_are(role: str, width: int, height: int) -> None:
    names = "Phòng Công nghệ thông tin, Ủy ban nhân dân phường Nguyễn Thị Minh Khai, Quận 1"
    picture = draw_help(Help(role, "k" * 40, names, "0123 456 789 hoặc 0987 654 321 (máy lẻ 12)"), width, height)

    colours = {"white": (255, 255, 255)}
    edge = round(height * 0.02) + 1
    sides = [(x, y) for y in range(edge, height) for x in (0, 1, width - 2, width - 1)]
    ends = [(x, y) for x in range(width) for y in (edge, height - 1)]
    assert {picture.getpixel(at) for at in [*sides, *ends]} == set(colours.values())

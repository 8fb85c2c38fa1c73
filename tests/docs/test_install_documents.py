"""Installing in Vietnamese and in English: the same steps, commands and tables, and figures that are true."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = (ROOT / "docs/install/install.md").read_text(encoding="utf-8")
VIETNAMESE = (ROOT / "docs/install/cai-dat.md").read_text(encoding="utf-8")


def commands(text: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)
    return [line.strip().replace(" --language en", "") for block in blocks for line in block.splitlines()]


def typed(text: str) -> set[str]:
    """Commands within a sentence."""
    outside = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return set(re.findall(r"`((?:sudo|cd|ls|mv|lsblk|python3) ?[^`]*)`", outside.replace("\n", " ")))


def test_both_have_the_same_commands_in_the_same_order() -> None:
    assert len(commands(ENGLISH)) > 12
    assert commands(ENGLISH) == commands(VIETNAMESE)
    assert typed(ENGLISH) - {"ls ~/bocso"} == typed(VIETNAMESE) - {"ls ~/bocso"}


def test_both_have_the_same_shape() -> None:
    for mark in (r"^## ", r"^\d+\. ", r"^- ", r"^ *\| "):
        found = [len(re.findall(mark, text, flags=re.MULTILINE)) for text in (ENGLISH, VIETNAMESE)]
        assert found[0] == found[1] > 3, mark
    ports = [re.findall(r"^\| (\d{4}) \|", text, flags=re.MULTILINE) for text in (ENGLISH, VIETNAMESE)]
    assert ports[0] == ports[1] == ["8080", "8443", "8090", "1883", "8883"]


def test_both_lead_to_the_same_pages() -> None:
    links = [sorted(re.findall(r"\]\((?!#)([^)]+)\)", text)) for text in (ENGLISH, VIETNAMESE)]
    others = [[link for link in found if link not in {"install.md", "cai-dat.md"}] for found in links]
    assert others[0] == others[1]


@pytest.mark.parametrize("role", ["centre", "kiosk", "board", "counter", "pad", "touch-pad", "back", "uninstall"])
def test_every_line_for_the_installer_is_one_that_it_takes(role: str) -> None:
    assert f"deploy/install.sh {role}" in ENGLISH
    asked = subprocess.run(["bash", str(ROOT / "deploy/install.sh")], capture_output=True, text=True, check=False)
    assert re.search(rf"\b{role}\b", asked.stdout)


@pytest.mark.parametrize(
    ("is_momentary", "said"),
    [(False, r"rates them (\d\.\d) to (\d\.\d)"), (True, r"between tries\) (\d\.\d) to (\d\.\d)")],
)
def test_the_figures_of_the_services_are_those_that_systemd_gives(is_momentary: bool, said: str) -> None:
    figures = {float(figure) for figure in re.search(said, ENGLISH).groups()}
    rated = set()
    for unit in (ROOT / "deploy/units").glob("*.service"):
        if ("Type=oneshot" in unit.read_text()) is not is_momentary:
            continue
        told = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)],
            capture_output=True,
            text=True,
            check=True,
        )
        rated.add(float(re.search(r"Overall exposure level for \S+: (\d+\.\d)", told.stdout)[1]))
    assert {min(rated), max(rated)} == figures
    assert f"{min(figures)} đến {max(figures)}".replace(".", ",") in VIETNAMESE


def test_the_certificate_is_compared_before_the_first_code_is_entered() -> None:
    """From the network the first page is encrypted, with a certificate that no browser trusts yet."""
    telling = (ROOT / "deploy/steps/telling.sh").read_text(encoding="utf-8")
    for text, enter in ((ENGLISH, "enter the code."), (VIETNAMESE, "nhập mã."), (telling, "enter the code")):
        before = text[: text.index(enter)]
        assert before.index(":8080/trust") < before.index("sudo bocso certificates show")
        assert text is telling or before.index(":8080/trust") < before.index("(trust.md)")


def test_where_no_console_is_left_the_way_in_is_told() -> None:
    """Screens lock theirs (deploy/lock-down): what is typed after the restart comes over the network."""
    assert "NAutoVTs=0" in (ROOT / "deploy/lock-down/logind.conf").read_text()
    for text, before in ((ENGLISH, "1. On an office computer"), (VIETNAMESE, "1. Trên một máy tính")):
        assert "SSH" in text[text.index(before) : text.index("2. ", text.index(before))]
        assert "ssh NAME@kiosk-1.local" in text
        assert "systemd.mask=bocso-kiosk.service" in text


def test_what_is_fetched_for_a_place_without_internet_fits_each_release_from_any_computer() -> None:
    """Without those words pip fetches for the computer that it runs on, and asks that one's conditions."""
    fetching = [line for line in commands(ENGLISH) if "pip download" in line]
    fits = (ROOT / "deploy/steps/system.sh").read_text()
    for version, line in zip(("3.11", "3.13"), fetching, strict=True):
        assert f"({version.replace('.', ', ')})" in fits
        assert f"--python-version {version} " in line
        for words in (
            "--no-deps",
            "--require-hashes",
            "--only-binary=:all:",
            "--implementation cp",
            "--platform manylinux2014_aarch64 --platform manylinux_2_28_aarch64",
            "-d ../wheels",
        ):
            assert f" {words}" in line
    for text in (ENGLISH, VIETNAMESE):
        # What is carried along is read while the stick is there.
        before, copied, after = text.partition("cp -r /media/stick/wheels ~/wheels\n")
        assert copied
        assert before.endswith("sudo mount -o ro /dev/sda1 /media/stick\n")
        assert after.startswith("sudo umount /media/stick\n")
        assert "--wheels /media" not in text

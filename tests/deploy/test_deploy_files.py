"""The files that an installation puts on a machine: units that are closed well enough, parts of the lock, scripts."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulation.sample_centre import GIVES_BACK

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("units/*.service"))
SCRIPTS = [*sorted(DEPLOY.glob("*.sh")), *sorted(DEPLOY.glob("steps/*.sh"))]


def _locked(*extras: str) -> set[str]:
    printed = subprocess.run(
        [sys.executable, str(DEPLOY / "locked_parts.py"), *extras], capture_output=True, text=True, check=True
    ).stdout
    return set(re.findall(r"^([a-z0-9-]+)==", printed, flags=re.MULTILINE))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_is_rated_better_than_three(unit: Path) -> None:
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=30", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert rated.returncode == 0, rated.stdout[-200:] + rated.stderr


@pytest.mark.parametrize("unit", [unit for unit in UNITS if "@" not in unit.stem], ids=lambda unit: unit.stem)
def test_a_program_is_watched_and_never_given_up(unit: Path) -> None:
    text = unit.read_text()
    if "Type=oneshot" in text:
        return
    assert "Type=notify" in text
    assert re.search(r"^WatchdogSec=\d+$", text, flags=re.MULTILINE)
    assert "Restart=always" in text
    assert "OnFailure=bocso-rest@%N.service" in text


@pytest.mark.parametrize(
    "unit", [unit for unit in UNITS if "Type=notify" in unit.read_text()], ids=lambda unit: unit.stem
)
def test_a_program_that_hangs_comes_to_its_rest_too(unit: Path) -> None:
    """Be it while it starts or once it is up: each try takes its whole start, its watchdog, its end and its pause."""
    text = unit.read_text()
    burst, span, *a_try = (
        int(re.search(rf"^{name}=(\d+)$", text, flags=re.MULTILINE)[1])
        for name in (
            "StartLimitBurst",
            "StartLimitIntervalSec",
            "TimeoutStartSec",
            "WatchdogSec",
            "TimeoutStopSec",
            "RestartSec",
        )
    )
    assert burst * sum(a_try) < span


def test_certificates_are_looked_at_at_each_boot_by_a_clock_that_can_be_asked() -> None:
    """A power cut may have left half a pair, and without it neither server nor broker starts."""
    timer = (DEPLOY / "units/bocso-certificates.timer").read_text()
    assert re.search(r"^OnBootSec=\d+s$", timer, flags=re.MULTILINE)
    assert "RandomizedDelaySec" not in timer, "it holds for the boot too"
    service = (DEPLOY / "units/bocso-certificates.service").read_text()
    assert "\nProtectClock=yes" not in service, (
        "its filter takes away adjtimex, and every clock is one that nobody confirms"
    )
    assert re.search(r"^SystemCallFilter=@system-service .*\badjtimex\b", service, flags=re.MULTILINE)


@pytest.mark.parametrize("role", ["kiosk", "board", "counter", "touch-pad"])
def test_a_screen_that_cannot_start_says_whom_to_call(role: str) -> None:
    """It stays until the program has drawn, through every further try."""
    text = (DEPLOY / f"units/bocso-{role}.service").read_text()
    assert re.search(r"^OnFailure=.*\bbocso-help@%N\.service$", text, flags=re.MULTILINE)
    assert "ExecStartPost=+-/usr/bin/systemctl --no-block stop bocso-help@%N.service\n" in text
    assert (
        "ExecStart=/usr/bin/python3 /usr/local/lib/bocso/help_screen.py %i"
        in (DEPLOY / "units/bocso-help@.service").read_text()
    )


DEBIANS_NFTABLES = """
[Unit]
DefaultDependencies=no
Before=network-pre.target shutdown.target
Conflicts=shutdown.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/true
ExecReload=/bin/true
ExecStop=/bin/true
[Install]
WantedBy=sysinit.target
"""


def test_the_firewall_comes_back_after_an_office_s_own(tmp_path: Path) -> None:
    """/etc/nftables.conf of Debian begins with `flush ruleset`; the unit that was flushed stays active."""
    unit = (DEPLOY / "units/bocso-firewall.service").read_text()
    assert re.search(r"^After=.*\bnftables\.service\b", unit, flags=re.MULTILINE)
    brings_back = (DEPLOY / "firewall/after-nftables.conf").read_text()
    for moment in ("ExecStartPost", "ExecReload", "ExecStopPost"):
        assert (
            f"\n{moment}=-/usr/bin/systemctl --no-block try-reload-or-restart bocso-firewall.service\n" in brings_back
        )
    assert "\nExecReload=/usr/sbin/nft -f /etc/bocso/firewall.nft\n" in unit
    placed = "/nftables.service.d/bocso.conf"
    for step in ("services.sh", "leaving.sh"):
        assert placed in (DEPLOY / "steps" / step).read_text(), step
    # Systemd understands both, and sees no order that cannot be.
    (tmp_path / "nftables.service.d").mkdir()
    (tmp_path / "nftables.service.d/bocso.conf").write_text(brings_back)
    (tmp_path / "nftables.service").write_text(DEBIANS_NFTABLES)
    (tmp_path / "bocso-firewall.service").write_text(unit.replace("/usr/sbin/nft", "/bin/true"))
    units = [str(tmp_path / name) for name in ("nftables.service", "bocso-firewall.service")]
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert [line for line in said.stderr.splitlines() if str(tmp_path) in line or "bocso" in line] == []
    assert said.returncode == 0, said.stderr


def test_a_pad_with_buttons_gets_neither_screen_nor_server() -> None:
    pad = _locked("pad")
    assert {"gpiozero", "paho-mqtt", "setuptools"} <= pad
    assert not pad & {"kivy", "fastapi", "sqlalchemy", "uvicorn", "pillow"}


def test_a_kiosk_gets_no_server_and_the_server_no_screen() -> None:
    assert {"kivy", "python-escpos"} <= _locked("kiosk")
    assert not _locked("kiosk") & {"fastapi", "sqlalchemy", "alembic"}
    assert {"fastapi", "sqlalchemy", "alembic"} <= _locked("server")
    assert "kivy" not in _locked("server")


def test_all_extras_together_are_the_whole_lock() -> None:
    """But for what is Windows' own."""
    lines = re.findall(r"^([a-z0-9-]+)==(.*)", (ROOT / "requirements.lock").read_text(), flags=re.MULTILINE)
    windows = {name for name, rest in lines if "sys_platform == 'win32'" in rest}
    assert windows
    assert _locked("kiosk", "board", "pad", "touch-pad", "server") == {name for name, _ in lines} - windows


def test_what_a_machine_needs_hangs_on_no_condition_of_whoever_fetches_it() -> None:
    """An office's Windows would ask for its own packages, and its newest Python leave some of ours out."""
    command = [sys.executable, str(DEPLOY / "locked_parts.py"), "kiosk", "board", "pad", "touch-pad", "server"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.isascii(), "it goes through the code pages of a Windows command line"
    lines = said.splitlines()
    for line in lines:
        if not line.startswith((" ", "#")):
            assert re.fullmatch(r"[a-z0-9-]+==[A-Za-z0-9.]+ \\", line), line
    assert "lazy-importer" in said


def test_an_extra_that_there_is_not_is_refused() -> None:
    asked = subprocess.run(
        [sys.executable, str(DEPLOY / "locked_parts.py"), "toaster"], capture_output=True, text=True, check=False
    )
    assert asked.returncode == 1
    assert "toaster" in asked.stderr


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_is_well_formed(script: Path) -> None:
    subprocess.run(["bash", "-n", str(script)], check=True)


def test_installing_without_being_root_says_so_and_does_nothing() -> None:
    asked = subprocess.run(
        ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", str(DEPLOY / "install.sh"), "centre"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 1
    assert "sudo" in asked.stderr


def test_without_a_role_the_script_tells_how_it_is_used() -> None:
    asked = subprocess.run([str(DEPLOY / "install.sh")], capture_output=True, text=True, check=False)
    assert asked.returncode == 2
    for word in ("centre", "kiosk", "--join", "back", "uninstall"):
        assert word in asked.stdout


@pytest.mark.parametrize("role", ["kiosk", "board", "counter", "pad", "touch-pad"])
def test_a_device_s_unit_names_what_the_installer_makes(role: str) -> None:
    """deploy/steps writes /etc/bocso/ROLE.toml and makes /var/lib/bocso/ROLE; a path that is missing ends the unit."""
    unit = (DEPLOY / f"units/bocso-{role}.service").read_text()
    assert f"--settings /etc/bocso/{role}.toml\n" in unit
    assert f"ReadWritePaths=/var/lib/bocso/{role}\n" in unit


def test_what_has_to_start_again_is_never_forgotten() -> None:
    """Broker and firewall are set up before the release is switched: the list of what restarts only ever grows."""
    for script in SCRIPTS:
        if script.name != "install.sh":
            assert not re.search(r"^\s*RESTART=\(", script.read_text(), flags=re.MULTILINE), script.name


@pytest.mark.parametrize("role", ["kiosk", "board", "counter", "touch-pad", "pad"])
def test_a_device_gives_memory_back_as_in_the_soak(role: str) -> None:
    unit = (DEPLOY / f"units/bocso-{role}.service").read_text()
    said = " ".join(f"{name}={value}" for name, value in GIVES_BACK.items())
    assert f"\nEnvironment={said}\n" in unit


def test_server_and_phones_are_ended_before_they_fill_a_small_machine() -> None:
    """They have room above what they had in the soak, and leave half of 2 GB to all others."""
    most = {}
    for role in ("server", "phones"):
        unit = (DEPLOY / f"units/bocso-{role}.service").read_text()
        most[role] = int(re.search(r"^MemoryMax=(\d+)M$", unit, flags=re.MULTILINE)[1])
    soak = (ROOT / "docs/soak.md").read_text(encoding="utf-8")
    for role, program in (("server", "server"), ("phones", "pages for phones")):
        had = float(re.search(rf"^\| {program} \| [\d.]+, ([\d.]+) ", soak, flags=re.MULTILINE)[1])
        assert most[role] > 2.5 * had
    assert sum(most.values()) <= 1024, "a Pi of 2 GB keeps half for its system, the broker and a screen"

"""A bare Debian 12 in a folder, with a network of its own, in which deploy/install.sh runs as on a new machine.

Needs root and debootstrap. Programs run in it as their units say: the unit's command, user and groups; what only a
running systemd does (sandbox, restart) is not part of it.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parents[2]
CLEAN = ("/usr/bin/env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8")
SOURCE = "/srv/stick/bocso"
WHEELS = "/srv/stick/wheels"


class BareSystem:
    """`folder` becomes the root of a Debian; `close` ends everything in it."""

    def __init__(self, folder: Path) -> None:
        assert os.geteuid() == 0, "an installation can be tried by root alone: run these tests with sudo"
        assert shutil.which("debootstrap"), "debootstrap is missing: apt-get install debootstrap"
        self.root = folder / "root"
        packages = "systemd,systemd-sysv,udev,ca-certificates"
        _run(
            ["debootstrap", "--variant=minbase", f"--include={packages}", "bookworm", str(self.root)],
            within_s=900,
        )
        (self.root / "etc/resolv.conf").unlink(missing_ok=True)
        shutil.copy("/etc/resolv.conf", self.root / "etc/resolv.conf")
        self._mounted: list[Path] = []
        self._mount(["-t", "proc", "proc"], "proc")
        self._mount(["--bind", "/dev"], "dev")
        self._network = _new_network()
        self._programs: list[subprocess.Popen[bytes]] = []

    def bring(self, wheels: Path) -> None:
        """The repository as it stands and the packages' files, as a technician's stick would."""
        files = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout.split(b"\0")
        for name in filter(None, files):
            file = ROOT / os.fsdecode(name)
            if file.is_file():
                target = self.root / SOURCE[1:] / os.fsdecode(name)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(file, target)
        shutil.copytree(wheels, self.root / WHEELS[1:])

    def run(self, *command: str, is_refused: bool = False, own_network: bool = False) -> str:
        """What a command in it says; AssertionError with all it said when it fails, or does not when it should."""
        inside = ["chroot", str(self.root), *CLEAN, *command]
        if own_network:
            inside = [*self._enter(), *inside]
        ended = subprocess.run(inside, capture_output=True, text=True, timeout=900, check=False)
        said = ended.stdout + ended.stderr
        assert (ended.returncode != 0) == is_refused, f"{command}: {ended.returncode}\n{said}"
        return said

    def install(self, *arguments: str, is_refused: bool = False, own_network: bool = False) -> str:
        """By the network of the machine outside, where Debian's packages are; by its own, where its programs are."""
        wheels = [] if arguments[0] in {"back", "uninstall"} else ["--wheels", WHEELS]
        script = f"{SOURCE}/deploy/install.sh"
        return self.run("bash", script, *arguments, *wheels, is_refused=is_refused, own_network=own_network)

    def bring_package(self, name: str) -> None:
        """An empty package of Debian's: what only Raspberry Pi OS has, and the tests do without."""
        folder = self.root / "srv" / name
        (folder / "DEBIAN").mkdir(parents=True)
        (folder / "DEBIAN/control").write_text(
            f"Package: {name}\nVersion: 1\nArchitecture: all\nMaintainer: tests <tests@localhost>\nDescription: empty\n"
        )
        self.run("dpkg-deb", "--build", f"/srv/{name}", f"/srv/{name}.deb")
        self.run("dpkg", "--install", f"/srv/{name}.deb")

    def path(self, inside: str) -> Path:
        return self.root / inside.lstrip("/")

    def start_unit(self, unit: str, **environment: str) -> "subprocess.Popen[bytes]":
        """Start what an installed unit starts, as its user, and wait until it says that it is up."""
        told = _unit(self.path(f"/etc/systemd/system/{unit}.service"))
        notify = f"/run/{unit}.notify"
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        listening.bind(str(self.path(notify)))
        self.path(notify).chmod(0o777)
        listening.settimeout(120)
        groups = ["--init-groups"] if "SupplementaryGroups" not in told else ["--groups", self._groups(told)]
        who = [f"--reuid={told['User']}", f"--regid={told['Group']}", *groups]
        variables = [f"{name}={value}" for name, value in (environment | {"NOTIFY_SOCKET": notify}).items()]
        with self.path(f"/var/log/{unit}.log").open("ab") as log:
            command = [*CLEAN, *variables, "setpriv", *who, "--inh-caps=-all", *told["ExecStart"].split()]
            program = self._start(command, log)
        try:
            # Before that a server asks for more time, as long as it looks at its database.
            while b"READY=1" not in (said := listening.recv(4096)):
                assert said.startswith(b"EXTEND_TIMEOUT_USEC="), said
        except TimeoutError:
            raise AssertionError(f"{unit} did not come up:\n{self.log_of(unit)}") from None
        finally:
            listening.close()
            self.path(notify).unlink()
        return program

    def start(self, *command: str) -> "subprocess.Popen[bytes]":
        with self.path("/var/log/started.log").open("ab") as log:
            return self._start([*CLEAN, *command], log)

    def log_of(self, unit: str) -> str:
        return self.path(f"/var/log/{unit}.log").read_text()

    def stop(self, program: "subprocess.Popen[bytes]") -> None:
        """SIGTERM, and it ends in order."""
        if program.poll() is None:
            os.killpg(program.pid, signal.SIGTERM)
            program.wait(30)

    def stop_programs(self) -> None:
        for program in reversed(self._programs):
            self.stop(program)
        self._programs.clear()

    def close(self) -> None:
        for program in self._programs:
            if program.poll() is None:
                os.killpg(program.pid, signal.SIGKILL)
                program.wait()
        self._network.kill()
        self._network.wait()
        for path in reversed(self._mounted):
            subprocess.run(["umount", "-l", str(path)], check=False)
        # Only what is surely ours and no longer has the machine's devices in it.
        assert not os.path.ismount(self.root / "dev")
        assert not os.path.ismount(self.root / "proc")
        shutil.rmtree(self.root)

    def _groups(self, told: dict[str, str]) -> str:
        known = dict(line.split(":")[0:3:2] for line in self.path("/etc/group").read_text().splitlines())
        return ",".join(known[name] for name in [told["Group"], *told["SupplementaryGroups"].split()] if name in known)

    def _start(self, command: list[str], log: BinaryIO) -> "subprocess.Popen[bytes]":
        inside = [*self._enter(), "chroot", str(self.root), *command]
        program = subprocess.Popen(inside, stdout=log, stderr=log, start_new_session=True)
        self._programs.append(program)
        return program

    def _enter(self) -> list[str]:
        return ["nsenter", "--net", f"--target={self._network.pid}"]

    def _mount(self, what: list[str], where: str) -> None:
        subprocess.run(["mount", *what, str(self.root / where)], check=True)
        self._mounted.append(self.root / where)


def wait_for(condition: Callable[[], bool], what: str, within_s: float = 60) -> None:
    until_s = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < until_s, f"waited {within_s} s for {what}"
        time.sleep(0.2)


def _unit(path: Path) -> dict[str, str]:
    """Each key of a unit with its last value."""
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line and line[0].isalpha())


def _new_network() -> "subprocess.Popen[bytes]":
    """A process that holds a network namespace with nothing but a loopback in it."""
    holder = subprocess.Popen(["unshare", "--net", "sh", "-c", "ip link set lo up && exec sleep 3600"])
    wait_for(
        lambda: Path(f"/proc/{holder.pid}/comm").read_text().strip() == "sleep", "a network of its own", within_s=20
    )
    return holder


def _run(command: list[str], within_s: float) -> None:
    ended = subprocess.run(command, capture_output=True, text=True, timeout=within_s, check=False)
    assert ended.returncode == 0, f"{command[0]}: {ended.stdout[-3000:]}{ended.stderr[-3000:]}"

"""Finds a fit Python, installs what is missing and makes the environment, for scripts/demo and scripts/test.

Runs before anything is installed and, until a fit Python is found, on any Python from 3.6 on: standard
library only, and no syntax younger than that.
"""

import ctypes
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIT = [(3, 13), (3, 12), (3, 11)]
FIT_WORDS = "Python 3.11, 3.12 or 3.13"


def _has_command(name):
    return lambda: shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin") is not None


def _has_file(path):
    return lambda: Path(path).exists()


def _has_library(name):
    def can_load():
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return can_load


# (Debian package, what for, whether it is already there). Asked of the machine itself, not of apt: that
# takes no time, and a library that came another way is as good.
DEMO_NEEDS = [
    ("libgl1", "the screens draw with OpenGL", _has_library("libGL.so.1")),
    ("libegl1", "the screens draw without a monitor", _has_library("libEGL.so.1")),
    ("mosquitto", "the message broker", _has_command("mosquitto")),
    ("espeak-ng", "makes the clips of the voice", _has_command("espeak-ng")),
    (
        "fonts-noto-core",
        "the letters on screens and slips",
        _has_file("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"),
    ),
]
TORTURE_NEEDS = [
    (
        "faketime",
        "the server's clock is set forward and back",
        lambda: any(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")),
    ),
    ("e2fsprogs", "disks are made, broken and mended", _has_command("mkfs.ext4")),
]
TEST_NEEDS = [
    *TORTURE_NEEDS,
    ("chromium", "the console is tested in a browser", _has_command("chromium")),
    ("firefox-esr", "the wall is tested in a second browser", _has_command("firefox-esr")),
    ("debootstrap", "the installation is tried on a bare system", _has_command("debootstrap")),
    ("systemd", "the services' units are checked", _has_command("systemd-analyze")),
    ("iproute2", "programs are tried in a network of their own", _has_command("ip")),
    ("zbar-tools", "the slip's QR code is read back", _has_command("zbarimg")),
]

_output = sys.stdout


def speak_to(stream):
    """Where progress goes; standard error when standard output carries JSON."""
    global _output
    _output = stream


def say(line):
    _output.write(line + "\n")
    _output.flush()


def stop(line):
    sys.stderr.write(line + "\n")
    sys.exit(1)


def take_option(name, arguments):
    """Split `NAME VALUE` or `NAME=VALUE` off the arguments: (value or None, the other arguments)."""
    for at, argument in enumerate(arguments):
        if argument == name:
            if at + 1 == len(arguments):
                stop(f"{name} needs a value, such as {name} 3.13")
            return arguments[at + 1], arguments[:at] + arguments[at + 2 :]
        if argument.startswith(name + "="):
            return argument[len(name) + 1 :], arguments[:at] + arguments[at + 1 :]
    return None, arguments


def take_switch(name, arguments):
    """Split `NAME` off the arguments: (whether it was there, the other arguments)."""
    return name in arguments, [argument for argument in arguments if argument != name]


# --- a fit Python ---------------------------------------------------------------------------------------


def use_fit_python(script, wanted=None):
    """Go on under a fit Python: this one, or another one found on PATH, which then starts `script` anew."""
    fit = [version for version in FIT if wanted in (None, _dotted(version))]
    if not fit:
        stop(f"--python {wanted}: Bốc Số runs on {FIT_WORDS}")
    if sys.version_info[:2] in fit:
        return
    for name in [f"python{_dotted(version)}" for version in fit] + ["python3"]:
        path = shutil.which(name)
        if path and _version_of(path) in fit:
            _replace_process([path, str(script), *sys.argv[1:]])
    if wanted:
        stop(f"Python {wanted} is not on PATH: install it, or leave --python out")
    stop(
        f"Bốc Số needs {FIT_WORDS} and this is {_dotted(sys.version_info[:2])}: install one of them "
        "(Debian 12, Debian 13 and Raspberry Pi OS bring one), then run this again"
    )


def _dotted(version):
    return ".".join(str(part) for part in version)


def _version_of(python):
    try:
        words = subprocess.check_output(
            [str(python), "-c", "import sys; print(sys.version_info[0], sys.version_info[1])"],
            stderr=subprocess.DEVNULL,
        ).split()
        return int(words[0]), int(words[1])
    except (OSError, subprocess.CalledProcessError, IndexError, ValueError):
        return None  # a name on PATH that starts nothing, as version managers leave them


def become(python, arguments):
    """Go on as another program in the same process, so that who stops this one stops that one."""
    # -P: what lies in the folder one happens to stand in is not imported.
    os.environ["PYTHONPATH"] = str(ROOT)
    _replace_process([str(python), "-P", *arguments])


def _replace_process(command):
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(command[0], command)  # noqa: S606 -- a list, no shell: there is nothing to inject into


# --- everything else ------------------------------------------------------------------------------------


def prepare(venv, locks, needs):
    """Make sure of Debian packages and of the environment `venv`; the environment's Python.

    Only looks when all is there. Leaves with a line on standard error and status 1 when something is
    missing that it has no right, or no way, to install.
    """
    missing = [(package, purpose) for package, purpose, is_there in needs if not is_there()]
    stamp = _stamp(venv, locks)
    stamp_file = venv / "bocso-installed"
    # What was installed may be more than is asked for now: the tests' environment serves the demo too.
    is_current = stamp_file.exists() and set(stamp) <= set(stamp_file.read_text().splitlines())
    if not is_current and not _can_make_venv():
        missing.append((_venv_package(), "makes Python environments"))

    if missing:
        say("Debian packages to install, with apt:")
        for package, purpose in missing:
            say(f"  {package:<17} {purpose}")
    if not is_current:
        say(f"Python packages to install into {venv.name}/: those of {' and '.join(locks)}")
    if missing:
        _install_packages([package for package, _ in missing])
        still = [package for package, _, is_there in needs if not is_there()]
        if still:
            stop(f"apt installed them, but these cannot be found even so: {' '.join(still)}")
    if not is_current:
        _make_environment(venv, locks)
        stamp_file.write_text("\n".join(stamp))  # last: an installation that was broken off is done again
    return venv / "bin" / "python"


def _stamp(venv, locks):
    """What the environment is made from, line by line; when one differs it has to be made anew."""
    lines = [_dotted(sys.version_info[:2]), str(venv)]  # an environment that was moved does not work
    files = [*locks, "pyproject.toml"]
    return lines + [f"{name} {hashlib.sha256((ROOT / name).read_bytes()).hexdigest()}" for name in files]


# --- Debian packages ------------------------------------------------------------------------------------


def _can_make_venv():
    """Try it: Debian's Python always has `venv`, but only with python3-venv what `venv` needs."""
    trial = tempfile.mkdtemp(prefix="bocso-venv-")
    try:
        # Without pip in it, which takes seconds; whether pip could be put in is asked instead.
        program = f"import ensurepip, venv; venv.create({trial!r}); ensurepip.version()"
        return _is_quiet_success([sys.executable, "-c", program])
    finally:
        shutil.rmtree(trial, ignore_errors=True)


def _venv_package():
    real = Path(sys.executable).resolve()
    return f"{real.name}-venv" if str(real).startswith("/usr/bin/python3.") else "python3-venv"


def _install_packages(packages):
    """Install through apt as root or with sudo, or say the line to type and leave."""
    if shutil.which("apt-get") is None:
        stop("There is no apt here. Install what these bring, then run this again: " + " ".join(packages))
    if os.geteuid() == 0:
        rights = []
    elif _can_sudo():
        rights = ["sudo"]
    else:
        stop(
            "There is no right to install packages. Type this, then run this again:\n"
            "  sudo apt-get update && sudo apt-get install -y --no-install-recommends " + " ".join(packages)
        )
    apt_get = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]
    install = [*apt_get, "install", "-y", "--no-install-recommends", *packages]
    is_known = _is_quiet_success(["apt-get", "install", "--simulate", "--no-install-recommends", *packages])
    if is_known and _say_and_run(install) == 0:
        return
    # Package lists that are missing, or that name packages which the mirror has replaced since.
    if _say_and_run([*apt_get, "update"]) != 0 or _say_and_run(install) != 0:
        stop("apt could not install them; the lines above say why")


def _can_sudo():
    if shutil.which("sudo") is None:
        return False
    return sys.stdin.isatty() or _is_quiet_success(["sudo", "-n", "true"])  # at a terminal it asks by itself


def _say_and_run(command):
    say("$ " + " ".join(command))
    return subprocess.call(command, stdout=_output, stderr=subprocess.STDOUT)


def _is_quiet_success(command):
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


# --- Python packages ------------------------------------------------------------------------------------


def _make_environment(venv, locks):
    """Make the environment from the lock files alone; the hash of every file is checked."""
    python = venv / "bin" / "python"
    if not python.exists() or _version_of(python) != sys.version_info[:2]:
        say(f"  making {venv.name}/")
        _run([sys.executable, "-m", "venv", "--clear", str(venv)], "the environment could not be made")
    pip_install = [str(python), "-m", "pip", "--disable-pip-version-check", "install"]
    requirements = [part for name in locks for part in ("-r", str(ROOT / name))]
    _install_visibly([*pip_install, "--require-hashes", "--progress-bar", "off", *requirements], venv, locks)
    say("  Bốc Số itself")
    _run(
        [*pip_install, "--quiet", "--no-build-isolation", "--no-deps", "-e", str(ROOT)],
        "Bốc Số itself could not be installed",
    )


def _install_visibly(command, venv, locks):
    """Run pip with a line for each package as it is fetched, and a count while they are unpacked."""
    total = _count_packages(locks)
    seen = set()
    told = []
    is_done = threading.Event()
    counter = threading.Thread(target=_count_unpacked, args=(venv, total, is_done), daemon=True)
    process = _started(command)
    for line in process.stdout:
        told.append(line)
        # Fetched from an index, taken from a folder of this machine, or there already.
        found = re.match(r"(Collecting|Processing|Requirement already satisfied:) (\S+)", line)
        if found and found.group(2) not in seen:
            seen.add(found.group(2))
            # "kivy==2.3.1", or the file kivy-2.3.1-cp311-....whl
            pinned = found.group(2)
            words = pinned.split("==") if "==" in pinned else Path(pinned).name.split("-")[:2]
            say(f"  {min(99, 100 * len(seen) // total):3} %  {' '.join(words)}")
        elif line.startswith("Installing collected packages"):
            counter.start()
    status = process.wait()
    is_done.set()
    if status != 0:
        sys.stderr.write("".join(told[-20:]))
        stop("pip could not install the packages; the lines above say why")


def _count_packages(locks):
    """How many packages the lock files name for this system."""
    names = set()
    for lock in locks:
        for line in (ROOT / lock).read_text().splitlines():
            pin = re.match(r"([a-z0-9][^ =]*)==", line)
            if pin and "win32" not in line:
                names.add(pin.group(1))
    return max(1, len(names))


def _count_unpacked(venv, total, is_done):
    shown = -1
    while not is_done.wait(1):
        # pip itself is in the environment as well, and in no lock file.
        count = len(list(venv.glob("lib/python*/site-packages/*.dist-info"))) - 1
        if count != shown:
            say(f"  unpacked {min(count, total)} of {total}")
            shown = count


def _started(command):
    """Start a program that is ended when we are. (Not for apt: what that has begun it must end.)"""
    libc = ctypes.CDLL(None)
    ask_for_signal = 1  # PR_SET_PDEATHSIG, linux/prctl.h
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        preexec_fn=lambda: libc.prctl(ask_for_signal, signal.SIGTERM, 0, 0, 0),
    )


def _run(command, fault):
    process = _started(command)
    told, _ = process.communicate()
    if process.returncode != 0:
        sys.stderr.write(told)
        stop(f"{fault}; the lines above say why")

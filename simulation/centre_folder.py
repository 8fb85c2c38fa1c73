"""The folder a sample centre lives in: its papers, its secrets, and the settings of its programs.

centre.json     what was made at first start: the logins (mode 600)
clock           how many seconds the centre's clock is ahead
running.json    what runs now: addresses, process ids, control sockets, and what is held or starts again
server/         the server's data, with centre.db
DEVICE/         each device's data
broker/         mosquitto's files
secrets/        credentials and broker passwords
settings/       the settings file of each program, written at every start
control/        control sockets
clips/          the voice;  calls/ what was spoken;  slips/ what was printed;  logs/ what programs said;  scratch/
"""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

SAMPLE_CENTRE = Path(__file__).parent.parent / "server" / "sample_centre.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Device:
    device_id: str
    kind: str
    """As `bocso device add` takes it: kiosk, board, counter or pad."""
    counter_id: str | None
    program: str
    """The module below `simulation.programs` that starts it; empty for a stand-in without a program."""


KIOSK = Device("kiosk-1", "kiosk", None, "kiosk")
BOARD = Device("board-1", "board", None, "counter_display")
COUNTERS = ("Q1", "Q2")
DISPLAYS = tuple(Device(f"counter-{counter}", "counter", counter, "counter_display") for counter in COUNTERS)
PADS = tuple(Device(f"pad-{counter}", "pad", counter, "rating_pad") for counter in COUNTERS)
TOUCH_PADS = PADS[1:]
"""Those of the demo that have a touch screen; the others have buttons."""
DEVICES = (KIOSK, BOARD, *DISPLAYS, *PADS)
PEOPLES_KIOSK = Device("kiosk-2", "kiosk", None, "")
"""Where simulated people take their number while the kiosk is busy; of it only the requests are real."""

# BCM numbers, best first, as in docs/wiring.md
BUTTON_PINS = (17, 27, 22, 23, 24)
LIGHT_PINS = (5, 6, 13, 19, 26)


@dataclass(frozen=True, slots=True)
class Login:
    login: str
    password: str
    role: str
    display_name: str
    staff_id: str
    counter: str | None


class FolderFault(Exception):
    """A folder that cannot be used; the message says why and what to do."""


class CentreFolder:
    """Paths and papers of one sample centre."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.server_data = self.path / "server"
        self.database = self.server_data / "centre.db"
        self.broker_key = self.server_data / "centre.db.broker-key"
        """Where the server keeps it unless a setting says otherwise."""
        self.broker = self.path / "broker"
        self.secrets = self.path / "secrets"
        self.settings = self.path / "settings"
        self.control = self.path / "control"
        self.clips = self.path / "clips"
        self.calls = self.path / "calls"
        self.slips = self.path / "slips"
        self.logs = self.path / "logs"
        self.scratch = self.path / "scratch"
        self.clock_file = self.path / "clock"
        self._paper = self.path / "centre.json"
        self.running_file = self.path / "running.json"

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Make the folder and keep any other demo out of it.

        Raises:
            FolderFault: another demo runs in it, it holds something else, or it cannot be made.
        """
        with self._open_lock() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                running = self.running()
                where = f" at {running['address']}" if running else ""
                raise FolderFault(f"a demo runs in {self.path} already{where}") from None
            yield

    def _open_lock(self) -> TextIO:
        try:
            if self.path.exists() and not self.path.is_dir():
                raise FolderFault(f"{self.path} is a file; name a folder")
            is_ours = not self.path.exists() or (self.path / "held").exists() or not any(self.path.iterdir())
            if not is_ours:
                raise FolderFault(f"{self.path} holds something else; name a new or empty folder")
            self.path.mkdir(parents=True, exist_ok=True)
            # Others may pass through, for the broker runs as a user of its own, but see nothing.
            self.path.chmod(0o711)
            return (self.path / "held").open("w")
        except OSError as error:
            raise FolderFault(f"{self.path} cannot be used ({error.strerror}); name another folder") from None

    def empty(self) -> None:
        """Begin anew; only ever called while the folder is held, so it is ours."""
        for path in self.path.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != "held":
                path.unlink()

    @property
    def has_paper(self) -> bool:
        """Whether a first start was completed here."""
        return self._paper.exists()

    @property
    def is_set_up(self) -> bool:
        """Whether nothing is left to be done before the programs start."""
        return self.has_paper and self._read_paper().get("sample") == self._sample_hash()

    def keep_paper(self, logins: list[Login]) -> None:
        """Record that the centre is set up as the sample file says now."""
        paper = {"format": _FORMAT, "sample": self._sample_hash(), "logins": [asdict(login) for login in logins]}
        write_private(self._paper, json.dumps(paper, ensure_ascii=False, indent=1) + "\n")

    @property
    def centre_file(self) -> Path:
        """The centre that stands here: one of its own, or the sample centre."""
        own = self.path / "own_centre.json"
        return own if own.exists() else SAMPLE_CENTRE

    def keep_centre_file(self, centre: Mapping[str, Any]) -> None:
        """Let another centre than the sample centre stand here; before it is set up."""
        write_private(self.path / "own_centre.json", json.dumps(centre, ensure_ascii=False, indent=1) + "\n")

    def stand_ins(self) -> list[Device]:
        """The devices that only simulated people use: a second kiosk, and a pad where no pad's program runs."""
        counters = [counter["id"] for counter in json.loads(self.centre_file.read_text(encoding="utf-8"))["counters"]]
        return [PEOPLES_KIOSK, *(Device(f"pad-{id_}", "pad", id_, "") for id_ in counters if id_ not in COUNTERS)]

    def logins(self) -> list[Login]:
        return [Login(**login) for login in self._read_paper()["logins"]]

    def lead_s(self) -> float:
        """How far the centre's clock is ahead of the machine's."""
        return read_lead_s(self.clock_file)

    def keep_lead(self, lead_s: float) -> None:
        write_private(self.clock_file, f"{lead_s}\n")

    def secret(self, name: str) -> str:
        """A password of this centre, made when first asked for."""
        path = self.secret_file(name)
        if not path.exists():
            write_private(path, secrets.token_urlsafe(24))
        return path.read_text(encoding="utf-8").strip()

    def keep_secret(self, name: str, text: str) -> None:
        """A secret that somebody else has made."""
        write_private(self.secret_file(name), text)

    def secret_file(self, name: str) -> Path:
        return self.secrets / name

    def credential_file(self, device: Device) -> Path:
        return self.secrets / f"{device.device_id}.credential"

    def control_socket(self, program: str) -> Path:
        return self.control / f"{program}.sock"

    def log(self, program: str) -> Path:
        return self.logs / f"{program}.log"

    def settings_file(self, program: str) -> Path:
        return self.settings / f"{program}.toml"

    def has_touch_screen(self, device: Device) -> bool:
        """Whether a pad is one with a touch screen, as it was started last."""
        path = self.settings_file(device.device_id)
        return path.exists() and tomllib.loads(path.read_text(encoding="utf-8")).get("screen") == "touch"

    def write_settings(self, program: str, values: Mapping[str, Any]) -> Path:
        path = self.settings_file(program)
        write_private(path, toml(values))
        return path

    def keep_running(self, running: Mapping[str, Any] | None) -> None:
        """Tell other tools what runs; None when nothing does any more."""
        if running is None:
            self.running_file.unlink(missing_ok=True)
        else:
            write_private(self.running_file, json.dumps(running, indent=1) + "\n")

    def running(self) -> dict[str, Any] | None:
        try:
            running: dict[str, Any] = json.loads(self.running_file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return running

    def _sample_hash(self) -> str:
        return hashlib.sha256(self.centre_file.read_bytes()).hexdigest()

    def _read_paper(self) -> dict[str, Any]:
        try:
            paper: dict[str, Any] = json.loads(self._paper.read_text(encoding="utf-8"))
            if paper["format"] != _FORMAT:
                raise FolderFault(f"{self.path} was made by another version; begin anew with --fresh")
        except (OSError, ValueError, KeyError) as error:
            raise FolderFault(f"{self._paper} cannot be read ({error}); begin anew with --fresh") from None
        return paper


def read_lead_s(clock_file: Path) -> float:
    """How far a centre's clock is ahead; no file means not at all."""
    return float(clock_file.read_text(encoding="utf-8")) if clock_file.exists() else 0.0


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(path.name + ".part")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    unfinished.replace(path)


def toml(values: Mapping[str, Any]) -> str:
    """Settings as TOML: plain values first, then one table for each mapping (one level)."""
    plain = {name: value for name, value in values.items() if not isinstance(value, Mapping)}
    lines = [f"{name} = {_toml_value(value)}" for name, value in plain.items()]
    for name, table in values.items():
        if isinstance(table, Mapping):
            lines += ["", f"[{name}]", *(f"{key} = {_toml_value(value)}" for key, value in table.items())]
    return "\n".join(lines) + "\n"


def _toml_value(value: Any) -> str:
    if isinstance(value, Path):
        value = str(value)
    if isinstance(value, tuple):
        value = list(value)
    # Strings, numbers, booleans and lists of them look the same in JSON.
    return json.dumps(value, ensure_ascii=False)

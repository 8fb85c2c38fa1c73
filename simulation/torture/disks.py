"""Disks of a tormented centre's programs: file systems in files that are filled, break, and lose their power.

As root each is an ext4 in a file, and what befalls it is done by the kernel itself. Without root nothing can be
mounted: a disk is then a plain folder, and a fault a limit on how far its program may write into files (setrlimit(2)).
"""

import contextlib
import ctypes
import fcntl
import os
import resource
import shutil
import struct
import subprocess
import time
from pathlib import Path

from messaging.clock import real_monotonic_s

_MEMORY = Path(os.sep) / "dev" / "shm"
_IMAGE_MB = 40
"""The journal of the smallest ext4 and a centre with a few hundred tickets."""
_SHUTDOWN = 0x8004587D
"""_IOR('X', 125, __u32): FS_IOC_SHUTDOWN of fs/ext4/ext4.h."""
_WITHOUT_FLUSHING = 2
"""Of FS_IOC_SHUTDOWN: what is not on the disk yet, journal included, never comes there."""
_PRIVATE, _RECURSIVELY, _NEW_NAMESPACE = 1 << 18, 1 << 14, 0x00020000
"""MS_PRIVATE, MS_REC (mount(2)), CLONE_NEWNS (unshare(2))."""
_SYS_ADMIN = 21
"""CAP_SYS_ADMIN (capabilities(7))."""
_UNMOUNT_PATIENCE_S = 10.0
_FILLER = "filled-by-others"


class DiskTrouble(Exception):
    """A disk cannot be made or mended: a fault of this machine, not of the centre."""


def can_mount() -> bool:
    """Whether we are root, and one that may mount: in a container it often may not."""
    lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    rights = next(int(line.split()[1], 16) for line in lines if line.startswith("CapEff:"))
    return bool(rights >> _SYS_ADMIN & 1)


def hide_mounts() -> None:
    """Let nobody else see what is mounted from here on, and let it end with us, also when we are killed.

    Raises:
        DiskTrouble: the kernel does not allow it.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_NAMESPACE) != 0 or libc.mount(b"none", b"/", None, _PRIVATE | _RECURSIVELY, None) != 0:
        raise DiskTrouble(f"a mount namespace cannot be made: {os.strerror(ctypes.get_errno())}")


def scratch_place() -> Path | None:
    """Where images lie: in memory, where there is such a place."""
    return _MEMORY if _MEMORY.is_dir() else None


class MountedDisk:
    """An ext4 in a file, mounted at `place`."""

    def __init__(self, image: Path, place: Path) -> None:
        self.place = place
        self._device = ""
        self._held: int | None = None
        place.mkdir(parents=True)
        with image.open("wb") as file:
            file.truncate(_IMAGE_MB * 1024 * 1024)
        # All of it is written now: what the kernel would go on making in the background does not survive our faults.
        _run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0,nodiscard", image)
        _run("mount", "-o", "loop,errors=remount-ro", image, place)
        self._device = _said("findmnt", "--noheadings", "--output", "SOURCE", "--mountpoint", place)
        # The same device for all mounts: one that is still letting go of the file would show it as it was.
        self._held = os.open(self._device, os.O_RDONLY)
        shutil.rmtree(place / "lost+found", ignore_errors=True)

    def settle(self) -> None:
        """What is there now stays there, whatever comes."""
        _run("sync", "--file-system", self.place)

    def fill(self, _pid: int | None) -> None:
        """Take all that is free."""
        try:
            descriptor = os.open(self.place / _FILLER, os.O_WRONLY | os.O_CREAT, 0o600)
        except OSError:  # it takes nothing anyway
            return
        try:
            for step_bytes in (1 << 20, 1 << 16, 1 << 12):
                with contextlib.suppress(OSError):
                    while True:
                        os.posix_fallocate(descriptor, os.fstat(descriptor).st_size, step_bytes)
        finally:
            os.close(descriptor)

    def empty(self, _pid: int | None) -> None:
        """Give back what `fill` took."""
        with contextlib.suppress(OSError):  # one that broke meanwhile is made whole by `mend`
            (self.place / _FILLER).unlink(missing_ok=True)

    def refuse_writes(self, _pid: int | None) -> None:
        """The kernel finds an error, as of a dying card: from now on it can be read and not written."""
        Path("/sys/fs/ext4", Path(self._device).name, "trigger_fs_error").write_text("1", encoding="ascii")

    def cut_power(self) -> None:
        """What was not yet brought to the disk never comes there."""
        descriptor = os.open(self.place, os.O_RDONLY)
        try:
            with contextlib.suppress(OSError):  # it is cut already
                fcntl.ioctl(descriptor, _SHUTDOWN, struct.pack("I", _WITHOUT_FLUSHING))
        finally:
            os.close(descriptor)

    def mend(self) -> None:
        """Check it and mount it anew, as a machine that starts. No program may be at it.

        Raises:
            DiskTrouble: it cannot be mounted again.
        """
        give_up_s = real_monotonic_s() + _UNMOUNT_PATIENCE_S
        while _status("umount", self.place) != 0:
            if real_monotonic_s() > give_up_s:
                raise DiskTrouble(f"{self.place} is still in use")
            time.sleep(0.05)
        if _status("e2fsck", "-f", "-p", self._device) > 1:  # e2fsck(8): 1 is mended
            raise DiskTrouble(f"{self._device} cannot be mended")
        _run("mount", "-o", "errors=remount-ro", self._device, self.place)
        (self.place / _FILLER).unlink(missing_ok=True)

    def close(self) -> None:
        _status("umount", "--lazy", self.place)
        if self._held is not None:
            os.close(self._held)
            self._held = None


class PlainDisk:
    """A folder; its program is kept from writing. A power cut is no more than a kill here."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir(parents=True)

    def settle(self) -> None:
        pass

    def fill(self, pid: int | None) -> None:
        if pid is not None:
            _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))

    def empty(self, pid: int | None) -> None:
        if pid is not None:
            _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))

    refuse_writes = fill

    def cut_power(self) -> None:
        pass

    def mend(self) -> None:
        pass

    def close(self) -> None:
        pass


Disk = MountedDisk | PlainDisk


def _status(*command: object) -> int:
    return subprocess.run([str(word) for word in command], capture_output=True, check=False).returncode


def _run(*command: object) -> None:
    _said(*command)


def _said(*command: object) -> str:
    """
    Raises:
        DiskTrouble: with what the command says.
    """
    words = [str(word) for word in command]
    try:
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError) as error:
        told = error.stderr.strip() if isinstance(error, subprocess.CalledProcessError) else str(error)
        raise DiskTrouble(f"{' '.join(words)}: {told}") from None

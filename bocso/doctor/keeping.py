"""Where a program keeps its things: may its user write, can others read its secrets, is there room, is it alone?"""

import os
import pwd
import stat
from collections.abc import Container, Iterable
from pathlib import Path

from bocso.doctor.findings import Finding, watch, well, wrong

FULL_BELOW, LOW_BELOW = 0.02, 0.10
"""Of the disk, as the server counts (`server/disk_room.py`), which a device's machine does not have."""
_CONNECT_ANEW = "Lấy mã ghép mới ở trang Thiết bị rồi ghép lại: docs/install/cai-dat.md, mục 'Từng thiết bị'."
_MOST_LOOKED_AT = 500
"""Files of one folder: pictures and clips are some hundred."""


def look_at_folder(folder: Path, user: str | None) -> list[Finding]:
    """A device's own folder, which `user` has to write; None: whoever asks."""
    faults = look_at_writing(folder, user)
    if faults:
        return faults
    disk = os.statvfs(folder)
    share = disk.f_bavail / disk.f_blocks if disk.f_blocks else 1.0
    if share < FULL_BELOW:
        return [
            wrong(
                "Ổ đĩa của {folder}: đầy",
                "Xóa tệp không thuộc Bốc Số (gõ: sudo du -xh / | sort -h | tail), hoặc thay thẻ lớn hơn.",
                folder=folder,
            )
        ]
    if share < LOW_BELOW:
        return [
            watch(
                "Ổ đĩa của {folder}: còn trống {percent} %",
                "Dọn bớt tệp hoặc thay thẻ lớn hơn trong tuần này.",
                folder=folder,
                percent=round(share * 100),
            )
        ]
    return [well("Thư mục dữ liệu {folder}: ghi được, còn chỗ", folder=folder)]


def look_at_writing(folder: Path, user: str | None) -> list[Finding]:
    """Nothing when `user` may write the folder and all that stands in it."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        return [
            wrong(
                "Thư mục dữ liệu {folder}: không có hoặc không đọc được",
                "Chạy lại bộ cài: sudo bash ~/bocso/deploy/install.sh, với vai trò của máy này.",
                folder=folder,
            )
        ]
    if disk.f_flag & os.ST_RDONLY:
        return [
            wrong(
                "Ổ đĩa của {folder}: bị khóa ghi, thường vì thẻ nhớ hỏng",
                "Sao lưu nếu được, tắt máy, thay thẻ nhớ rồi cài lại.",
                folder=folder,
            )
        ]
    strange = next(iter(_of_others(folder, user)), None)
    if strange is None:
        return []
    return [
        wrong(
            "{file}: chương trình không được phép ghi (thường vì ai đó đã chạy nó bằng sudo)",
            "Gõ: sudo chown -R {user}: {folder}; rồi khởi động lại chương trình.",
            file=strange,
            user=user or "$USER",
            folder=folder,
        )
    ]


def _of_others(folder: Path, user: str | None) -> Iterable[Path]:
    """What stands there and `user` may not write."""
    owner = _number_of(user)
    if owner is None:
        yield from (path for path in [folder] if not os.access(path, os.W_OK | os.X_OK))
        return
    looked = 0
    for path in [folder, *sorted(folder.rglob("*"))]:
        looked += 1
        if looked > _MOST_LOOKED_AT:
            return
        try:
            found = path.lstat()
        except OSError:
            continue
        if not stat.S_ISLNK(found.st_mode) and found.st_uid != owner:
            yield path


def look_at_secrets(
    files: Iterable[Path | None], user: str | None, *, deed: str = _CONNECT_ANEW, may_be_empty: Container[Path] = ()
) -> list[Finding]:
    """Each file with a secret: there, not empty, its user's alone. `deed` is what brings another one."""
    findings = []
    owner = _number_of(user)
    for file in files:
        if file is None:
            continue
        try:
            found = file.stat()
        except OSError:
            findings.append(wrong("Tệp khóa {file}: không có", deed, file=file))
            continue
        if found.st_size == 0 and file not in may_be_empty:
            findings.append(wrong("Tệp khóa {file}: trống", deed, file=file))
        elif owner is not None and not _may_read(found, owner):
            findings.append(_give(file, user))
        elif found.st_mode & stat.S_IRWXO:
            findings.append(watch("Tệp khóa {file}: người khác đọc được", "Gõ: sudo chmod 600 {file}", file=file))
    return findings


def are_there(files: Iterable[Path | None]) -> bool:
    """Whether each has something in it: without what it proves itself with, nobody lets a program in."""
    try:
        return all(file.stat().st_size > 0 for file in files if file is not None)
    except OSError:
        return False


def _may_read(found: os.stat_result, owner: int) -> bool:
    """Its owner may; of others whoever the mode lets, by the group that the installer gave on purpose too."""
    return found.st_uid == owner or bool(found.st_mode & (stat.S_IRGRP | stat.S_IROTH))


def _give(file: Path, user: str | None) -> Finding:
    return wrong(
        "Tệp khóa {file}: chương trình không đọc được",
        "Gõ: sudo chown {user}: {file} && sudo chmod 600 {file}",
        file=file,
        user=user,
    )


def look_for_a_second(module: str, settings: Path) -> list[Finding]:
    """Two programs with the same settings throw each other out at the broker and race for the same files."""
    alike = [pid for pid, words in _programs() if module in words and str(settings) in words and "-m" in words]
    if len(alike) < 2:
        return []
    return [
        wrong(
            "Chương trình {module} đang chạy {count} lần với cùng tệp {settings}",
            "Tắt bản chạy tay (gõ: sudo kill {newest}), để lại bản do hệ thống chạy.",
            module=module,
            count=len(alike),
            settings=settings,
            newest=max(alike),
        )
    ]


def _programs() -> Iterable[tuple[int, list[str]]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue  # ended meanwhile, or not ours to see
        yield int(folder.name), [word.decode(errors="replace") for word in words]


def user_or_none(name: str) -> str | None:
    """The user that the installer makes; None on a machine that it never saw."""
    return name if _number_of(name) is not None else None


def _number_of(user: str | None) -> int | None:
    if user is None:
        return None
    try:
        return pwd.getpwnam(user).pw_uid
    except KeyError:
        return None

"""Prints the part of requirements.lock that some of the extras need, with its hashes, for `pip --require-hashes`.

The lock names for each package what asked for it ("via"); a machine gets what its programs ask for, directly or through
others, and nothing else: a pad with buttons installs neither Kivy nor FastAPI. Runs before anything is installed:
standard library only.
"""

import re
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALWAYS = ("build",)
"""Installing ourselves takes the build backend from the lock too, so that no step reaches for anything unlocked."""

HOLDS_HERE = {
    "sys_platform == 'win32'": False,
    "implementation_name != 'PyPy'": True,
    "python_full_version < '3.15'": True,
}
"""The lock's conditions, and whether they hold where the programs run: Linux, CPython 3.11 to 3.13 (steps/system.sh).

They are settled here. pip would ask the computer that it runs on, and the packages for a place without internet are
fetched by an office's own, with Windows and the newest Python.
"""

_PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==")
_CONDITION = re.compile(r" ; (?P<condition>[^\\\n]+?)(?= *\\?$)", flags=re.MULTILINE)
_ASKED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)")


def plain(name: str) -> str:
    """A package's name as everyone writes it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_by(project: Path, extras: Iterable[str]) -> set[str]:
    """Names of the packages that the project and these extras ask for themselves. KeyError: no such extra."""
    told = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    lines = list(told["dependencies"])
    for extra in extras:
        lines += told["optional-dependencies"][extra]
    return {plain(found["name"]) for line in lines if (found := _ASKED.match(line))}


def entries(lock: Path) -> dict[str, tuple[str, set[str]]]:
    """Each pinned package: its lines as they stand, and the names of those that asked for it."""
    found: dict[str, tuple[str, set[str]]] = {}
    for entry in re.split(r"\n(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8").strip()):
        name = _PINNED.match(entry)
        if name is None:
            raise ValueError(f"{lock.name}: not a pinned package: {entry.splitlines()[0]}")
        told = re.findall(r"^ {4}# (?:via)? *(\S.*)?$", entry, flags=re.MULTILINE)
        found[plain(name["name"])] = (entry, {plain(who.split(" ")[0]) for who in told if who})
    return found


def needed(lock: dict[str, tuple[str, set[str]]], asked: set[str]) -> list[str]:
    """The entries for `asked` and for all that these need in turn, in the lock's order. KeyError: not in the lock."""
    missing = asked - lock.keys()
    if missing:
        raise KeyError(", ".join(sorted(missing)))
    taken = set(asked)
    while True:
        more = {name for name, (_, via) in lock.items() if name not in taken and via & taken}
        if not more:
            return [lines for name, (lines, _) in lock.items() if name in taken]
        taken |= more


def for_our_machines(entry: str) -> str | None:
    """The entry without its condition; None where that does not hold. KeyError: nobody has settled whether it does."""
    found = _CONDITION.search(entry.partition("\n")[0])
    if found is None:
        return entry
    return _CONDITION.sub("", entry, count=1) if HOLDS_HERE[found["condition"]] else None


def main() -> int:
    extras = [*sys.argv[1:], *ALWAYS]
    if len(extras) == len(ALWAYS):
        sys.stderr.write("usage: locked_parts.py EXTRA...\n")
        return 2
    try:
        parts = needed(entries(ROOT / "requirements.lock"), asked_by(ROOT / "pyproject.toml", extras))
    except KeyError as unknown:
        sys.stderr.write(f"neither in pyproject.toml nor in requirements.lock: {unknown.args[0]}\n")
        return 1
    try:
        ours = [entry for part in parts if (entry := for_our_machines(part)) is not None]
    except KeyError as unknown:
        sys.stderr.write(f"requirements.lock has a condition that HOLDS_HERE does not know: {unknown.args[0]}\n")
        return 1
    sys.stdout.write("\n".join(ours) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Imports point one way, and the outside world is touched only where the design says."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from server.db.tables import JOURNALLED

ROOT = Path(__file__).resolve().parents[2]
DEVICES = ("kiosk", "counter_display", "rating_pad")
PACKAGES = (*DEVICES, "bocso", "hardware", "look", "messaging", "procedures", "server", "simulation")
PROGRAMS = (*DEVICES, "server")

MAY_IMPORT: dict[str, set[str]] = {
    **{device: {"messaging", "hardware", "look", "procedures"} for device in DEVICES},
    "server": {"messaging", "look", "procedures"},
    "look": {"procedures"},
    "hardware": {"procedures"},
    "messaging": {"procedures"},
    "procedures": set(),
    "bocso": set(PACKAGES) - {"simulation"},
    "simulation": set(PACKAGES) - {"bocso"},
}


@dataclass(frozen=True)
class Import:
    importer: str
    """Path of the file from the root."""
    line: int
    module: str
    """Dotted, with what is imported from it: `look.kivy_theme.Face`."""

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.module}"

    def of(self, *packages: str) -> bool:
        return any(self.module == package or self.module.startswith(f"{package}.") for package in packages)

    def by(self, *places: str) -> bool:
        """The importer is one of these files, or lies in one of these folders."""
        return any(self.importer == place or self.importer.startswith(f"{place}/") for place in places)


@cache
def sources() -> dict[str, ast.Module]:
    """The syntax of each of our files, by path from the root."""
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8"))
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
    }


@cache
def imports() -> tuple[Import, ...]:
    return tuple(found for importer, tree in sources().items() for found in _imports_in(importer, tree))


def _imports_in(importer: str, tree: ast.Module) -> Iterator[Import]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(importer, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{importer}:{node.lineno}: imports are written in full"
            yield from (Import(importer, node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def refused(*wrong: Import) -> None:
    assert not wrong, "\n".join(map(str, wrong))


def test_there_is_something_to_look_at() -> None:
    assert len(sources()) > 100
    assert {found.importer.split("/")[0] for found in imports()} == set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_imports_only_what_it_may(package: str) -> None:
    others = [other for other in PACKAGES if other != package and other not in MAY_IMPORT[package]]
    refused(*(found for found in imports() if found.by(package) and found.of(*others)))


def test_nothing_imports_the_command_line_nor_the_simulation() -> None:
    refused(
        *(found for found in imports() if found.of("bocso") and not found.by("bocso")),
        *(found for found in imports() if found.of("simulation") and not found.by("simulation")),
    )


def test_nothing_imports_the_tests() -> None:
    refused(*(found for found in imports() if found.of("tests", "pytest", "hypothesis", "_pytest")))


def test_the_server_never_draws_with_kivy() -> None:
    kivy_modules = [f"look.{path.stem}" for path in (ROOT / "look").glob("kivy_*.py")]
    assert kivy_modules
    refused(*(found for found in imports() if found.by("server", "bocso") and found.of(*kivy_modules)))


def test_the_rules_import_nothing_of_ours_and_nothing_but_the_standard_library() -> None:
    of_the_rules = [found for found in imports() if found.by("server/domain")]
    assert of_the_rules
    refused(
        *(
            found
            for found in of_the_rules
            if not found.of("server.domain") and found.module.split(".")[0] not in sys.stdlib_module_names
        )
    )


WORLD = ("time", "os", "pathlib", "socket", "sqlite3", "threading", "asyncio", "random", "secrets", "logging")


def test_the_rules_know_no_clock_disk_network_nor_chance() -> None:
    refused(*(found for found in imports() if found.by("server/domain") and found.of(*WORLD, "io")))


def test_the_list_of_procedures_is_pure() -> None:
    """Texts in memory (`io`) are all it takes: programs and pages hand it bytes and a day."""
    of_it = [found for found in imports() if found.by("procedures")]
    assert of_it
    refused(
        *(found for found in of_it if found.of(*WORLD)),
        *(
            found
            for found in of_it
            if not found.of("procedures") and found.module.split(".")[0] not in sys.stdlib_module_names
        ),
    )


ONLY_IN = {
    "paho": ("messaging/broker.py",),
    "escpos": ("hardware",),
    "gpiozero": ("hardware", "simulation/programs"),
    "kivy": (
        "kiosk",
        "counter_display",
        "rating_pad/touch",
        "simulation/programs",
        "simulation/screens",
        "look/kivy_setup.py",
        "look/kivy_theme.py",
        "look/kivy_faces.py",
        "look/kivy_icons.py",
        "look/kivy_touch_window.py",
    ),
    "fastapi": ("server", "simulation"),
    "alembic": ("server/db",),
    "sqlalchemy": ("server", "simulation"),
    "pwdlib": ("server", "simulation"),
    "httpcore": ("messaging",),
}


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_used_only_where_it_belongs(library: str) -> None:
    assert any(found.of(library) for found in imports()), f"nobody uses {library}: this rule is out of date"
    refused(*(found for found in imports() if found.of(library) and not found.by(*ONLY_IN[library])))


@pytest.mark.parametrize("program", PROGRAMS)
def test_each_program_has_the_same_faces(program: str) -> None:
    for face in ("__init__", "__main__", "app", "settings", "errors"):
        assert f"{program}/{face}.py" in sources(), f"{program} has no {face}.py"


@pytest.mark.parametrize("program", PROGRAMS)
def test_each_app_builds_a_program_from_settings_and_a_clock(program: str) -> None:
    functions = [node for node in sources()[f"{program}/app.py"].body if isinstance(node, ast.FunctionDef)]
    build = next((node for node in functions if node.name == "build"), None)
    assert build is not None
    assert [argument.arg for argument in build.args.args] == ["settings"]
    assert "clock" in [argument.arg for argument in build.args.kwonlyargs]


def test_every_file_says_first_what_it_is_for() -> None:
    silent = [path for path, tree in sources().items() if tree.body and not ast.get_docstring(tree)]
    assert silent == []


CHANGES = ("insert", "update", "delete", "upsert")


def test_only_apply_changes_the_journalled_tables() -> None:
    """A change that is in no event would be lost in a replay, and verify would call it a fault."""
    journalled = {table.name for table in JOURNALLED}
    found = []
    for path, tree in sources().items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CHANGES):
                continue
            target = node.args[0] if node.args else None
            if isinstance(target, ast.Attribute) and target.attr in journalled:
                found.append((path, target.attr))
    assert {path for path, _ in found} == {"server/journal/apply.py"}
    assert {table for _, table in found} == journalled, "a journalled table that nothing changes"


def test_topics_are_built_in_one_place() -> None:
    builders = [
        path
        for path, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("bocso/v1")
    ]
    assert set(builders) == {"messaging/topics.py"}


TELLS_THE_TIME = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
TELLS_THE_TIME |= {("time", name) for name in ("time", "time_ns", "monotonic", "monotonic_ns", "localtime", "gmtime")}
OWN_TIME = {
    # The epoch, once in the life of a database: Unix seconds, whatever the domain's clock says.
    "server/db/schema.py",
}


@pytest.mark.parametrize("program", [*PROGRAMS, "look", "bocso"])
def test_the_programs_take_their_time_from_the_clock(program: str) -> None:
    """Domain time and timers come from messaging/clock.py, and so does the real time of liveness and transport.

    Hardware imports nothing of ours and has its own limits in real time; the simulation waits in real time.
    """
    found = {
        f"{path}:{node.lineno}"
        for path, tree in sources().items()
        if path.startswith(f"{program}/") and path not in OWN_TIME
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in TELLS_THE_TIME
    }
    assert found == set()


def test_no_rule_is_kept_by_assert() -> None:
    """`python -O` removes them: input and hardware faults are raised (assert only narrows types)."""
    worded = [
        f"{path}:{node.lineno}"
        for path, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert) and node.msg is not None
    ]
    assert worded == []

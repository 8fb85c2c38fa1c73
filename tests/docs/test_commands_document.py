"""docs/commands.md against the command lines: every command, every option."""

import re

import pytest
import typer.main
from documents import ROOT, code, read, section, sections
from typer.core import TyperCommand, TyperGroup

from bocso.__main__ import app
from simulation.arguments import read_arguments
from simulation.screens.arguments import read_arguments as read_screens_arguments
from simulation.soak.arguments import read_arguments as read_soak_arguments
from simulation.torture.arguments import read_arguments as read_torture_arguments

COMMANDS = "docs/commands.md"


def _commands(group: TyperGroup, path: str) -> dict[str, TyperCommand]:
    found: dict[str, TyperCommand] = {}
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            found |= _commands(command, f"{path} {name}")
        else:
            found[f"{path} {name}"] = command
    return found


BOCSO = _commands(typer.main.get_group(app), "bocso")


@pytest.mark.parametrize("name", BOCSO)
def test_every_option_of_a_command_has_its_row(name: str) -> None:
    described = [code(row[0]) for row in section(COMMANDS, name).rows()]
    taken = [
        parameter.opts[0] if parameter.param_type_name == "option" else (parameter.name or "").upper()
        for parameter in BOCSO[name].params
        if "--help" not in parameter.opts
    ]

    assert sorted(described) == sorted(taken)


def test_no_command_is_described_that_there_is_not() -> None:
    assert {one.title for one in sections(COMMANDS) if one.title.startswith("bocso ")} == set(BOCSO)


def test_every_option_of_the_demo_has_its_row(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_arguments(["--help"])
    taken = set(re.findall(r"--[\w-]+", capsys.readouterr().out)) - {"--help"}

    assert {code(row[0]) for row in section(COMMANDS, "scripts/demo").rows()} == taken


def test_every_option_of_the_screens_has_its_row(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_screens_arguments(["--help"])
    taken = set(re.findall(r"--[\w-]+", capsys.readouterr().out)) - {"--help"}

    assert {code(row[0]) for row in section(COMMANDS, "scripts/screens").rows()} == taken


def test_every_option_of_the_soak_has_its_row(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_soak_arguments(["--help"])
    taken = set(re.findall(r"--[\w-]+", capsys.readouterr().out)) - {"--help"}

    assert {code(row[0]) for row in section(COMMANDS, "scripts/soak").rows()} == taken


def test_every_option_of_the_torture_has_its_row(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_torture_arguments(["--help"])
    taken = set(re.findall(r"--[\w-]+", capsys.readouterr().out)) - {"--help"}

    assert {code(row[0]) for row in section(COMMANDS, "scripts/torture").rows()} == taken


def test_every_option_of_the_tests_has_its_row() -> None:
    taken = set(re.findall(r'take_(?:option|switch)\("(--[\w-]+)"', read("scripts/test")))

    assert {code(row[0]) for row in section(COMMANDS, "scripts/test").rows()} == taken


@pytest.mark.parametrize(
    ("title", "module"),
    [
        ("The programs", "kiosk/__main__.py"),
        ("The programs", "counter_display/__main__.py"),
        ("The programs", "server/__main__.py"),
        ("The programs", "server/public_app.py"),
        ("Tools", "hardware/audio/make_clips.py"),
        ("Tools", "hardware/printer/simulated_printer.py"),
        ("Tools", "simulation/bench/officers_at_work.py"),
        ("Tools", "simulation/bench/phones.py"),
        ("Tools", "simulation/cheating/__main__.py"),
        ("Tools", "simulation/held_consoles.py"),
        ("Tools", "simulation/wall/monkey.py"),
        ("Tools", "simulation/wall/pictures.py"),
    ],
)
def test_every_option_of_a_program_is_named(title: str, module: str) -> None:
    text = "\n".join(section(COMMANDS, title).lines)
    name = module.removesuffix("/__main__.py").removesuffix(".py").replace("/", ".")
    (row,) = [line for line in text.splitlines() if re.match(rf"\| `python -m {re.escape(name)}[` ]", line)]
    taken = set(re.findall(r'add_argument\(\s*"(--[\w-]+)"', (ROOT / module).read_text(encoding="utf-8")))

    assert taken
    assert {option for option in taken if f"`{option}" not in row and f"{option} " not in row} <= {"--settings"}


def test_the_readme_names_the_commands_as_they_are() -> None:
    for command in re.findall(r"^scripts/\w+", read("README.md"), re.MULTILINE):
        assert (ROOT / command).is_file(), command

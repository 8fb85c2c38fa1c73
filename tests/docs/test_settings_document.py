"""docs/settings.md against the code: every key with default and limits, and examples that load."""

import tomllib
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest
from documents import code, code_blocks, section
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from counter_display.settings import DisplaySettings
from kiosk.settings import KioskSettings
from look.icons import is_known
from messaging.settings import ProgramSettings, read_settings
from rating_pad.settings import PadSettings
from server.centre_file import CentreFile
from server.public_pages.settings import PhoneSettings
from server.settings import ServerSettings

SETTINGS = "docs/settings.md"

PROGRAMS: dict[type[ProgramSettings], tuple[str, ...]] = {
    ServerSettings: ("Server", "Broker"),
    PhoneSettings: ("Pages for phones",),
    KioskSettings: ("Kiosk", "Every device", "Broker"),
    DisplaySettings: ("Hall board and counter display", "Every device", "Broker"),
    PadSettings: ("Rating pad", "Every device", "Broker"),
}
FILES: dict[type[BaseModel], tuple[str, ...]] = {**PROGRAMS, CentreFile: ("The centre file",)}


class Key(typing.NamedTuple):
    name: str
    field: FieldInfo
    default: object
    """PydanticUndefined when the key is required."""


@pytest.mark.parametrize("settings", FILES, ids=lambda settings: settings.__name__)
def test_every_key_has_its_row_and_no_row_is_left_over(settings: type[BaseModel]) -> None:
    described = [code(row[0]) for title in FILES[settings] for row in section(SETTINGS, title).rows()]

    assert sorted(described) == sorted(key.name for key in _keys(settings))


@pytest.mark.parametrize("settings", FILES, ids=lambda settings: settings.__name__)
def test_a_row_says_the_default(settings: type[BaseModel]) -> None:
    rows = {code(row[0]): row[2] for title in FILES[settings] for row in section(SETTINGS, title).rows()}

    assert {name: _default_said(cell) for name, cell in rows.items()} == {
        key.name: key.default for key in _keys(settings)
    }


@pytest.mark.parametrize("settings", FILES, ids=lambda settings: settings.__name__)
def test_a_row_says_the_limits_and_choices(settings: type[BaseModel]) -> None:
    rows = {code(row[0]): row[1] + row[3] for title in FILES[settings] for row in section(SETTINGS, title).rows()}
    for key in _keys(settings):
        for limit in _limits(key.field):
            assert str(limit) in rows[key.name], f"{key.name}: '{limit}' is not in '{rows[key.name]}'"


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
def test_the_prefix_of_environment_variables_is_said(program: type[ProgramSettings]) -> None:
    text = " ".join(section(SETTINGS, PROGRAMS[program][0]).lines)

    assert f"`{program.model_config['env_prefix']}`" in text


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
def test_the_examples_load(program: type[ProgramSettings], tmp_path: Path) -> None:
    examples = [block.text for block in code_blocks(SETTINGS) if block.label == program.__name__]
    assert examples
    for number, example in enumerate(examples):
        file = tmp_path / f"{number}.toml"
        file.write_text(example, encoding="utf-8")
        read_settings(program, file)


def test_every_icon_that_is_named_can_be_drawn() -> None:
    text = " ".join(section(SETTINGS, "The centre file").lines)
    names = text.partition("Icons: ")[2].partition(". Any other")[0].replace("`", "").split(", ")

    assert len(names) > 10
    assert all(is_known(name) for name in names)


def _keys(model: type[BaseModel], prefix: str = "", given: object = None) -> Iterator[Key]:
    """Every key, those in tables with a dot, those in lists with []; `given` is the table's own default."""
    for name, field in model.model_fields.items():
        default = field.get_default(call_default_factory=True) if given is None else getattr(given, name)
        inner = _model_in(field.annotation)
        if inner is None:
            yield Key(prefix + name, field, default)
        elif typing.get_origin(field.annotation) is list:
            yield from _keys(inner, f"{prefix}{name}[].")
        else:
            yield from _keys(inner, f"{prefix}{name}.", default if isinstance(default, BaseModel) else None)


def _model_in(annotation: typing.Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in typing.get_args(annotation) if (found := _model_in(part))), None)


def _default_said(cell: str) -> object:
    if cell == "required":
        return PydanticUndefined
    return None if cell == "not set" else tomllib.loads(f"value = {code(cell)}")["value"]


def _limits(field: FieldInfo) -> list[object]:
    metadata = list(field.metadata)
    for part in (field.annotation, *typing.get_args(field.annotation)):
        metadata += getattr(part, "__metadata__", ())
    for found in list(metadata):  # Field(ge=...) inside an Annotated
        metadata += getattr(found, "metadata", ())
    limits: list[object] = []
    for name in ("ge", "le", "gt", "min_length", "max_length"):
        limits += [getattr(one, name) for one in metadata if getattr(one, name, None) is not None]
    if typing.get_origin(field.annotation) is typing.Literal:
        limits += typing.get_args(field.annotation)
    # Lengths of names are for the machine's sake; a person reads them in the message when one is too long.
    return [limit for limit in limits if limit not in (200, 1) or "pins" in str(field)]

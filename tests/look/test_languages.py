"""Further languages: each message falls back by itself, what is complete is computed, and faults are named."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from look import language
from look.catalogue_check import CORE, check_folder, check_words, is_overlong, write_templates
from look.language import (
    BOARD_CORE,
    KIOSK_CORE,
    catalogue,
    complete_languages,
    is_complete,
    language_name,
    messages_of,
    read_catalogue,
    translator,
    voice_folders,
)

CATALOGUES = Path(language.__file__).parent / "catalogues"
PROGRAMS = sorted(path.name.removesuffix(".en.po") for path in CATALOGUES.glob("*.en.po"))


@pytest.fixture
def languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The centre's own folder of further languages."""
    monkeypatch.setenv(language.FOLDER_SETTING, str(tmp_path))
    catalogue.cache_clear()
    is_complete.cache_clear()
    yield tmp_path
    catalogue.cache_clear()
    is_complete.cache_clear()


def _write(path: Path, words: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    written = Catalog(charset="utf-8")
    for source, said in words.items():
        written.add(source, said)
    with path.open("wb") as file:
        write_po(file, written)


@pytest.mark.parametrize("program", CORE)
def test_english_has_every_text_in_its_place(program: str) -> None:
    faults = check_words(program, read_catalogue(CATALOGUES / f"{program}.en.po", "en"))
    assert faults.is_good, faults


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_english_text_loses_a_name_in_braces(program: str) -> None:
    words = read_catalogue(CATALOGUES / f"{program}.en.po", "en")
    assert check_words(program, words).wrong_slots == ()


def test_every_language_that_is_shipped_is_without_fault() -> None:
    for folder in sorted(path for path in CATALOGUES.iterdir() if path.is_dir() and path.name != "__pycache__"):
        for faults in check_folder(folder):
            assert not (faults.overlong or faults.wrong_slots or faults.unknown), (folder, faults)


def test_vietnamese_and_english_are_complete_and_ede_is_not() -> None:
    assert complete_languages(["vi", "en", "rad", "jra"], (*KIOSK_CORE, *BOARD_CORE)) == ["vi", "en"]
    say = translator("rad")
    for text in messages_of("kiosk"):
        assert say(text) == text


def test_each_message_falls_back_by_itself(languages: Path) -> None:
    _write(languages / "rad" / "counter_display.po", {"Quầy": "RAD-QUẦY", "Đã gọi": ""})
    say = translator("rad")
    assert say("Quầy") == "RAD-QUẦY"
    assert say("Đã gọi") == "Đã gọi"
    assert not is_complete("rad", BOARD_CORE)


def test_a_folder_is_enough_to_add_a_language(languages: Path) -> None:
    for program in CORE:
        _write(languages / "rad" / f"{program}.po", {text: text.upper() for text in messages_of(program)})
    (languages / "rad" / "voice").mkdir()
    (languages / "zzz").mkdir()
    (languages / "zzz" / "name.txt").write_text("Zzz-zz\n", encoding="utf-8")
    (languages / "not a tag").mkdir()
    words = messages_of("counter_display")
    faulty = {text for text in words if "{" in text}
    assert faulty, "upper case spoils the names in braces"
    assert not is_complete("rad", BOARD_CORE), "a message without its names is as good as none"
    _write(languages / "rad" / "counter_display.po", {text: f"* {text}" for text in words})
    catalogue.cache_clear()
    is_complete.cache_clear()
    assert complete_languages(["vi", "rad", "zzz"], BOARD_CORE) == ["vi", "rad"]
    assert language_name("rad") == "Êđê"
    assert language_name("zzz") == "Zzz-zz"
    assert voice_folders() == [languages / "rad" / "voice"]


def test_a_message_that_lost_a_name_in_braces_is_not_shown(languages: Path) -> None:
    text = "Gọi số trở lại lúc {time}"
    _write(languages / "rad" / "counter_display.po", {text: "RAD {hour}"})
    assert translator("rad")(text).format(time="13:30") == "Gọi số trở lại lúc 13:30"


def test_faults_of_a_folder_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "rad"
    written = write_templates(folder)
    assert [path.name for path in written] == [f"{program}.po" for program in CORE]
    assert write_templates(folder) == [], "what is there stays"
    missing = {faults.program: set(faults.missing) for faults in check_folder(folder)}
    assert missing == {program: set(messages_of(program)) for program in CORE}
    words = {text: f"{text}." for text in messages_of("counter_display")}
    words |= {"Quầy": "a word that is far too long for its place", "Gọi số trở lại lúc {time}": "?", "Không còn": "x"}
    _write(folder / "counter_display.po", words)
    (found,) = [faults for faults in check_folder(folder) if faults.program == "counter_display"]
    assert found.missing == ()
    assert found.overlong == ("Quầy",)
    assert found.wrong_slots == ("Gọi số trở lại lúc {time}",)
    assert found.unknown == ("Không còn",)


def test_how_long_a_translation_may_be() -> None:
    assert not is_overlong("Lấy số", "Get my number")
    assert is_overlong("Lấy số", "Please touch here to get my number")

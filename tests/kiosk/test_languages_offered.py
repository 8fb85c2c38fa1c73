"""A language is offered when its texts and its calls are there: a folder is all that adding one takes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_up_language import MARK, NAME, TAG, make_language

from bocso.language import check
from counter_display.phrases import announcement
from hardware.audio.clips import ClipPack
from kiosk.languages import has_screens
from look import language
from look.language import catalogue, is_complete, language_name, translator, voice_folders


@pytest.fixture
def languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The centre's own folder of further languages."""
    monkeypatch.setenv(language.FOLDER_SETTING, str(tmp_path))
    kept = (catalogue, is_complete, has_screens)
    for found in kept:
        found.cache_clear()
    yield tmp_path
    for found in kept:
        found.cache_clear()


def test_vietnamese_and_english_are_offered_and_ede_is_not(languages: Path) -> None:
    assert [tag for tag in ("vi", "en", "rad", "jra", TAG) if has_screens(tag)] == ["vi", "en"]


def test_a_whole_folder_is_offered(languages: Path, clip_pack: Path) -> None:
    folder = make_language(languages)
    check(folder)
    assert has_screens(TAG)
    assert language_name(TAG) == NAME
    assert translator(TAG)("Tôi cần hướng dẫn") == f"{MARK}Tôi cần hướng dẫn"
    pack = ClipPack(clip_pack, further=voice_folders())
    assert pack.speaks(TAG, 12)
    said = announcement("A025", 3, TAG, is_recall=False, order=pack.order)
    assert [sentence.language for sentence in said] == ["vi", TAG]


def test_one_missing_text_is_enough_not_to_be_offered(languages: Path) -> None:
    make_language(languages, without_text="Tôi cần hướng dẫn")
    assert not has_screens(TAG)


def test_one_missing_text_of_the_boards_is_enough_not_to_be_offered(languages: Path) -> None:
    make_language(languages, without_text="Quầy")
    assert not has_screens(TAG)


def test_without_its_voice_it_is_not_offered(languages: Path) -> None:
    make_language(languages, with_voice=False)
    assert not has_screens(TAG)


def test_one_missing_clip_is_enough_not_to_be_offered(languages: Path) -> None:
    folder = make_language(languages)
    (folder / "voice" / "digit_7.wav").unlink()
    assert not has_screens(TAG)


def test_another_language_s_voice_does_not_count(languages: Path) -> None:
    make_language(languages).rename(languages / "yyy")
    assert not has_screens("yyy")

"""`bocso voice` and `bocso language`: what whoever records or translates reads."""

import shutil
from pathlib import Path

import pytest
from clip_pack_fixture import clip_pack
from test_commands import bocso

from hardware.audio.vocabulary import needed_clips

__all__ = ["clip_pack"]


@pytest.mark.parametrize("language", ["vi", "en", "rad"])
def test_the_script_has_a_line_for_every_clip(language: str) -> None:
    ran = bocso("voice", "script", "--language", language)
    assert ran.returncode == 0, ran.stderr
    lines = [line.split("\t") for line in ran.stdout.splitlines() if not line.startswith("#")]
    assert [line[0] for line in lines] == [f"{name}.wav" for name in needed_clips(language)]
    assert ["digit_5.wav", "1.5 s", "five" if language == "en" else "năm"] in lines


def test_check_names_what_is_missing_and_then_is_content(clip_pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vi"
    shutil.copytree(clip_pack / "vi", folder)
    lost = (folder / "digit_7.wav").read_bytes()
    (folder / "digit_7.wav").unlink()
    ran = bocso("voice", "check", folder)
    assert ran.returncode == 1
    assert "missing\tdigit_7.wav\tbảy" in ran.stdout
    assert "Traceback" not in ran.stderr
    (folder / "digit_7.wav").write_bytes(lost)
    ran = bocso("voice", "check", folder)
    assert ran.returncode == 0, ran.stderr
    assert "136 clips, 0 trimmed or evened" in ran.stdout


def test_a_folder_without_manifest_asks_for_the_language(tmp_path: Path) -> None:
    ran = bocso("voice", "check", tmp_path)
    assert ran.returncode == 1
    assert "--language" in ran.stderr


def test_a_language_s_template_is_named_as_incomplete(tmp_path: Path) -> None:
    folder = tmp_path / "rad"
    ran = bocso("language", "template", folder)
    assert ran.returncode == 0, ran.stderr
    assert "counter_display.po" in ran.stdout
    ran = bocso("language", "check", folder)
    assert ran.returncode == 1
    assert "counter_display.po\tmissing\tQuầy" in ran.stdout
    assert "voice\tmissing" in ran.stdout
    assert "not complete yet" in ran.stderr

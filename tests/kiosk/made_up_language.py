"""A language that nobody speaks, as a folder of its own: every text, its name, and a clip for every word of a call."""

from array import array
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from hardware.audio.clips import Clip, Manifest, write_manifest, write_wav
from hardware.audio.vocabulary import needed_clips
from look.catalogue_check import CORE
from look.language import messages_of

TAG, NAME, MARK = "zzz", "Zzz-zz", "·"


def make_language(languages: Path, tag: str = TAG, *, without_text: str = "", with_voice: bool = True) -> Path:
    """Each text is the Vietnamese one behind a mark; `without_text` is left untranslated. Returns the folder."""
    folder = languages / tag
    folder.mkdir(parents=True)
    (folder / "name.txt").write_text(f"{NAME}\n", encoding="utf-8")
    for program in CORE:
        written = Catalog(charset="utf-8")
        for text in sorted(messages_of(program) - {without_text}):
            written.add(text, f"{MARK}{text}")
        with (folder / f"{program}.po").open("wb") as file:
            write_po(file, written, width=0)
    if with_voice:
        clips = {name: Clip(file=f"{name}.wav", words=f"{MARK}{name}") for name in needed_clips(tag)}
        (folder / "voice").mkdir()
        for clip in clips.values():
            write_wav(folder / "voice" / clip.file, array("h", [0, 1000] * 50))
        write_manifest(folder / "voice", Manifest(language=tag, clips=clips))
    return folder

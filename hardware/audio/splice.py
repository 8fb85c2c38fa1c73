"""Joins the chime and clips into the sound of one call."""

from array import array
from collections.abc import Sequence
from pathlib import Path

from hardware.audio import vocabulary
from hardware.audio.clips import SAMPLE_RATE_HZ, ClipPack, Sentence, write_wav

_BETWEEN_CLIPS_S = 0.045  # so that "đến quầy số" and "ba" flow as one
_COMMA_S = 0.16  # digits are read one by one
_AFTER_CHIME_S = 0.25
_BETWEEN_SENTENCES_S = 0.6


def splice(pack: ClipPack, sentences: Sequence[Sentence], target: Path, *, percent: int = 100) -> float:
    """Write chime and sentences as one WAV to `target`, whole or not at all; its length in seconds.

    `percent` of 0 to 100 is how loud.

    Raises:
        ClipPackFault: a clip is missing or cannot be used; nothing is written.
    """
    call = array("h", pack.chime())
    call.extend(_silence(_AFTER_CHIME_S))
    for place, sentence in enumerate(sentences):
        if place:
            call.extend(_silence(_BETWEEN_SENTENCES_S))
        call.extend(_spoken(pack, sentence))
    if percent < 100:
        call = array("h", (value * percent // 100 for value in call))
    unfinished = target.with_suffix(".part")
    write_wav(unfinished, call)
    unfinished.replace(target)
    return len(call) / SAMPLE_RATE_HZ


def _spoken(pack: ClipPack, sentence: Sentence) -> "array[int]":
    said = array("h")
    pause_s = 0.0
    for name in sentence.clips:
        if name == vocabulary.COMMA:
            pause_s = _COMMA_S
            continue
        if said:
            said.extend(_silence(pause_s or _BETWEEN_CLIPS_S))
        said.extend(pack.samples(sentence.language, name))
        pause_s = 0.0
    return said


def _silence(length_s: float) -> "array[int]":
    return array("h", bytes(2 * round(length_s * SAMPLE_RATE_HZ)))

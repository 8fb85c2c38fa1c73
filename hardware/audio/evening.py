"""Makes recordings alike: one form, no silence at the ends, one loudness. Plain arithmetic on the samples."""

import math
import wave
from array import array
from collections.abc import Sequence
from functools import cache
from operator import mul
from pathlib import Path

from hardware.audio.clips import LOUDNESS_DBFS, SAMPLE_RATE_HZ, ClipPackFault

PEAK = 0.95
"""Of full scale: a short hard sound reaches it before the loudness and stays a little softer."""
_QUIET = 0.012  # below this share of full scale a clip's ends count as silence
_EDGE_S = 0.008  # kept around the voice, faded, so that joints do not click
_ALIKE_DB = 0.6  # nobody hears less
_AT_THE_TOP = 0.9  # of a sound's own peak
_MOST_AT_THE_TOP = 0.02  # a voice is so loud for a fourth of that at most, and in one recorded at twice full scale more
_HALF_WIDTH = 12  # zero crossings of the sinc on each side: the band above 11 kHz is 50 dB down


def read_any_wav(path: Path) -> "array[int]":
    """The samples of a recording as mono, 16 bit, 22.05 kHz, whatever its form was.

    Raises:
        ClipPackFault: no WAV file of 8, 16, 24 or 32 bit whole numbers, or an empty one.
    """
    try:
        with wave.open(str(path), "rb") as file:
            channels, width, rate_hz = file.getnchannels(), file.getsampwidth(), file.getframerate()
            frames = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise ClipPackFault(f"{path}: cannot be read ({error}); save it as WAV, PCM, 16 bit") from error
    values = _sixteen_bit(frames, width)
    if not values:
        raise ClipPackFault(f"{path}: nothing is recorded in it")
    if channels > 1:
        values = array("h", (sum(values[at : at + channels]) // channels for at in range(0, len(values), channels)))
    return values if rate_hz == SAMPLE_RATE_HZ else resampled(values, rate_hz, SAMPLE_RATE_HZ)


def is_silent(samples: "array[int]") -> bool:
    """Whether nothing in it is as loud as a voice."""
    return max((abs(value) for value in samples), default=0) <= round(_QUIET * 32767)


def is_clipped(samples: "array[int]") -> bool:
    """Whether it was recorded too loud: its waves are cut flat, which no evening mends. Of a trimmed recording."""
    top = _AT_THE_TOP * max((abs(value) for value in samples), default=0)
    return sum(abs(value) >= top for value in samples) > _MOST_AT_THE_TOP * len(samples)


def trimmed(samples: "array[int]") -> "array[int]":
    """Without the silence at both ends, softly faded over the last 8 ms."""
    floor = round(_QUIET * 32767)
    loud = [index for index, value in enumerate(samples) if value > floor or value < -floor]
    if not loud:
        return samples
    edge = round(_EDGE_S * SAMPLE_RATE_HZ)
    kept = samples[max(0, loud[0] - edge) : loud[-1] + edge + 1]
    for index in range(min(edge, len(kept))):
        kept[index] = kept[index] * index // edge
        kept[-1 - index] = kept[-1 - index] * index // edge
    return kept


def levelled(samples: "array[int]", loudness_dbfs: float = LOUDNESS_DBFS) -> "array[int]":
    """As loud as every other clip, without clipping."""
    gain = _gain(samples, loudness_dbfs)
    return array("h", (round(value * gain) for value in samples))


def is_level(samples: "array[int]", loudness_dbfs: float) -> bool:
    """Whether nobody would hear what `levelled` changes."""
    return abs(20 * math.log10(_gain(samples, loudness_dbfs))) <= _ALIKE_DB


def _gain(samples: "array[int]", loudness_dbfs: float) -> float:
    power = sum(value * value for value in samples) / max(1, len(samples))
    peak = max((abs(value) for value in samples), default=0)
    if power == 0 or peak == 0:
        return 1.0
    return min(32767 * 10 ** (loudness_dbfs / 20) / math.sqrt(power), PEAK * 32767 / peak)


def resampled(samples: Sequence[int], rate_hz: int, wanted_hz: int) -> "array[int]":
    """The same sound at another rate, without what the lower of both rates cannot carry (a windowed sinc)."""
    shared = math.gcd(rate_hz, wanted_hz)
    up, down = wanted_hz // shared, rate_hz // shared
    share = min(1.0, wanted_hz / rate_hz)
    reach = math.ceil(_HALF_WIDTH / share)
    padded = array("d", bytes(8 * reach)) + array("d", samples) + array("d", bytes(8 * (reach + 1)))
    out = array("h", bytes(2 * (len(samples) * up // down)))
    for index in range(len(out)):
        whole, phase = divmod(index * down, up)
        taps = _taps(phase, up, share, reach)
        value = sum(map(mul, padded[whole + 1 : whole + 1 + 2 * reach], taps))
        out[index] = max(-32768, min(32767, round(value)))
    return out


@cache
def _taps(phase: int, up: int, share: float, reach: int) -> tuple[float, ...]:
    """The weights of the 2 x `reach` samples around a moment `phase` / `up` after a sample."""
    weights = []
    for step in range(1 - reach, reach + 1):
        distance = step - phase / up
        angle = math.pi * distance * share
        sinc = 1.0 if angle == 0 else math.sin(angle) / angle
        window = 0.5 + 0.5 * math.cos(math.pi * distance / (reach + 1))
        weights.append(sinc * window)
    total = sum(weights)
    return tuple(weight / total for weight in weights)


def _sixteen_bit(frames: bytes, width: int) -> "array[int]":
    if width == 1:  # the only form of WAV without a sign
        return array("h", ((byte - 128) << 8 for byte in frames))
    drop = 8 * (width - 2)
    return array(
        "h",
        (int.from_bytes(frames[at : at + width], "little", signed=True) >> drop for at in range(0, len(frames), width)),
    )

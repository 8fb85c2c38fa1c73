"""Vietnamese made comparable: no diacritics, đ as d, i for y where both are written, no leftovers of typing methods."""

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")
_I_OR_Y = re.compile(r"([bcdghklmnpqrstvx]+u?)y")
"""`lý` and `lí`, `kỹ` and `kĩ`, `quý` and `quí`: the whole of the word is one or two consonants and the vowel."""
_VOWELS = "aeiouy"
_VNI = re.compile(r"(?<=[a-z])[1-9]+")
_DOUBLED = re.compile(r"([aeo])([a-z]*?)\1")
_TELEX_TONES = str.maketrans("", "", "sfrxj")


def folded(text: str) -> str:
    """Small letters of the English alphabet: "Sổ Đỏ" becomes "so do"."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d").replace("ð", "d"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """The words as they are compared."""
    return [plain(word) for word in _WORD.findall(folded(text))]


def has_vowel(word: str) -> bool:
    """Whether a folded word can be a syllable."""
    return any(letter in _VOWELS for letter in word)


def plain(word: str) -> str:
    """A folded word with `i` where some write `y`."""
    match = _I_OR_Y.fullmatch(word)
    if match is None or (match[1].endswith("u") and not match[1].endswith("qu")):
        return word  # `thủy` is not `thủi`
    return f"{match[1]}i"


def without_vni(word: str) -> str:
    """What was meant by a word typed with VNI's digits where no typing method was on: `so63` is `so`."""
    return plain(_VNI.sub("", word))


def without_telex(word: str) -> str:
    """What was meant by a word typed with Telex's letters where no typing method was on: `ddaats` is `dat`.

    No Vietnamese syllable has s, f, r, x, j, d or a second time the same vowel behind its vowel.
    """
    meant = re.sub(r"^dd", "d", word)
    meant = re.sub(r"(?<![aeiouy])w", "u", meant).replace("w", "")
    begin = next((at for at, letter in enumerate(meant) if letter in _VOWELS), len(meant))
    head, tail = meant[: begin + 1], meant[begin + 1 :]
    meant = head + tail.translate(_TELEX_TONES).replace("d", "")
    return plain(_DOUBLED.sub(r"\1\2", meant))

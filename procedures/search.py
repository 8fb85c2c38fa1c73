"""Finds procedures as one types: without diacritics, by everyday words, with a letter wrong. Same words, same answer.

Every word typed is the beginning of a word of what is found, in its name, in what people call it or in its code.
Only where nothing holds all the words are they taken as mistyped (one letter wrong, one missing, one too many, two
changed places); behind few hits, or none, comes what holds most of them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from procedures.everyday import EVERYDAY, OPTIONAL
from procedures.folding import folded, has_vowel, plain, without_telex, without_vni, words_of
from procedures.model import Procedure

MOST_FOUND = 60
"""Nobody turns more pages than these make."""
LONGEST_QUERY = 120
_MOST_WORDS = 12
_LEAST_TYPED = 4
"""Letters from which a word may have a mistake: in shorter ones every other word would be near."""
_EXACT, _PREFIX, _MISTYPED = 1.0, 0.7, 0.45
_OWN_NAME, _OWN_WORDS, _USUAL_WORDS, _ENGLISH = 1.0, 1.05, 0.95, 0.8
_NEXT, _LATER, _FIRST, _WHOLE = 0.5, 0.1, 0.4, 1.2
_BESIDE = 0.4
"""What a word counts that stands in another of a procedure's phrases."""
_PLACE = 0.25
"""What the first place in the list counts: those that are asked for most stand first."""
_ENOUGH = 4
"""Fewer whole hits are followed by the nearest others: people say more than the lists do."""
_NEARLY, _HALF = 0.75, 0.5
_ENOUGH_NEAR = 12


@dataclass(frozen=True, slots=True)
class Found:
    procedure: Procedure
    score: float
    holds_all: bool
    """False: it holds most of the words typed, and not all."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    weight: float


@dataclass(slots=True)
class _Token:
    """One word of what was typed, with how well each word of the lists fits it."""

    is_required: bool
    fits: dict[str, float]
    is_letter: bool = False
    """A single letter: only what begins with it is meant."""


class Index:
    """Procedures ready for being searched. Frozen once made; safe to use from several threads."""

    def __init__(self, procedures: Sequence[Procedure]) -> None:
        self.procedures = tuple(procedures)
        self._phrases: list[list[_Phrase]] = [[] for _ in self.procedures]
        self._held_by: dict[str, int] = {}
        """By word: the procedures that have it, as the ones of a number."""
        self._pairs: dict[str, set[str]] = {}
        """By word: the words that follow it somewhere."""
        self._codes: list[tuple[str, int]] = []
        self._usual = [(f" {' '.join(words_of(official))} ", usual) for official, usual in EVERYDAY]
        for at, procedure in enumerate(self.procedures):
            self._add(at, procedure)
        self._words = sorted(self._held_by)
        self._near = _Nearness(self._words)

    def search(self, typed: str, *, at_most: int = MOST_FOUND) -> list[Found]:
        """The procedures that fit best first; none for nothing typed."""
        typed = typed[:LONGEST_QUERY]
        if found := self._by_code(typed):
            return found[:at_most]
        words = folded_words(typed)[:_MOST_WORDS]
        if not words:
            return []
        tokens = self._tokens(words, mistyped=False)
        whole = self._ranked(tokens, least=1.0)
        if not whole:
            tokens = self._tokens(words, mistyped=True)
            whole = self._ranked(tokens, least=1.0)
        if len(whole) < _ENOUGH:
            known = {found.procedure for found in whole}
            near = self._ranked(tokens, least=_NEARLY if whole else _HALF)
            whole += [found for found in near if found.procedure not in known][
                : _ENOUGH - len(whole) if whole else None
            ]
        return whole[:at_most]

    # --- made once -----------------------------------------------------------------------------------------------

    def _add(self, at: int, procedure: Procedure) -> None:
        name = words_of(procedure.name)
        said = {tuple(name): _OWN_NAME}
        for words in procedure.everyday:
            said.setdefault(tuple(words_of(words)), _OWN_WORDS)
        whole = f" {' '.join(name)} "
        for official, usual in self._usual:
            if official in whole:
                for words in usual:
                    said.setdefault(tuple(words_of(words)), _USUAL_WORDS)
        if procedure.name_en:
            said.setdefault(tuple(words_of(procedure.name_en)), _ENGLISH)
        for phrase, weight in said.items():
            self._add_phrase(at, _Phrase(phrase, weight))
        digits = _digits(procedure.code)
        if digits:
            self._codes.append((digits, at))

    def _add_phrase(self, of: int, phrase: _Phrase) -> None:
        self._phrases[of].append(phrase)
        for position, word in enumerate(phrase.words):
            self._held_by[word] = self._held_by.get(word, 0) | 1 << of
            if position:
                self._pairs.setdefault(phrase.words[position - 1], set()).add(word)

    # --- what was typed ------------------------------------------------------------------------------------------

    def _by_code(self, typed: str) -> list[Found]:
        """A code is typed with or without its dots, and from its beginning or without its first digit."""
        digits = _digits(typed)
        if len(digits) < 4 or any(letter.isalpha() for letter in typed):
            return []
        return [
            Found(self.procedures[at], _EXACT, holds_all=True)
            for code, at in self._codes
            if code.startswith(digits) or code[1:].startswith(digits)
        ]

    def _tokens(self, words: Iterable[str], *, mistyped: bool) -> list[_Token]:
        tokens: list[_Token] = []
        for word in words:
            meant, fits = self._meant(word)
            if not fits and (parts := self._split(meant)):
                tokens += [_Token(is_required=True, fits=self._beginning_with(part)) for part in parts]
                continue
            if mistyped and len(word) >= _LEAST_TYPED:
                for near in self._near.words(word):
                    fits.setdefault(near, _MISTYPED)
            tokens.append(_Token(plain(word) not in OPTIONAL, fits, is_letter=len(word) == 1))
        if not any(token.is_required for token in tokens):
            for token in tokens:
                token.is_required = True
        return tokens

    def _meant(self, word: str) -> tuple[str, dict[str, float]]:
        """What was meant, as it stands or by a typing method that was off, and the words that it begins."""
        fits = self._beginning_with(plain(word)) | self._beginning_with(word)
        if fits or self._split(word):
            return word, fits
        for means in (without_vni, without_telex):
            meant = means(word)
            if meant in ("", word):
                continue
            fits = self._beginning_with(meant)
            if fits or self._split(meant):
                return meant, fits
        return word, {}

    def _beginning_with(self, start: str) -> dict[str, float]:
        return {
            word: _EXACT if word == start else _PREFIX + 0.2 * len(start) / len(word)
            for word in _starting(self._words, start)
        }

    def _split(self, word: str) -> list[str]:
        """`sodo` is `so do`: words that somewhere follow each other; none when it is no such row."""
        if len(word) < _LEAST_TYPED:
            return []

        def rest(start: int, before: str | None) -> list[str] | None:
            left = word[start:]
            known = self._pairs.get(before, set()) if before is not None else set(self._words)
            if before is not None and has_vowel(left) and any(one.startswith(left) for one in known):
                return [left]
            for end in range(len(word) - 1, start + 1, -1):
                part = word[start:end]
                if part in known and (following := rest(end, part)) is not None:
                    return [part, *following]
            return None

        return rest(0, None) or []

    # --- what fits -----------------------------------------------------------------------------------------------

    def _ranked(self, tokens: Sequence[_Token], *, least: float) -> list[Found]:
        """Those that hold at least that share of the words that matter, best first."""
        required = sum(token.is_required for token in tokens)
        only_first = len(tokens) == 1 and tokens[0].is_letter
        ranked: list[tuple[int, float, int]] = []
        for of, count in self._holding(tokens, least * required):
            best, top = 0.0, frozenset[int]()
            held: dict[int, float] = {}
            for phrase in self._phrases[of]:
                found = _found_in(phrase, tokens, only_first=only_first)
                if not found:
                    continue
                for at, places in found.items():
                    held[at] = max(held.get(at, 0.0), max(places.values()))
                score = _score(phrase, found, len(tokens))
                if score > best:
                    best, top = score, frozenset(found)
            if held:
                beside = sum(fit for at, fit in held.items() if at not in top)
                place = _PLACE * (1 - of / len(self.procedures))
                ranked.append((-count, -round(best + _BESIDE * beside + place, 6), of))
        ranked.sort()
        return [Found(self.procedures[of], -score, holds_all=-count == required) for count, score, of in ranked]

    def _holding(self, tokens: Sequence[_Token], least: float) -> list[tuple[int, int]]:
        """The procedures that hold so many of the words that matter, with how many; of the nearest only enough."""
        masks = [self._mask(token) for token in tokens if token.is_required]
        if least >= len(masks):
            everywhere = masks[0]
            for mask in masks[1:]:
                everywhere &= mask
            return [(of, len(masks)) for of in _positions(everywhere)]
        counts = [0] * len(self.procedures)
        for mask in masks:
            for of in _positions(mask):
                counts[of] += 1
        found: list[tuple[int, int]] = []
        for count in range(len(masks), 0, -1):
            if count < least or len(found) >= _ENOUGH_NEAR:
                break
            found += [(of, count) for of, held in enumerate(counts) if held == count]
        return found

    def _mask(self, token: _Token) -> int:
        mask = 0
        for word in token.fits:
            mask |= self._held_by[word]
        return mask


def _positions(mask: int) -> list[int]:
    """The places of its ones, the lowest first."""
    return [at for at, digit in enumerate(reversed(f"{mask:b}")) if digit == "1"]


def _found_in(phrase: _Phrase, tokens: Sequence[_Token], *, only_first: bool) -> dict[int, dict[int, float]]:
    """By word typed: where in the phrase it fits, and how well."""
    found: dict[int, dict[int, float]] = {}
    for position, word in enumerate(phrase.words[:1] if only_first else phrase.words):
        for at, token in enumerate(tokens):
            fit = token.fits.get(word)
            if fit is not None:
                found.setdefault(at, {})[position] = fit
    return found


def folded_words(typed: str) -> list[str]:
    """The words typed, folded, and not yet made `plain`: the last one may go on."""
    return [word for word in "".join(c if c.isalnum() and c.isascii() else " " for c in folded(typed)).split() if word]


def _score(phrase: _Phrase, found: dict[int, dict[int, float]], typed: int) -> float:
    """How well a phrase fits: each word, whether they stand in the order typed, and how much of it was typed."""
    score = 0.0
    before: dict[int, float] | None = None
    for at in range(typed):
        places = found.get(at)
        if places is None:
            before = None
            continue
        score += max(places.values())
        if before is not None:
            if any(position - 1 in before for position in places):
                score += _NEXT
            elif max(places) > min(before):
                score += _LATER
        before = places
    if 0 in found[min(found)]:
        score += _FIRST
    return phrase.weight * (score + _WHOLE * min(1.0, len(found) / len(phrase.words)))


def _starting(words: Sequence[str], start: str) -> Iterator[str]:
    at = bisect_left(words, start)
    while at < len(words) and words[at].startswith(start):
        yield words[at]
        at += 1


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit() and letter.isascii())


class _Nearness:
    """Words whose beginning is one mistake away from what was typed, found by leaving one letter out of each."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        starts = {word[:end] for word in words for end in range(_LEAST_TYPED - 1, len(word) + 1)}
        self._short_of: dict[str, list[str]] = {}
        for start in sorted(starts):
            for short in _shortened(start):
                self._short_of.setdefault(short, []).append(start)

    def words(self, typed: str) -> list[str]:
        starts = {near for short in _shortened(typed) for near in self._short_of.get(short, ())}
        near = {start for start in starts if _is_one_mistake(typed, start)}
        return sorted({word for start in near for word in _starting(self._words, start)})


def _shortened(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _is_one_mistake(one: str, other: str) -> bool:
    """One letter wrong, missing or too many, or two neighbours changed."""
    if len(one) == len(other):
        wrong = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(wrong) <= 1:
            return True
        first, *others = wrong
        return others == [first + 1] and one[first] == other[first + 1] and one[first + 1] == other[first]
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and short in _shortened(long)

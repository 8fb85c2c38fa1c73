"""What the checker finds: promises that were broken, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Broken:
    promise: str
    """Short and stable: `numbers`, `order`, `chain` ..."""
    seq: int | None
    """The journal sequence at which it shows, where one can be named."""
    words: str

    def __str__(self) -> str:
        where = "" if self.seq is None else f" at sequence {self.seq}"
        return f"{self.promise}{where}: {self.words}"


class Findings:
    """Collects; one journal row may break several promises."""

    def __init__(self) -> None:
        self.all: list[Broken] = []

    def broken(self, promise: str, seq: int | None, words: str) -> None:
        self.all.append(Broken(promise, seq, words))

    def expect(self, promise: str, seq: int | None, what: str, seen: object, wanted: object) -> None:
        """Note a difference between what stands there and what the rules want."""
        if seen != wanted:
            self.broken(promise, seq, f"{what} is {seen!r}, the rules say {wanted!r}")

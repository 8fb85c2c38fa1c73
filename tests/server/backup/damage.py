"""Ways in which a database goes wrong on a storage card."""

from pathlib import Path


def overwrite_pages(database: Path) -> None:
    """Zeros where pages were, from the second page on."""
    content = bytearray(database.read_bytes())
    content[4096 : len(content) // 2] = bytes(len(content) // 2 - 4096)
    database.write_bytes(content)


def cut_off(database: Path) -> None:
    database.write_bytes(database.read_bytes()[: database.stat().st_size // 3])


def make_noise(database: Path) -> None:
    database.write_bytes(b"Giay to " * 2000)


def empty(database: Path) -> None:
    database.write_bytes(b"")


def lose(database: Path) -> None:
    database.unlink()


WAYS = (overwrite_pages, cut_off, make_noise, empty, lose)

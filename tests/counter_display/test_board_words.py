"""Every Vietnamese text of the boards has its English, and no English is left over."""

import ast
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

from look.language import translator

ROOT = Path(__file__).parents[2]
WINDOW_TITLES = {"Bốc Số – Bảng gọi số", "Bốc Số – Màn hình quầy"}


def _texts(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    unspoken = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unspoken:
            yield node.value


def _is_vietnamese(text: str) -> bool:
    return any(ord(sign) > 0xBF and sign.isalpha() for sign in text)


def test_every_text_is_translated_composed_and_used() -> None:
    used = {
        text
        for path in (ROOT / "counter_display").rglob("*.py")
        for text in _texts(path)
        if _is_vietnamese(text) and text not in WINDOW_TITLES
    }
    assert used
    for text in used:
        assert unicodedata.is_normalized("NFC", text), text
        assert translator("en")(text) != text, f"no English for: {text}"
    with (ROOT / "look" / "catalogues" / "counter_display.en.po").open("rb") as file:
        translated = {str(message.id) for message in read_po(file, locale="en") if message.id}
    assert translated == used

"""Links in the documents lead somewhere, files that are named are there, and no package registry is named."""

import re
from pathlib import Path

import pytest
from documents import ROOT, anchors, read

DOCUMENTS = sorted(str(path.relative_to(ROOT)) for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))
# In two parts each, so that this file names none either.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("piwheels", "org"),
        ("anaconda", "org"),
        ("crates", "io"),
        ("docker", "io"),
        ("ghcr", "io"),
    )
)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
_NAMED_FILE = re.compile(
    r"`((?:bocso|counter_display|docs|hardware|kiosk|look|messaging|rating_pad|scripts|server|simulation|tests)"
    r"/[\w./-]*)`"
)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document: str) -> None:
    for found in _LINK.findall(_without_code(read(document))):
        target = found[0] or found[1]
        if target.startswith(("http://", "https://")):
            continue
        file, _, anchor = target.partition("#")
        path = (ROOT / document).parent / file if file else ROOT / document
        assert path.exists(), f"{document}: {target}"
        if anchor:
            assert anchor in anchors(str(path.resolve().relative_to(ROOT))), f"{document}: {target}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_of_ours_that_is_named_is_there(document: str) -> None:
    for name in _NAMED_FILE.findall(read(document)):
        assert (ROOT / name).exists(), f"{document}: {name}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_document_has_two_sections_of_one_name(document: str) -> None:
    """Else a link to the second one leads to the first."""
    titles = re.findall(r"^#+ (.+)$", _without_code(read(document)), re.MULTILINE)
    if document == "CHANGELOG.md":
        return  # its releases all have an "Added"
    assert len(titles) == len(set(titles)), sorted(title for title in titles if titles.count(title) > 1)


@pytest.mark.parametrize(
    "file", [*DOCUMENTS, "pyproject.toml", "requirements.lock", "requirements-test.lock", "scripts/preparing.py"]
)
def test_no_package_registry_is_named(file: str) -> None:
    text = read(file).lower()

    assert [host for host in REGISTRIES if host in text] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_document_is_reached_from_the_readme(document: str) -> None:
    assert document in _reached(Path("README.md"), set())


def _reached(document: Path, seen: set[str]) -> set[str]:
    seen.add(str(document))
    for found in _LINK.findall(_without_code(read(str(document)))):
        file = (found[0] or found[1]).partition("#")[0]
        if file.endswith(".md") and "://" not in file:
            path = (ROOT / document.parent / file).resolve().relative_to(ROOT)
            if str(path) not in seen:
                _reached(path, seen)
    return seen


def _without_code(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)

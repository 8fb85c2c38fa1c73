"""`bocso pad labels`: a print sheet whose millimetres are millimetres."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from typer.testing import CliRunner

from bocso.__main__ import app
from look.pad_labels import HOLE_MM, LABEL_MM, PAGE_MM, RULER_MM, LabelWords, label_sheet

CSS_PX_PER_MM = 96 / 25.4  # CSS Values 3, 5.2


def sheet(tmp_path: Path, levels: int) -> Path:
    out = tmp_path / f"{levels}.svg"
    done = CliRunner().invoke(app, ["pad", "labels", "--out", str(out), "--levels", str(levels)])
    assert done.exit_code == 0, done.output
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.parametrize("levels", [3, 4, 5])
def test_as_a_browser_lays_it_out_everything_has_its_millimetres_and_no_word_leaves_its_label(
    tmp_path: Path, browser: Browser, levels: int
) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.goto(sheet(tmp_path, levels).as_uri())
    boxes = page.evaluate(
        """() => {
            const box = (e) => { const b = e.getBoundingClientRect(); return [b.x, b.y, b.width, b.height] };
            const all = (css) => [...document.querySelectorAll(css)].map(box);
            return {page: all('svg'), plates: all('.plate'), holes: all('.hole'), ruler: all('#ruler .length'),
                    labels: all('.label > rect'), faces: all('.label .face'),
                    words: [...document.querySelectorAll('.label')].map(e => [...e.querySelectorAll('text')].map(box))}
        }"""
    )
    page.close()

    def mm(pixels: float) -> float:
        return pixels / CSS_PX_PER_MM

    assert [mm(side) for side in boxes["page"][0][2:]] == pytest.approx(PAGE_MM, abs=0.3)
    assert mm(boxes["ruler"][0][2]) == pytest.approx(RULER_MM, abs=0.4)
    assert len(boxes["labels"]) == 2 * levels
    assert len(boxes["holes"]) == levels
    for _, _, wide, high in boxes["labels"]:
        assert (mm(wide), mm(high)) == pytest.approx(LABEL_MM, abs=0.3)
    for _, _, wide, _ in boxes["holes"]:
        assert mm(wide) == pytest.approx(HOLE_MM, abs=0.3)
    centres = [x + wide / 2 for x, _, wide, _ in boxes["holes"]]
    apart = [mm(right - left) for left, right in pairwise(centres)]
    assert apart == pytest.approx([LABEL_MM[0]] * (levels - 1), abs=0.1)
    for label, face, words in zip(boxes["labels"], boxes["faces"], boxes["words"], strict=True):
        for inside in [face, *words]:
            assert label[0] < inside[0] and inside[0] + inside[2] < label[0] + label[2]
            assert label[1] < inside[1] and inside[1] + inside[3] < label[1] + label[3] + 1
        under_the_face = face[1] + face[3] - 2
        assert all(word[1] >= under_the_face for word in words)


def test_the_unit_of_the_file_is_the_millimetre(tmp_path: Path) -> None:
    text = sheet(tmp_path, 5).read_text(encoding="utf-8")
    assert '<svg xmlns="http://www.w3.org/2000/svg" width="297mm" height="210mm" viewBox="0 0 297 210"' in text
    assert (
        re.findall(r'class="label" id="plate-\d"><rect [^>]*width="([\d.]+)" height="([\d.]+)"', text)
        == [("40", "46")] * 5
    )


def test_names_of_a_scheme_are_written_as_they_are_the_best_first() -> None:
    words = [LabelWords("Rất tốt <&>", "Very good"), LabelWords("Được", "Fair"), LabelWords("Chưa được", "Not yet")]
    text = label_sheet(words, title="Xã Mẫu")
    plates = [part.partition("</svg>")[0] for part in re.split(r'id="(?:plate|spare)-\d"', text)[1:4]]
    assert [" ".join(re.findall(r"<text [^>]*>([^<]*)</text>", plate)[:2]) for plate in plates] == [
        "Rất tốt &lt;&amp;&gt; Very good",
        "Được Fair",
        "Chưa được Not yet",
    ]


def test_what_makes_no_sense_is_one_line(tmp_path: Path) -> None:
    for wrong in (["--levels", "2"], [], ["--levels", "5", "--database", str(tmp_path / "centre.db")]):
        done = CliRunner().invoke(app, ["pad", "labels", "--out", str(tmp_path / "sheet.svg"), *wrong])
        assert done.exit_code == 1
        assert len(done.output.strip().splitlines()) == 1
    assert not (tmp_path / "sheet.svg").exists()

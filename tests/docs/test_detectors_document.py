"""docs/detectors.md names every rule with its thresholds as they are in the code, and every cheat with its figures."""

from documents import code, read, sections

from server.domain.detectors import FEWEST, FEWEST_OF, RULES
from simulation.cheating.cheats import cheats

PAGE = "docs/detectors.md"


def rows(title: str) -> list[list[str]]:
    (one,) = (section for section in sections(PAGE) if section.title == title)
    return one.rows()


def test_every_rule_has_its_row_with_its_thresholds() -> None:
    described = {
        code(row[0]): (row[1].replace("-", "_"), row[4], row[5]) for row in rows("The rules") if row[0].startswith("`")
    }
    assert described == {
        sign.value: (rule.kind.value, f"{rule.least_share:.0%}".replace("%", " %"), f"{rule.times_others:g}")
        for sign, rule in RULES.items()
    }
    assert f"with at least {FEWEST} turns that\ncarry the sign among at least {FEWEST_OF}" in read(PAGE)


def test_every_cheat_has_its_figure_and_its_curve() -> None:
    named = [code(row[0]) for row in rows("How well they work") if row[0].startswith("`")]
    ids = [cheat.cheat for cheat in cheats().cheats]
    assert named == ids + ids, "once in the table, once in the curve"
    promised = {cheat.cheat for cheat in cheats().cheats if not cheat.is_beyond}
    figures = [row for row in rows("How well they work") if row[0].startswith("`")][: len(ids)]
    assert min(float(row[2].split()[0]) for row in figures if code(row[0]) in promised) >= 95
    assert len(promised) == 8

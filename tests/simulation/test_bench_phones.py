"""What the bench of phones tells: staff's times with phones as a ratio to those without."""

from simulation.bench.phones import DEEDS, table


def test_the_table_tells_each_deed_s_ratio() -> None:
    of_deed = {"p50_without": 2.0, "p50_with": 2.1, "p99_without": 5.0, "p99_with": 6.0, "n": 700}
    followed = {"asked": 4800, "unchanged": 1200, "failed": 0, "latencies_ms": {"0.5": 3.0, "0.99": 20.0}}
    result = {
        "phones": 200,
        "minutes": 2.0,
        "phones_cpu": 0.12,
        "phones_mb": 80.0,
        "followed": followed,
        "staff": dict.fromkeys(DEEDS, of_deed),
    }
    first, _, heads, *rows = table(result).splitlines()
    assert "200 phones for 2 minutes: 4800 looks, 1200 of them unchanged, 0 failed" in first
    assert "12.0 % of a core and 80 MB" in first
    assert [row.split()[0] for row in rows] == list(DEEDS)
    assert rows[0].split() == ["ticket", "2.00", "2.10", "1.05", "5.00", "6.00", "1.20", "700"]
    assert len({len(line) for line in (heads, *rows)}) == 1, "the columns stand below each other"

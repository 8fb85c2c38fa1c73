"""How long the look-up of procedures takes: each way of typing, letter by letter, in the sample list.

`python -m simulation.bench.looking_up` compares it with the least a look-up could do, reading every name, so that the
figure means something on any machine. Times are those of a core at work: a busy neighbour does not count.
"""

import argparse
from collections.abc import Callable, Sequence
from time import thread_time

from procedures.folding import folded
from procedures.model import Procedure
from procedures.reading import read_procedures
from procedures.search import Index
from server.sample_procedures import SAMPLE_PROCEDURES
from simulation.bench.figures import percentile

TYPED = (
    "so do",
    "sổ đỏ",
    "giấy độc thân",
    "giay khai sinh tre",
    "tam tru",
    "xin đất",
    "khai sihn",
    "giay khia sinh",
    "so63 d9o3",
    "toi muon lam giay ket hon",
    "chung thuc chu ky nguoi dich",
    "sodo",
    "1.001193",
    "khong co gi giong the nay",
)
ALLOWED_MS = 10.0


def looked_up(times: int) -> tuple[list[float], float, float, int]:
    """Milliseconds of each look-up, of making the index, and of reading every name once; how many procedures."""
    procedures = read_procedures(SAMPLE_PROCEDURES.read_bytes()).procedures
    began_s = thread_time()
    index = Index(procedures)
    making_ms = (thread_time() - began_s) * 1000
    beginnings = [typed[:end] for typed in TYPED for end in range(1, len(typed) + 1)]
    took = [_ms(index.search, beginning) for _ in range(times) for beginning in beginnings]
    reading = sorted(_ms(_plain_scan(procedures), "khai sinh") for _ in range(max(5, times)))
    return sorted(took), making_ms, percentile(reading, 0.5), len(procedures)


def _plain_scan(procedures: Sequence[Procedure]) -> Callable[[str], list[Procedure]]:
    return lambda typed: [procedure for procedure in procedures if typed in folded(procedure.name)]


def _ms(search: Callable[[str], object], typed: str) -> float:
    began_s = thread_time()
    search(typed)
    return (thread_time() - began_s) * 1000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=20, help="how often each beginning is looked up")
    took, making_ms, reading_ms, count = looked_up(max(1, parser.parse_args().times))
    p50, p99, worst = percentile(took, 0.5), percentile(took, 0.99), took[-1]
    print(f"{count} procedures, {len(took)} look-ups: p50 {p50:.2f} ms, p99 {p99:.2f} ms, worst {worst:.2f} ms")
    print(f"reading every name once: {reading_ms:.2f} ms; p99 is {p99 / reading_ms:.2f} times that")
    print(f"making the index: {making_ms:.1f} ms")
    return 0 if p99 < ALLOWED_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())

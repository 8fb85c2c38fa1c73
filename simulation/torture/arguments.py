"""The command line of scripts/torture; standard library only, for it is read before anything is installed."""

import argparse


def read_arguments(words: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/torture",
        description="Starts a centre of real programs, lets people use it, lets faults befall it, and judges from "
        "the history whether anything was lost, doubled or made up. Exit status 0 only if every rule held.",
        epilog="What is judged stands in docs/torture.md. As root the disks are real ones; without, a full disk is "
        "a limit on what its program may write, and a power cut no more than a kill.",
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--faults", type=_positive, metavar="N", help="faults 1 to N of the seed, ten to a history")
    what.add_argument("--steps", type=_positive, metavar="N", help="steps of the models instead, without programs")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="what befalls follows from it (1)")
    parser.add_argument(
        "--from", type=int, default=None, dest="start", metavar="K", help="go on at this fault or batch"
    )
    parser.add_argument("--keep", metavar="DIR", help="put what a broken history left there")
    arguments = parser.parse_args(words)
    if arguments.start is not None:
        first = 0 if arguments.faults is None else 1  # batches count from 0, faults from 1
        if arguments.start < first:
            parser.error(f"--from {arguments.start}: the first is {first}")
        if arguments.faults is not None and arguments.start > arguments.faults:
            parser.error(f"--from {arguments.start}: the last is --faults {arguments.faults}, nothing would be tried")
    return arguments


def _positive(words: str) -> int:
    number = int(words)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number

"""`scripts/torture`, once everything is installed: history after history, and the verdict."""

import contextlib
import logging
import os
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from messaging.clock import real_monotonic_s
from simulation.broker_files import BrokerMissing
from simulation.centre_folder import CentreFolder
from simulation.sample_centre import NotReady, set_up
from simulation.stopping import StopAsked, ignore_signals, say, stop_on_signals
from simulation.supervisor import ProgramFailed
from simulation.torture.arguments import read_arguments
from simulation.torture.disks import DiskTrouble, can_mount, hide_mounts, scratch_place
from simulation.torture.history import HAS_TO_HAPPEN, History, Judged, forget
from simulation.torture.plan import FAULTS_PER_HISTORY, plan_of

_NAME = "bocso-torture-"


def main() -> int:
    arguments = read_arguments()
    if arguments.steps is not None:
        from simulation.torture import steps  # what the tests need is installed only for this

        return int(steps.run(steps=arguments.steps, seed=arguments.seed, start=arguments.start or 0))
    logging.getLogger("messaging").setLevel(
        logging.CRITICAL
    )  # of the boards that we listen with: they are cut on purpose
    stop_on_signals()
    forget_the_dead()
    ground = Path(tempfile.mkdtemp(prefix=f"{_NAME}{os.getpid()}-", dir=scratch_place()))
    try:
        if can_mount():
            hide_mounts()
        else:
            say("nothing can be mounted (not root?): disks are folders, and a power cut is no more than a kill")
        keep = None if arguments.keep is None else Path(arguments.keep)
        return torment(ground, arguments.seed, arguments.start or 1, arguments.faults, keep)
    except StopAsked:
        return 130
    except (NotReady, ProgramFailed, BrokerMissing, DiskTrouble) as fault:
        say(f"nothing could be judged: {fault}", to_errors=True)
        return 2
    finally:
        ignore_signals()
        shutil.rmtree(ground, ignore_errors=True)


def torment(ground: Path, seed: int, start: int, last: int, keep: Path | None) -> int:
    """Faults `start` to `last` of a seed; the exit status."""
    template = CentreFolder(ground / "set-up")
    template.path.mkdir()
    say("setting up a centre")
    set_up(template, with_people=True, with_voice=False)
    began_s = real_monotonic_s()
    broken = 0
    first = 0
    done = 0
    happened: Counter[str] = Counter()
    for nth in range((start - 1) // FAULTS_PER_HISTORY, -(-last // FAULTS_PER_HISTORY)):
        faults = [fault for fault in plan_of(seed, nth) if fault.number <= last]
        path = ground / f"history-{nth + 1}"
        history = History(path, template.path, ground, f"{seed}/{nth}", faults)
        try:
            judged = history.live()
        finally:
            history.close()
        done += len(faults)
        happened += judged.happened
        _tell(judged, faults[0].number, faults[-1].number)
        if judged.broken:
            broken += 1
            first = first or faults[0].number
            for fault in faults:
                say(f"    {fault.begins_s:5.1f} s for {fault.lasts_s:.1f} s: {fault}")
            for words in judged.broken:
                say(f"  BROKEN {words}")
            _keep(path, keep, seed, faults[0].number)
        for image in ground.glob(f"{path.name}-*.img"):
            image.unlink()
        forget(path)
    took_s = real_monotonic_s() - began_s
    say(f"{done} faults in {took_s:.0f} s, {took_s / max(1, done):.1f} s each, seed {seed}")
    never = [what for what in HAS_TO_HAPPEN if not happened[what]]
    if not broken and never:
        say(f"nothing is proved: in {done} faults there was never a {' nor a '.join(never)}", to_errors=True)
        return 2
    if not broken:
        say("HELD: nothing was lost, doubled or made up")
        return 0
    until = min(last, first + FAULTS_PER_HISTORY - 1)
    say(f"BROKEN in {broken} histories; the first again: scripts/torture --seed {seed} --from {first} --faults {until}")
    return 1


def _tell(judged: Judged, first: int, last: int) -> None:
    parts = ", ".join(f"{name} {seconds:.1f}" for name, seconds in judged.parts.items())
    verdict = f"{len(judged.broken)} BROKEN" if judged.broken else "held"
    say(
        f"faults {first} to {last}: {verdict}; {judged.acknowledged} deeds acknowledged, {judged.unknown} unknown, "
        f"{judged.shown} numbers shown, {judged.thanked} presses thanked for; {judged.seconds:.1f} s ({parts})"
    )


def _keep(history: Path, keep: Path | None, seed: int, first: int) -> None:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        place = keep / f"seed-{seed}-from-{first}"
        shutil.rmtree(place, ignore_errors=True)
        # Sockets cannot be copied, and disks are no longer there.
        shutil.copytree(history, place, ignore=shutil.ignore_patterns("control", "disks", "scratch"))
        say(f"  what it left is in {place}")


def forget_the_dead() -> None:
    """Remove what torturers left that were killed."""
    for left in (scratch_place() or Path(tempfile.gettempdir())).glob(f"{_NAME}*-*"):
        pid = left.name.removeprefix(_NAME).split("-")[0]
        if pid.isdigit() and not Path("/proc", pid).exists():
            with contextlib.suppress(OSError):
                shutil.rmtree(left)


if __name__ == "__main__":
    sys.exit(main())

"""`python -m simulation.screens DIR`: draws all screens, two programs at a time, and leaves none of them behind."""

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from messaging.clock import real_monotonic_s
from simulation.sample_centre import ROOT
from simulation.screens.arguments import read_arguments
from simulation.screens.catalogue import Job, jobs, pictures
from simulation.screens.index_page import write_index
from simulation.stopping import StopAsked, say, stop_on_signals
from simulation.supervisor import Program, ProgramFailed, run_together

SIDE_BY_SIDE = 2
"""Each keeps about one core busy."""
PATIENCE_S = 1800.0


def draw(folder: Path, chosen: Sequence[Job]) -> None:
    """Draw with a few programs at a time.

    Raises:
        ProgramFailed: one of them failed; what the others drew stays.
    """
    began_s = real_monotonic_s()
    total, done = len(pictures(chosen)), 0
    with tempfile.TemporaryDirectory(prefix="bocso-screens-") as scratch:
        # What the programs leave in the folder for temporary files goes with this one, also when they are killed.
        environment = {"PYTHONPATH": str(ROOT), "SDL_VIDEODRIVER": "offscreen", "TMPDIR": scratch}
        by_name = {f"{job.module}-{nth}": job for nth, job in enumerate(chosen)}
        for job in chosen:
            (folder / job.folder).mkdir(parents=True, exist_ok=True)

        def tell(program: Program) -> None:
            nonlocal done
            done += len(by_name[program.name].pictures)
            say(f"{real_monotonic_s() - began_s:5.0f} s  {done} of {total} pictures")

        programs = (
            Program(name, job.command(folder), Path(scratch) / f"{name}.log", environment)
            for name, job in by_name.items()
        )
        run_together(programs, PATIENCE_S, at_once=SIDE_BY_SIDE, on_end=tell)
    for home in folder.rglob(".kivy"):  # Kivy's own folders
        shutil.rmtree(home, ignore_errors=True)


def main() -> int:
    arguments = read_arguments()
    stop_on_signals()
    everything = jobs()
    chosen = [left for job in everything if (left := job.only(arguments.only)) is not None]
    if not chosen:
        say(f"no picture's name begins with {arguments.only}; --list tells them all", to_errors=True)
        return 2
    if arguments.list:
        for name in pictures(chosen):
            say(name)
        return 0
    folder: Path = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    try:
        draw(folder, chosen)
    except StopAsked:
        say("stopped; --only PREFIX draws what is missing", to_errors=True)
        return 1
    except ProgramFailed as failed:
        say(str(failed), to_errors=True)
        return 1
    finally:
        faults = write_index(folder, pictures(everything))
    say(f"{folder / 'index.html'}: {faults} faults seen")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except StopAsked:  # before anything was drawn
        sys.exit(1)

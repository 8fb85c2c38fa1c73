"""`scripts/soak`, once everything is installed."""

import shutil
import sys
import tempfile
from pathlib import Path

from simulation.broker_files import BrokerMissing
from simulation.centre_folder import FolderFault
from simulation.sample_centre import NotReady
from simulation.soak.arguments import read_arguments
from simulation.soak.soak import Soak, told
from simulation.stopping import StopAsked, ignore_signals, say, stop_on_signals
from simulation.supervisor import ProgramFailed, Supervisor


def main(words: list[str] | None = None) -> int:
    arguments = read_arguments(words)
    stop_on_signals()
    scratch = Path(tempfile.mkdtemp(prefix="bocso-soak-"))
    supervisor = Supervisor(lambda line: say(line, to_errors=True))
    try:
        faults = Soak(scratch, supervisor, arguments).run()
    except StopAsked:
        say("Stopped.", to_errors=True)
        return 1
    except (BrokerMissing, FolderFault, NotReady, ProgramFailed) as fault:
        say(f"The soak stopped: {fault}", to_errors=True)
        return 1
    finally:
        ignore_signals()
        supervisor.close()
        shutil.rmtree(scratch, ignore_errors=True)
    say(told(faults, arguments.minutes))
    return 0 if not faults else 1


if __name__ == "__main__":
    sys.exit(main())

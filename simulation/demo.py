"""`scripts/demo`, once everything is installed: sets the sample centre up, runs it, and leaves nothing behind."""

import sys
from pathlib import Path

from messaging.clock import real_monotonic_s
from simulation.arguments import DEFAULT_PORT, read_arguments
from simulation.broker_files import BrokerMissing
from simulation.centre_folder import CentreFolder, FolderFault, Login
from simulation.ports import PortTaken, free_ports, is_free
from simulation.sample_centre import NotReady, SampleCentre, StartOptions, set_up
from simulation.screen_room import NoDesktop, window_sizes
from simulation.stopping import StopAsked, ignore_signals, say, stop_on_signals
from simulation.supervisor import ProgramFailed, Supervisor

OPEN_PATIENCE_S = 60.0
"""A Pi at its first start, with every file still to be read from the card."""


def main() -> int:
    """Run the demo or, with `--visit`, one visit; the exit status."""
    arguments = read_arguments()
    if arguments.visit:
        from simulation.visit import run_visit

        return run_visit(as_json=arguments.json, keep=arguments.keep)
    try:
        windows = window_sizes() if arguments.windows else None
        port = _port(arguments.port)
        run_demo(
            CentreFolder(arguments.data),
            StartOptions(port=port, windows=windows, keeps_hours=arguments.hours),
            is_fresh=arguments.fresh,
        )
    except (NoDesktop, PortTaken, FolderFault, BrokerMissing, ProgramFailed, NotReady) as fault:
        say(f"The demo stopped: {fault}", to_errors=True)
        return 1
    return 0


def run_demo(folder: CentreFolder, options: StartOptions, *, is_fresh: bool) -> None:
    """Run the sample centre until somebody asks to stop.

    Raises:
        FolderFault, BrokerMissing, ProgramFailed, NotReady: it could not be started; the message says why.
    """
    began_s = real_monotonic_s()
    stop_on_signals()
    try:
        with folder.held():
            if is_fresh:
                folder.empty()
            if not folder.is_set_up:
                say(
                    "The sample centre has changed: bringing this one up to date …"
                    if folder.has_paper
                    else "First start: setting up the sample centre and making the clips of the voice …"
                )
                set_up(folder)
            supervisor = Supervisor(say)
            centre = SampleCentre(folder, supervisor, options)
            try:
                centre.start()
                centre.wait_until_open(OPEN_PATIENCE_S)
                took_s = real_monotonic_s() - began_s
                say(_welcome(centre, folder, took_s, is_unseen=options.windows is None))
                centre.start_desks()
                centre.wait_until_complete(OPEN_PATIENCE_S)
                say(f"All displays and pads are up ({real_monotonic_s() - began_s:.1f} s). Ctrl-C stops everything.")
                while True:
                    supervisor.tend(None)
            finally:
                ignore_signals()
                centre.stop()
                supervisor.close()
    except StopAsked:
        say("Stopped.")


def _port(asked: int | None) -> int:
    """
    Raises:
        PortTaken: the port that was asked for is in use.
    """
    if asked is not None:
        if not is_free(asked):
            raise PortTaken(f"port {asked} is taken by another program; name another one with --port")
        return asked
    return DEFAULT_PORT if is_free(DEFAULT_PORT) else free_ports(1)[0]


def _welcome(centre: SampleCentre, folder: CentreFolder, took_s: float, *, is_unseen: bool) -> str:
    return "\n".join(
        (
            "",
            f"Bốc Số: the sample centre is open ({took_s:.1f} s). Sample data, this machine only.",
            "",
            f"  staff console   {centre.address}/console",
            "",
            *_login_lines(folder.logins()),
            "",
            "  The screens are drawn unseen; --windows shows them, --visit walks one visit through all of it."
            if is_unseen
            else "  Touch a service on the kiosk, log in at the console, choose the counter, and press Next.",
            "",
            f"  slips  {_shown(folder.slips)}    spoken calls  {_shown(folder.calls)}    logs  {_shown(folder.logs)}",
            "",
        )
    )


def _login_lines(logins: list[Login]) -> list[str]:
    lines = [f"  {'login':<8}{'password':<16}{'role':<13}name"]
    for login in logins:
        at = f", counter {login.counter}" if login.counter else ""
        lines.append(f"  {login.login:<8}{login.password:<16}{login.role:<13}{login.display_name}{at}")
    return lines


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


if __name__ == "__main__":
    sys.exit(main())

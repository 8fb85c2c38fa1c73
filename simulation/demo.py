"""`scripts/demo`, once everything is installed: sets the sample centre up, runs it, and leaves nothing behind."""

import sys
from pathlib import Path

from messaging.clock import real_monotonic_s
from simulation.arguments import DEFAULT_PHONES_PORT, DEFAULT_PORT, DEFAULT_WALL_PORT, read_arguments
from simulation.broker_files import BrokerMissing
from simulation.centre_folder import TOUCH_PADS, CentreFolder, FolderFault, Login
from simulation.ports import NoNetwork, PortTaken, free_ports, is_free, lan_address
from simulation.sample_centre import NotReady, SampleCentre, StartOptions, set_up
from simulation.screen_room import NoDesktop, window_sizes
from simulation.stopping import StopAsked, ignore_signals, say, stop_on_signals
from simulation.supervisor import ProgramFailed, Supervisor

OPEN_PATIENCE_S = 60.0
"""A Pi at its first start, with every file still to be read from the card."""


def main() -> int:
    """Run the demo or, with `--visit` or `--day`, one visit or one day; the exit status."""
    arguments = read_arguments()
    if arguments.visit:
        from simulation.visit import run_visit

        return run_visit(as_json=arguments.json, keep=arguments.keep)
    if arguments.day:
        from simulation.day import run_day

        return run_day(arguments.profile, seed=arguments.seed, as_json=arguments.json, keep=arguments.keep)
    try:
        windows = window_sizes() if arguments.windows else None
        port = _port(arguments.port, DEFAULT_PORT, "--port")
        wall_port = _port(arguments.wall_port, DEFAULT_WALL_PORT, "--wall-port", but_not=(port,))
        phones_port = _port(arguments.phones_port, DEFAULT_PHONES_PORT, "--phones-port", but_not=(port, wall_port))
        run_demo(
            CentreFolder(arguments.data),
            StartOptions(
                port=port,
                windows=windows,
                keeps_hours=arguments.hours,
                wall_port=wall_port,
                phones_port=phones_port,
                lan_address=lan_address() if arguments.lan else None,
                touch_pads=TOUCH_PADS,
            ),
            is_fresh=arguments.fresh,
            has_history=not arguments.empty,
        )
    except (NoDesktop, NoNetwork, PortTaken, FolderFault, BrokerMissing, ProgramFailed, NotReady) as fault:
        say(f"The demo stopped: {fault}", to_errors=True)
        return 1
    return 0


def run_demo(folder: CentreFolder, options: StartOptions, *, is_fresh: bool, has_history: bool) -> None:
    """Run the sample centre until somebody asks to stop. `has_history`: a new one has two weeks behind it.

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
                    if not has_history
                    else "First start: setting up the sample centre with two weeks of sample history, and the voice …"
                )
                set_up(folder, with_people=True, with_history=has_history)
            supervisor = Supervisor(say)
            centre = SampleCentre(folder, supervisor, options)
            try:
                centre.start()
                centre.wait_until_open(OPEN_PATIENCE_S)
                took_s = real_monotonic_s() - began_s
                say(_welcome(centre, folder, took_s, options.lan_address))
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


def _port(asked: int | None, usual: int, option: str, *, but_not: tuple[int, ...] = ()) -> int:
    """
    Raises:
        PortTaken: the port that was asked for is in use.
    """
    if asked is not None:
        if asked in but_not or not is_free(asked):
            raise PortTaken(f"port {asked} is taken by another program; name another one with {option}")
        return asked
    return usual if usual not in but_not and is_free(usual) else free_ports(1, but_not=but_not)[0]


def _welcome(centre: SampleCentre, folder: CentreFolder, took_s: float, lan: str | None) -> str:
    who = "this machine only" if lan is None else "open to your network"
    return "\n".join(
        (
            "",
            f"Bốc Số: the sample centre is open ({took_s:.1f} s). Sample data, {who}.",
            "",
            f"  everything on one page   {centre.wall_address}",
            *(() if lan is None else _lan_lines(centre)),
            f"  staff console            {centre.address}/console",
            f"  pages for phones         {centre.phones_address}   (a slip's code opens its own)",
            "",
            *_login_lines(folder.logins()),
            "",
            "  Open the page in a browser: touch the kiosk there, then call the number at counter 1.",
            "",
            f"  slips  {_shown(folder.slips)}    spoken calls  {_shown(folder.calls)}    logs  {_shown(folder.logs)}",
            "",
        )
    )


def _lan_lines(centre: SampleCentre) -> list[str]:
    return [
        f"  from another machine     {centre.lan_wall_address}",
        "",
        "  --lan: whoever has that address can work the kiosk, the pads and the officers' buttons, stop the server,",
        "  and read the logins below, without a password. The console and the pages for phones answer everyone in",
        "  your network, unencrypted. The broker, the printer and all else stay on this machine.",
        "  Your own phone, in the same Wi-Fi: take a number, then scan the code on the slip.",
        "",
    ]


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

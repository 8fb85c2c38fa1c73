"""The wall as the demo starts it: `python -m simulation.wall --data DIR --port N --server URL [--lan ADDRESS]`."""

import argparse
import logging
from pathlib import Path

import uvicorn

from simulation.centre_folder import CentreFolder
from simulation.ports import EVERYWHERE, LOOPBACK
from simulation.sample_centre import WALL_KEY
from simulation.wall.app import create_app

GOODBYE_S = 1
"""Live streams are open for ever: nothing is lost when they are cut."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m simulation.wall")
    parser.add_argument("--data", type=Path, required=True, help="folder of a sample centre that runs")
    parser.add_argument("--port", type=int, required=True, help="port to listen on")
    parser.add_argument("--server", required=True, help="address of the centre's server")
    parser.add_argument("--lan", metavar="ADDRESS", help="listen for others too, who reach us by this address")
    asked = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    folder = CentreFolder(asked.data)
    app = create_app(
        folder,
        server_address=asked.server,
        names={asked.lan} if asked.lan else set(),
        key=folder.secret(WALL_KEY) if asked.lan else None,
    )
    uvicorn.run(
        app,
        host=EVERYWHERE if asked.lan else LOOPBACK,
        port=asked.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GOODBYE_S,
    )


if __name__ == "__main__":
    main()

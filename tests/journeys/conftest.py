"""One centre for the journeys of a file; each begins with everything well and nobody waiting."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from real_centre import BOARD, DISPLAY, KIOSK, PAD, PHONES, RealCentre, eventually, running_centre


@pytest.fixture(scope="module")
def centre_of_journeys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCentre]:
    yield from running_centre(tmp_path_factory, "journeys")


@pytest.fixture
def centre(centre_of_journeys: RealCentre) -> Iterator[RealCentre]:
    centre_of_journeys.ready_for_the_next_test()
    yield centre_of_journeys
    centre_of_journeys.check_books()


@pytest.fixture
def settings(centre: RealCentre, tmp_path: Path) -> Path:
    """The settings of server, phones and kiosk under the names that an installation gives them; all devices are heard.

    A server that has just been started has not heard them yet, and would be found to miss them.
    """
    devices = {KIOSK, BOARD, DISPLAY, PAD}

    def are_heard() -> bool:
        view = centre.console("officer").read("/api/v1/console/view")
        return devices <= {device["device_id"] for device in view["devices"] if device["state"] == "online"}

    eventually(are_heard, "the server to hear its devices")
    folder = tmp_path / "etc"
    folder.mkdir()
    for name, as_installed in (("server", "server"), (PHONES, "phones"), (KIOSK, "kiosk")):
        file = centre.folder.settings_file(name)
        if file.exists():
            shutil.copy(file, folder / f"{as_installed}.toml")
    return folder

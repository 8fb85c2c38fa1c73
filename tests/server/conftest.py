"""What the server's tests share: a folder whose disk is memory, and a centre in it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from centre_under_test import CentreUnderTest, copy_database
from held_clock import HeldClock

from server.db.schema import prepare_database

MEMORY_DISK = Path("/dev/shm")
"""fsync costs nothing here; durability is not what these tests ask."""


@pytest.fixture(scope="session")
def memory_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="bocso-tests-", dir=MEMORY_DISK if MEMORY_DISK.is_dir() else None))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def empty_database(memory_folder: Path) -> Path:
    """A prepared database without a centre. Only for copying."""
    database = memory_folder / "empty.db"
    prepare_database(database)
    return database


@pytest.fixture
def folder(memory_folder: Path) -> Iterator[Path]:
    """A folder of the test's own on the memory disk."""
    own = Path(tempfile.mkdtemp(dir=memory_folder))
    yield own
    shutil.rmtree(own)


@pytest.fixture(scope="session")
def another_centre(memory_folder: Path, empty_database: Path) -> Callable[[], AbstractContextManager[CentreUnderTest]]:
    """`with another_centre() as centre:` a staffed centre of its own for each example of a property."""

    @contextmanager
    def staffed() -> Iterator[CentreUnderTest]:
        own = Path(tempfile.mkdtemp(dir=memory_folder))
        centre = CentreUnderTest(copy_database(empty_database, own / "centre.db"), HeldClock())
        try:
            centre.set_up()
            centre.open_day()
            centre.staff_all()
            yield centre
        finally:
            centre.stop()
            shutil.rmtree(own)

    return staffed


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def bare(folder: Path, empty_database: Path, clock: HeldClock) -> Iterator[CentreUnderTest]:
    """A writer on an empty database: no centre yet."""
    centre = CentreUnderTest(copy_database(empty_database, folder / "centre.db"), clock)
    yield centre
    centre.stop()


@pytest.fixture
def closed_centre(bare: CentreUnderTest) -> CentreUnderTest:
    """A centre that is set up and closed."""
    bare.set_up()
    return bare


@pytest.fixture
def centre(closed_centre: CentreUnderTest) -> CentreUnderTest:
    """A centre with its day open and an officer at every counter."""
    closed_centre.open_day()
    closed_centre.staff_all()
    return closed_centre

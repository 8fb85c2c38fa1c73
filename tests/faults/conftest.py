"""One centre for the faults of a file; each begins with everything well and nobody waiting."""

from collections.abc import Iterator

import pytest
from real_centre import RealCentre, running_centre


@pytest.fixture(scope="module")
def centre_of_faults(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCentre]:
    yield from running_centre(tmp_path_factory, "faults")


@pytest.fixture
def centre(centre_of_faults: RealCentre) -> Iterator[RealCentre]:
    centre_of_faults.ready_for_the_next_test()
    yield centre_of_faults
    centre_of_faults.check_books()

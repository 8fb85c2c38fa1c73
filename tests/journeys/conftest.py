"""One centre for the journeys of a file; each begins with everything well and nobody waiting."""

from collections.abc import Iterator

import pytest
from real_centre import RealCentre, running_centre


@pytest.fixture(scope="module")
def centre_of_journeys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCentre]:
    yield from running_centre(tmp_path_factory, "journeys")


@pytest.fixture
def centre(centre_of_journeys: RealCentre) -> Iterator[RealCentre]:
    centre_of_journeys.ready_for_the_next_test()
    yield centre_of_journeys
    centre_of_journeys.check_books()

"""Queue, day, ratings, journal, outbox and kiosk against models of their own: some hundred histories of each.

`scripts/torture --steps` runs the same machines for as long as one likes.
"""

import pytest
from all_machines import MACHINES, ROTA, Machine, machine_of, run


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_the_product_does_what_the_model_says(machine: Machine) -> None:
    assert run(machine, machine.of_every_day, seeded_with=1) > machine.of_every_day


def test_every_machine_has_its_turn() -> None:
    assert {machine_of(batch).name for batch in range(len(ROTA))} == {machine.name for machine in MACHINES}

"""A particle at constant current and constant voltage on several ranks."""

import pytest
from tests.parallel.agreement import history_alone, history_spread, scattered

STAGES = (
    "{model: galvanostatic, body: particle, through: surface, rate: 5 C, until: {voltage: 3.7 V}}",
    "{model: potentiostatic, body: particle, through: surface, voltage: 3.7 V, until: {rate: 1 C}}",
)
COARSE = (
    "geometry.surface_size=800 nm",
    "geometry.centre_size=1 um",
    "bodies.particle.species.stress_coupling=true",
    "bodies.particle.species.kinetics.film_resistance=0.01 ohm*m^2",
    f"protocol=[{', '.join(STAGES)}]",
    "stepping={first: 10 s, largest: 60 s, expansion: 1}",
)


@pytest.mark.parallel([2, 4])
def test_ranks_agree_on_voltage_current_and_ends_of_stages(march_case):
    case = "verification/single_particle"
    spread = history_spread(march_case, case, *COARSE, partitioner=scattered)
    alone = history_alone(march_case, case, *COARSE)
    assert alone.events == spread.events
    assert sum(len(events) for events in alone.events) == 3
    for column in ("voltage:particle [V]", "current:particle [A]", "stress_tt:surface [MPa]"):
        assert alone.column(column) == pytest.approx(spread.column(column), rel=1e-6), column
    assert max(spread.column("species_balance_error:particle [-]")) < 1e-10

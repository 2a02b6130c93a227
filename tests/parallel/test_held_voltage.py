"""A particle at constant current and constant voltage on several ranks."""

import numpy as np
import pytest

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


def scattered(midpoints, ranks):
    """Cells go to ranks by chance."""
    return np.random.default_rng(7).integers(0, ranks, len(midpoints)).astype(np.int32)


@pytest.mark.parallel([2, 4])
def test_ranks_agree_on_voltage_current_and_ends_of_stages(march_case):
    from nanoglue.runtime.fenics import MPI

    case = "verification/single_particle"
    alone = march_case(case, *COARSE, comm=MPI.COMM_SELF)
    spread = march_case(case, *COARSE, comm=MPI.COMM_WORLD, partitioner=scattered)
    events = [[(e.event, e.where) for s in run.steps for e in s.events] for run in (alone, spread)]
    assert events[0] == events[1]
    assert len(events[0]) == 3
    for column in ("voltage:particle [V]", "current:particle [A]", "stress_tt:surface [MPa]"):
        ours, theirs = np.array(alone.column(column)), np.array(spread.column(column))
        assert ours == pytest.approx(theirs, rel=1e-6), column
    assert max(spread.column("species_balance_error:particle [-]")) < 1e-10

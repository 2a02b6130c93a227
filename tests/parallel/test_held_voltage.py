"""A particle at constant current and constant voltage on several ranks."""

import pytest
from tests.parallel.agreement import history_alone, history_spread, scattered

STAGES = (
    "{model: galvanostatic, body: particle, through: surface, rate: 5 C, until: {voltage: 3.7 V}}",
    "{model: potentiostatic, body: particle, through: surface, voltage: 3.7 V, until: {rate: 1 C}}",
)
FILM = (
    "{thickness: 5 nm, conductivity: 5e-7 S/m, bound_concentration: 20 mol/L, "
    "growth: {model: parabolic, rate: 1e-20 m^2/s}}"
)
"""Film that thins with the surface, grows and binds a part of the current."""
MEASURED = (
    "{model: galvanostatic, body: particle, through: surface, rate: 5 C, "
    "until: {volume_expansion: 0.004}}",
    "{model: potentiostatic, body: particle, through: surface, voltage: 3.7 V, "
    "until: {capacity: 20 mAh/g}}",
)
"""Stages that end at a mean expansion by nonlinear swelling and at a charge beside the film."""
UNEVEN = (
    "bodies.particle.species.host_molar_mass=100 g/mol",
    "bodies.particle.species.swelling="
    "{model: piecewise_linear, points: [0, 0.5, 1], ratios: [1, 1.001, 1.02]}",
    f"protocol=[{', '.join(MEASURED)}]",
)
COARSE = (
    "geometry.surface_size=800 nm",
    "geometry.centre_size=1 um",
    "bodies.particle.species.stress_coupling=true",
    "bodies.particle.elasticity.model=hencky",
    f"bodies.particle.species.film={FILM}",
    f"protocol=[{', '.join(STAGES)}]",
    "stepping={first: 10 s, largest: 60 s, expansion: 1}",
)


RANKS = (
    pytest.param(2, marks=pytest.mark.parallel(2)),
    pytest.param(4, marks=[pytest.mark.parallel(4), pytest.mark.slow]),
)
"""Four ranks solve for some thirty unknowns in a minute, as they share the cores."""


@pytest.mark.parametrize("ranks", RANKS)
def test_ranks_agree_on_voltage_current_and_ends_of_stages(march_case, ranks):
    case = "verification/single_particle"
    spread = history_spread(march_case, case, *COARSE, partitioner=scattered)
    alone = history_alone(march_case, case, *COARSE)
    assert alone.events == spread.events
    assert sum(len(events) for events in alone.events) == 3
    columns = (
        *("voltage:particle [V]", "current:particle [A]", "stress_tt:surface [MPa]"),
        *("film_drop:particle [V]", "film_bound_amount:particle [amol]"),
    )
    for column in columns:
        assert alone.column(column) == pytest.approx(spread.column(column), rel=1e-6), column
    assert max(spread.column("species_balance_error:particle [-]")) < 1e-10


@pytest.mark.parametrize("ranks", RANKS)
def test_ranks_agree_on_measured_expansions_and_charges(march_case, ranks):
    case = "verification/single_particle"
    spread = history_spread(march_case, case, *COARSE, *UNEVEN, partitioner=scattered)
    alone = history_alone(march_case, case, *COARSE, *UNEVEN)
    assert alone.events == spread.events
    assert sum(len(events) for events in alone.events) == 3
    for column in ("volume_expansion_chemical [-]", "capacity:particle [mAh/g]"):
        assert alone.column(column) == pytest.approx(spread.column(column), rel=1e-6), column
    assert alone.times == pytest.approx(spread.times, rel=1e-6)

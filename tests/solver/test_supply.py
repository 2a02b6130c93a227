"""A species enters at the rate asked for, whichever surfaces it comes through."""

import pytest

COARSE = (
    "geometry.interface_size=16 nm",
    "geometry.axis_size=16 nm",
    "geometry.bulk_size=24 nm",
    "geometry.far_size=120 nm",
    "stepping.fixed=0.001 s",  # no damage yet, which would close a part of the interface
)


@pytest.mark.parametrize(
    "through", ["particle_fibre", "free_surface", "[particle_fibre, free_surface]"]
)
def test_uptake_is_the_rate_times_the_time(march_case, through):
    computed = march_case("nanoglue/bare", *COARSE, f"protocol.0.through={through}", most=3)
    full, rate = 3.75, 0.2 / 3600
    # The mass balance is linear in the uptake, so only the rounding of the solver is left.
    assert computed.last["stoichiometry:particle [-]"] == pytest.approx(
        full * rate * 0.003, rel=1e-8
    )


def test_the_entry_is_the_sum_of_its_surfaces(march_case):
    areas = {}
    for through in ("particle_fibre", "free_surface", "[particle_fibre, free_surface]"):
        computed = march_case("nanoglue/bare", *COARSE, f"protocol.0.through={through}", most=1)
        areas[through] = computed.problem.supplies[0].inflow_area()
    first, second, both = areas.values()
    assert both == pytest.approx(first + second, rel=1e-12)

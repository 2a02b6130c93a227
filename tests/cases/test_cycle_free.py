"""The coating of a particle away from its fibre follows the measured diameters of three cycles."""

import pytest

from nanoglue.case.columns import Column

MEASURED = (4.3, 14.3)
"""Thinnest and thickest coating [nm] seen in the microscope, Han 2014."""


@pytest.mark.slow
def test_the_coating_thins_and_thickens_within_the_measured_range(march_case):
    """Its volume changes by the elastic strain only: 4 pi R^2 h is kept within 10 %."""
    steps = march_case("nanoglue/cycle_free").steps
    thickness = Column("distance", "um", "coating_thickness")
    turns = [steps[i] for i in range(1, len(steps) - 1) if _turns(steps, i)] + [steps[-1]]
    assert len(turns) == 6
    for turn in turns:
        found = 1e3 * turn.observed[thickness]
        radius = 90 * (1 + turn.observed.chemical) ** (1 / 3)
        shell = 101.7**3 - 90**3
        assert MEASURED[0] < found < MEASURED[1]
        assert found == pytest.approx((radius**3 + shell) ** (1 / 3) - radius, rel=0.1)
        assert turn.observed.bonded_fraction == pytest.approx(1)


def _turns(steps, i):
    """Whether the chemical expansion is larger or smaller than in the steps beside."""
    before, now, after = (steps[j].observed.chemical for j in (i - 1, i, i + 1))
    return (now - before) * (after - now) < 0

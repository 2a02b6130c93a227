"""A deposit that grows from ions is integrated in time with second order."""

import numpy as np
import pytest

pytest.importorskip("dolfinx")

STEPS = (0.2, 0.1, 0.05)
"""Fixed steps [s]."""


def front(march_case, step, method):
    settings = f"stepping.fixed={step} s", f"stepping.method={method}", "time.end=2 s"
    grown = march_case("deposition_front", *settings, "output.probes={}", "output.points={}")
    return grown.last


def differences(march_case, method):
    """Of the place of the front [um] between runs with halved steps; the ions are balanced."""
    found = [front(march_case, step, method) for step in STEPS]
    assert max(one["species_balance_error:slab [-]"] for one in found) < 1e-9
    return np.diff([one["front_position:bottom [um]"] for one in found])


def test_the_error_of_bdf2_falls_with_the_square_of_the_step(march_case):
    """Or faster: the error of the first step, of backward Euler, and the others partly cancel."""
    longer, shorter = differences(march_case, "bdf2")
    assert np.log2(longer / shorter) > 1.9


def test_the_error_of_backward_euler_falls_with_the_step(march_case):
    longer, shorter = differences(march_case, "backward_euler")
    assert np.log2(longer / shorter) == pytest.approx(1, abs=0.1)
    assert abs(shorter) > 10 * abs(differences(march_case, "bdf2")[1])


def test_nothing_has_flowed_in_before_the_first_step():
    """Although held nodes have a small residual, as the initial front is not in equilibrium."""
    import nanoglue as ng
    from nanoglue.case import columns

    start = ng.Simulation(ng.load("verification/deposition_front")).last.observed
    assert start[columns.SPECIES_INFLOW.at("slab")] == 0
    assert start[columns.SPECIES_BALANCE_ERROR.at("slab")] == 0

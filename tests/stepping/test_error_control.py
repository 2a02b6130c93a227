"""Steps chosen by what backward Euler errs in them."""

from functools import cache

import numpy as np
import pytest
from scipy.optimize import brentq

from nanoglue.case.columns import STOICHIOMETRY

ROOTS = np.array(
    [
        brentq(lambda a: np.sin(a) - a * np.cos(a), np.pi * k + 1e-6, np.pi * (k + 0.5))
        for k in range(1, 300)
    ]
)


def at_the_surface(time):
    """Concentration at the surface in flux R/D (Crank 1975, eq. 6.45)."""
    return 3 * time + 0.2 - 2 * np.sum(np.exp(-(ROOTS**2) * time) / ROOTS**2)


def worst(computed):
    """Largest relative error at the surface from a twentieth of the run on."""
    return max(
        abs(step.observed[STOICHIOMETRY.at("surface")] / at_the_surface(step.time) - 1)
        for step in computed.steps
        if step.time >= 5e-3
    )


@pytest.fixture(scope="module")
def sphere(march_case):
    """Computes a sphere with settings, once each."""
    fixed = "output.fields=none", "stepping.method=backward_euler"
    return cache(lambda *settings: march_case("verification/sphere_diffusion", *fixed, *settings))


LENGTHS = "stepping.largest=0.05 s", "stepping.first=1e-4 s"
STRICT = "stepping.error=2e-3", *LENGTHS
MEDIUM = "stepping.error=1e-2", "stepping.largest=0.05 s", "stepping.first=1e-3 s"


def test_as_many_steps_err_less_where_the_error_tells_their_lengths(sphere):
    by_error = sphere(*MEDIUM)
    length = 0.1 / len(by_error.steps)
    alike = sphere(f"stepping.fixed={length} s", "stepping.first=")
    assert worst(by_error) < worst(alike) / 2


def test_less_error_asked_for_is_less_error(sphere):
    loose, strict = sphere("stepping.error=2e-2", *LENGTHS), sphere(*STRICT)
    assert len(strict.steps) > 2 * len(loose.steps)
    assert worst(strict) < worst(loose) / 1.5


def test_no_step_errs_by_more_than_four_times_what_is_allowed(sphere):
    computed = sphere(*MEDIUM)
    longer = [step for step in computed.steps if step.dt > 4 * 1e-9]
    assert max(step.outcome.error for step in longer) <= 4e-2


def test_a_motion_at_constant_speed_has_no_error_and_steps_grow(march_case):
    # The core grows linearly; a shell of linear elasticity follows it.
    settings = ("stepping.fixed=", "stepping.first=0.01 s", "stepping.largest=1 s")
    computed = march_case(
        "verification/misfit_core_shell", *settings, "stepping.error=1e-6", "stepping.expansion=1"
    )
    lengths = [step.dt for step in computed.steps[:-2]]
    assert lengths == pytest.approx([0.01 * 1.5**n for n in range(len(lengths))])


def test_bdf2_needs_fewer_steps_for_less_error(sphere):
    euler = sphere(*STRICT)
    second = sphere("stepping.method=bdf2", "stepping.error=5e-3", *LENGTHS)
    assert len(second.steps) < 0.7 * len(euler.steps)
    assert worst(second) < worst(euler) / 3  # what is left is the error of the mesh


def test_the_step_after_a_corner_of_a_table_is_as_short_as_the_first(march_case):
    """Its error has no estimate, as the rates before the corner do not hold after it."""
    corner = "{time: [0 s, 0.5 s, 1 s], value: [0.5, 0.5, 0.9]}"
    computed = march_case(
        "verification/order_in_time",
        f"boundaries.front={{symmetry: true, concentration: {corner}}}",
        "bodies.slab.species.source=0 mol/m^3/s",
        "stepping={method: bdf2, error: 1e-3, first: 1e-3 s, largest: 0.2 s}",
        "output.reference={}",
    )
    after = next(step for step in computed.steps if step.time > 0.5 * (1 + 1e-9))
    before = next(step for step in computed.steps if step.time > 0.3)
    assert before.dt > 0.05
    assert after.dt <= 1e-3 * (1 + 1e-9)


@pytest.mark.parametrize("method", ["bdf2", "backward_euler"])
def test_loads_alone_are_followed_by_the_error_of_the_displacements(march_case, method):
    """There is nothing that BDF2 could integrate."""
    load = "boundaries.top_face.displacement.y={expression: 0.05*sin(30*t), unit: um}"
    steps = "stepping.fixed=", "stepping.first=1 ms", "stepping.largest=0.05 s", "time.end=0.05 s"
    computed = [
        march_case("mode_I", load, *steps, f"stepping.method={method}", f"stepping.error={error}")
        for error in ("1e-4", "null")
    ]
    strict, loose = (len(one.steps) for one in computed)
    assert strict > 5 * loose

"""When Newton's method stops, on equations without a mesh."""

from types import SimpleNamespace

import numpy as np
import pytest

from nanoglue.solvers.outcome import StopReason

SETTINGS = SimpleNamespace(tolerance=1e-9, iterations=20, factor_reuse=0.05)
FLOORS = np.array([1e-6, 1e-6])


class Vector:
    """What Newton's method asks of PETSc's."""

    def __init__(self, values):
        self.values = np.array(values, dtype=float)

    def norm(self):
        return float(np.linalg.norm(self.values))

    def axpy(self, factor, other):
        self.values += factor * other.values


class Equations:
    """Two fields of one unknown each, F(x) = 0; counts residuals and tangents."""

    direct, is_solved_exactly, smallest = True, False, 0.0

    def __init__(self, residual, slope, start):
        self.residual, self.slope = residual, slope
        self.unknown, self.vector, self.increment = Vector(start), Vector([0, 0]), Vector([0, 0])
        self.residuals = self.tangents = 0
        self.met, self.anew, self.tried = [], [], []

    def gather(self):
        pass

    scatter = gather

    def reuses_factors(self):
        return False

    def negligible(self, first):
        return np.maximum(1e-12 * first, self.smallest)

    def block_norms(self, vector):
        return np.abs(vector.values)

    def assemble_residual(self, met=False):
        self.residuals += 1
        self.met.append(met)
        self.vector.values = self.residual(self.unknown.values)

    def assemble_tangent(self):
        self.tangents += 1
        self.present = self.slope(self.unknown.values)

    def solve_increment(self, accuracy, anew, tried):
        self.factors = self.present
        self.anew.append(anew)
        self.tried.append(tried)
        return self.apply_factors(accuracy)

    def apply_factors(self, accuracy=0.0):
        self.increment.values = -self.vector.values / self.factors
        return True


def exponentials(start):
    """exp(x) = 2 and 1 / y = 3."""
    return Equations(
        lambda x: np.array([np.exp(x[0]) - 2, 1 / x[1] - 3]),
        lambda x: np.array([np.exp(x[0]), -1 / x[1] ** 2]),
        start,
    )


SOLUTION = np.log(2), 1 / 3


@pytest.mark.parametrize("away", [1e-1, 1e-2, 1e-3, 1e-4, 1e-6])
@pytest.mark.parametrize("reuse", [0.0, 0.05, 0.3])
def test_what_is_left_is_below_the_tolerance_whatever_the_way(away, reuse):
    from nanoglue.solvers.newton import newton

    system = exponentials(np.multiply(SOLUTION, [1 + away, 1 - away / 3]))
    settings = SimpleNamespace(tolerance=1e-9, iterations=20, factor_reuse=reuse)
    outcome = newton(system, settings, FLOORS)
    assert outcome.converged
    assert np.abs(system.unknown.values / SOLUTION - 1).max() < settings.tolerance


def test_only_the_first_increment_of_an_iteration_asks_for_new_factors():
    from nanoglue.solvers.newton import newton

    system = exponentials(np.multiply(SOLUTION, 1.3))
    assert newton(system, SETTINGS, FLOORS).converged
    assert system.anew[:1] == [True]
    assert len(system.anew) > 1
    assert not any(system.anew[1:])
    assert system.tried == [not anew for anew in system.anew]


def scripted(increments):
    """Increments of the first field as told, whatever the factors; the second stands still."""
    steps = iter(increments)
    return Equations(
        lambda x: np.array([-next(steps), 0.0]),  # noqa: ARG005
        lambda _: np.ones(2),
        [1.0, 1.0],
    )


def test_slow_increments_are_followed_to_the_tolerance():
    from nanoglue.solvers.newton import newton

    settings = SimpleNamespace(tolerance=1e-9, iterations=20, factor_reuse=0.9)
    outcome = newton(scripted(0.3 ** np.arange(1, 30)), settings, FLOORS)
    assert outcome.converged
    assert outcome.iterations == 17  # the first power of 0.3 below 1.43e-9, the unknown being 1.43


def test_a_large_fall_of_the_increments_does_not_foretell_the_next():
    from nanoglue.solvers.newton import newton

    outcome = newton(scripted([1e-1, 1e-7, 9e-8, 1e-10]), SETTINGS, FLOORS)  # as across a kink
    assert (outcome.converged, outcome.iterations) == (True, 4)


def test_increments_that_grow_from_next_to_nothing_end_the_search():
    from nanoglue.solvers.newton import newton

    outcome = newton(scripted([1e-2, 1e-3, 1e-6, 0.5, 0.1]), SETTINGS, FLOORS)
    assert (outcome.converged, outcome.iterations) == (False, 4)
    assert outcome.reason is StopReason.INCREMENTS_GROW


@pytest.mark.parametrize("direct", [True, False])
def test_what_is_prescribed_is_met_by_an_increment_only_if_its_solve_is_exact(direct):
    from nanoglue.solvers.newton import newton

    system = exponentials(np.multiply(SOLUTION, 1.1))
    system.direct = direct
    assert newton(system, SETTINGS, FLOORS).converged
    assert system.met == [False, *[direct] * (system.residuals - 1)]


def test_a_residual_of_rounding_needs_no_further_increment():
    from nanoglue.solvers.newton import newton

    bends = Equations(
        lambda x: np.array([x[0] - 1 + max(x[0], 0.0), x[1] - 2.0]),
        lambda x: np.array([2.0 if x[0] > 0 else 1.0, 1.0]),
        [-1.0, 0.0],
    )
    outcome = newton(bends, SETTINGS, FLOORS)
    assert outcome.converged
    assert bends.tangents == 2
    assert outcome.iterations == 2  # the residual that ends them needs no increment
    assert bends.unknown.values == pytest.approx([0.5, 2.0], rel=1e-15)


@pytest.mark.parametrize(("rounding", "iterations"), [(0.0, 2), (1e-9, 1)])
def test_a_residual_as_small_as_the_systems_rounding_needs_no_further_increment(
    rounding, iterations
):
    from nanoglue.solvers.newton import newton

    nearly = Equations(
        lambda x: np.array([x[0] - 1 + 1e-10 * np.sign(x[0] - 0.5), x[1] - 2.0]),
        lambda _: np.ones(2),
        [0.0, 0.0],
    )
    nearly.smallest = rounding
    outcome = newton(nearly, SETTINGS, FLOORS)
    assert outcome.converged
    assert outcome.iterations == iterations


@pytest.mark.parametrize(("from_guess", "iterations"), [(True, 4), (False, 7)])
def test_only_a_guess_is_given_up_when_large_increments_do_not_decrease(from_guess, iterations):
    from nanoglue.solvers.newton import newton

    system = scripted([0.5, 0.1, 0.3, 0.3, 0.2, 0.01, 1e-10])
    outcome = newton(system, SETTINGS, FLOORS, from_guess=from_guess)
    assert (outcome.converged, outcome.iterations) == (not from_guess, iterations)


@pytest.mark.parametrize(
    ("increments", "from_guess", "iterations"),
    [((0.2, 3.0), True, 2), ((0.2, 3.0), False, 5), ((0.2, 0.5), True, 5), ((2.0, 3.0), True, 5)],
    ids=["leaps", "not from a guess", "small", "less than twice as long"],
)
def test_a_guess_is_given_up_at_once_when_an_increment_leaps(increments, from_guess, iterations):
    from nanoglue.solvers.newton import newton

    system = scripted([*increments, 0.1, 1e-3, 1e-10])
    outcome = newton(system, SETTINGS, FLOORS, from_guess=from_guess)
    assert (outcome.converged, outcome.iterations) == (iterations == 5, iterations)


def test_increments_that_repeat_themselves_end_the_iteration():
    from nanoglue.solvers.newton import newton

    outcome = newton(scripted([0.2, 0.05, *[0.013, 0.012, 0.014] * 6]), SETTINGS, FLOORS)
    assert outcome.reason is StopReason.REPETITION
    assert outcome.iterations == 8

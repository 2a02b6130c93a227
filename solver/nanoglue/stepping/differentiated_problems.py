"""Differentiated problems: the derivative of the steps of a problem by symbolic differentiation.

With the constants c of the forms, the histories h and the unknowns x of a step, each parameter p
takes one linear solve per step,

    dx/dp = -J^-1 (dF/dc dc/dp + dF/dh dh/dp),   dh'/dp = dH/dc dc/dp + dH/dh dh/dp + dH/dx dx/dp,

where F is the residual, J its tangent, and h' = H(x, h, c) the histories after the step. F and H
are differentiated symbolically. Two problems with the parameters p ± e carry the constants and
histories; the constants follow from the case by closed formulas, so that their central differences
are exact but for rounding and e^2, and so do loads, prescribed values and updates that are no
expressions: rates of the integration in time, damage forecasts, and currents over an open area.
Results are evaluated at x ± e dx/dp. Lengths of the steps count as given.
"""

from collections.abc import Sequence

import numpy as np
import ufl
from ufl.domain import extract_domains
from ufl.integral import Integral

from nanoglue.case.schema.case import Case
from nanoglue.models.expressions import Expr
from nanoglue.observables import Observation
from nanoglue.physics.protocol import PointwiseUpdate
from nanoglue.solvers.directional import Direction, Terminal, terminals, values
from nanoglue.solvers.linearised_system import LinearisedSystem
from nanoglue.stepping.perturbed_problems import (
    PerturbedProblem,
    check_differentiable,
    factorise,
)
from nanoglue.stepping.problem import Problem


class Linearisation:
    """Symbolic derivatives of the residual and of the updates of a problem, in one direction."""

    def __init__(self, problem: Problem) -> None:
        """Differentiate and compile.

        Args:
            problem: reference problem.
        """
        self.updates = _updates(problem)
        self.terminals = _terminals(problem, self.updates)
        self.direction = Direction(self.terminals)
        forms = problem.domain.forms
        self.systems = [
            LinearisedSystem(system, self.direction, forms) for system in problem.systems
        ]
        self.changes = [
            one.compile([self.direction.derivative(each) for each in one.expressions])
            for one in self.updates
        ]


def _updates(problem: Problem) -> list[PointwiseUpdate]:
    """Return the updates of histories that are expressions."""
    found = (term.pointwise_update() for term in problem.model.terms)
    return [one for one in found if one is not None]


def same_forms(problem: Problem, other: Problem) -> bool:
    """Return whether two problems differ in the values of constants and functions alone.

    Numbers that are literals of the forms, such as exponents, make a difference.
    """
    return _signatures(problem) == _signatures(other)


def _signatures(problem: Problem) -> list[str]:
    """Return the signatures of the residual and of the updates of histories."""
    blocks = [block for system in problem.systems for block in system.residual]
    expressions = [each for one in _updates(problem) for each in one.expressions]
    return [form.signature() for form in [*blocks, *map(_as_form, expressions)]]


def _as_form(expression: Expr) -> ufl.Form:
    """Return a form with the square of an expression, whose signature is that of the expression."""
    domain = extract_domains(expression)[0]
    square = ufl.inner(expression, expression)
    return ufl.Form([Integral(square, "cell", domain, "everywhere", {}, None)])


def _terminals(problem: Problem, updates: Sequence[PointwiseUpdate]) -> list[Terminal]:
    """Return constants and functions of the residual and of the updates of histories."""
    blocks = [block for system in problem.systems for block in system.residual]
    return terminals([*blocks, *(each for one in updates for each in one.expressions)])


class Pair:
    """Problems with slightly larger and smaller values of a parameter about a reference."""

    def __init__(
        self, cases: tuple[Case, Case], reference: Problem, linear: Linearisation, offset: float
    ) -> None:
        """Build both problems.

        Args:
            cases: with the larger and the smaller value.
            reference: problem before its first step.
            linear: its derivatives.
            offset: distance of each case to the reference.
        """
        self.sides = [PerturbedProblem(case, reference) for case in cases]
        self.differentiable = all(same_forms(reference, one.problem) for one in self.sides)
        """Whether the parameter changes the values of constants and functions alone."""
        self.reference, self.linear, self.offset = reference, linear, offset
        problems = [one.problem for one in self.sides]
        self.updates = [_updates(one) for one in problems]
        self.terminals = [
            _terminals(one, updates) for one, updates in zip(problems, self.updates, strict=True)
        ]

    @property
    def observed(self) -> list[Observation]:
        """Observations of the last step with the larger and with the smaller value."""
        return [one.observed for one in self.sides]

    def take_step(self) -> None:
        """Take the step that the reference has solved, and make it history; collective."""
        reference, linear = self.reference, self.linear
        self._centre()
        for side in self.sides:
            side.begin(reference)
        self._set_direction()
        for number, system in enumerate(linear.systems):
            high, low = (one.problem.systems[number].missing_values() for one in self.sides)
            system.solve([self._rate(a, b) for a, b in zip(high, low, strict=True)])
        for i, field in enumerate(reference.fields):
            self._spread(field.x.array, values(linear.direction.rates[field]), self._field(i))
        rates = [rate for change in linear.changes for rate in change()]
        for side in self.sides:
            side.accept(reference.time)
        functions = [[f for one in updates for f in one.functions] for updates in self.updates]
        for rate, *pair in zip(rates, *functions, strict=True):
            arrays = [each.x.array for each in pair]
            self._spread((arrays[0] + arrays[1]) / 2, rate, arrays)

    def _field(self, number: int) -> list[np.ndarray]:
        """Return the values of an unknown in both problems."""
        return [one.problem.fields[number].x.array for one in self.sides]

    def _rate(self, high: np.ndarray, low: np.ndarray) -> np.ndarray:
        rate: np.ndarray = (high - low) / (2 * self.offset)
        return rate

    def _spread(self, middle: np.ndarray, rate: np.ndarray, pair: Sequence[np.ndarray]) -> None:
        """Set both arrays to those at the distance of the offset from the middle."""
        pair[0][:], pair[1][:] = middle + self.offset * rate, middle - self.offset * rate

    def _centre(self) -> None:
        """Move the histories of both problems so that those of the reference are in the middle."""
        problems = self.reference, *(side.problem for side in self.sides)
        for middle, *pair in zip(*(one.model.history for one in problems), strict=True):
            arrays = [each.x.array for each in pair]
            self._spread(middle.x.array, self._rate(arrays[0], arrays[1]), arrays)

    def _set_direction(self) -> None:
        """Set the rates of all constants and histories; those of the unknowns are to be solved."""
        direction, unknown = self.linear.direction, set(self.reference.fields)
        for terminal, *pair in zip(self.linear.terminals, *self.terminals, strict=True):
            if terminal in unknown:
                direction.set_rate(terminal, np.zeros(()))
            else:
                direction.set_rate(terminal, self._rate(values(pair[0]), values(pair[1])))


class NeighbouringProblems:
    """Problems near a reference problem that take each of its accepted steps, in two ways.

    ``perturbed`` are differentiated by differences of the residual, ``pairs`` symbolically.
    """

    def __init__(
        self, reference: Problem, cases: Sequence[tuple[Case, Case]], offset: float
    ) -> None:
        """Build the problems, and take a step of each with every step of the reference.

        Args:
            reference: problem before its first step.
            cases: with the larger and the smaller value of each parameter.
            offset: distance of each case to the reference.

        Raises:
            NotDifferentiable: the steps of the reference cannot be differentiated.
        """
        check_differentiable(reference)
        self.reference = reference
        linear = Linearisation(reference)
        self.pairs = [Pair(each, reference, linear, offset) for each in cases]
        self.perturbed = [PerturbedProblem(case, reference) for each in cases for case in each]
        reference.before_commit(self._take_step)

    @property
    def sides(self) -> list[PerturbedProblem]:
        """All problems: those by differences of the residual, then those of the pairs."""
        return [*self.perturbed, *(side for pair in self.pairs for side in pair.sides)]

    def _take_step(self) -> None:
        """Take the step of the reference in all problems; collective."""
        factorise(self.reference)
        for problem in self.perturbed:
            problem.take_step(self.reference)
        for pair in self.pairs:
            if pair.differentiable:
                pair.take_step()

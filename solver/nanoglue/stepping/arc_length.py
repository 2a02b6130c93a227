"""Dissipation-based arc length, for loads that decrease while an interface softens.

The length of a step is the energy that damage dissipates in it, and the time at which the loads are
taken becomes an unknown (Gutierrez 2004, doi:10.1002/cnm.662; Verhoosel et al. 2009,
doi:10.1002/nme.2447). With J a = F and J b = dF/dt each Newton step is du = -a - b dt, and dt
follows from the linearised dissipation.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import ufl

from nanoglue.mesh.domain import Domain
from nanoglue.models.expressions import Expr
from nanoglue.physics.interface_outputs import dissipation_increment
from nanoglue.runtime.fenics import MPI, fem, petsc
from nanoglue.runtime.form_blocks import form_blocks
from nanoglue.runtime.vectors import assemble_vector
from nanoglue.solvers.outcome import Outcome, StopReason

if TYPE_CHECKING:
    from nanoglue.stepping.problem import Problem

LARGEST_DISTANCE = 1e8
"""Lengths of the last step within which something must be dissipated."""

NUDGE = 1e-7
"""Change of the time [-], over the end of the run, by which dF/dt is taken."""


class ArcLength:
    """Steps of given dissipation [pJ] of the one system of a problem without species."""

    def __init__(self, problem: "Problem") -> None:
        """Compile the dissipation and its derivative.

        Args:
            problem: with a single system and interfaces without viscosity.
        """
        self.problem, (self.system,) = problem, problem.systems
        self.scale = NUDGE * max(problem.protocol.breakpoints)
        terms = [
            dissipation_increment(interface) * interface.dA()
            for interface in problem.cohesion.values()
        ]
        total = sum(terms[1:], terms[0])
        self.dissipation = problem.domain.integral(total)
        blocks = _gradient(total, self.system.fields, problem.domain)
        self.gradient_forms = [problem.domain.forms.form(block) for block in blocks]
        self.gradient = petsc.create_vector(self.system.spaces, kind="mpi")
        self.rest = self.system.vector.duplicate()
        self.pull = self.system.vector.duplicate()
        self.answer = self.system.vector.duplicate()
        self.direction = [
            fem.Function(field.function_space, name=f"{field.name}_direction")
            for field in self.system.fields
        ]
        self.last: list[np.ndarray] | None = None

    @property
    def ready(self) -> bool:
        """Whether a previous step gives the direction of the path."""
        largest = max(float(np.abs(one.x.array).max(initial=0.0)) for one in self.direction)
        return self.problem.domain.mesh.comm.allreduce(largest, MPI.MAX) > 0.0

    def remember(self) -> None:
        """Note the state of an accepted step, for the direction of the next."""
        reached = [field.x.array.copy() for field in self.system.fields]
        if self.last is not None:
            for one, new, old in zip(self.direction, reached, self.last, strict=True):
                one.x.array[:] = new - old
        self.last = reached

    def restart(self) -> None:
        """Keep the direction when the time loop begins again from the present state."""
        self.last = None

    def advance(self, time: float, size: float) -> tuple[Outcome, float]:
        """Solve the step that dissipates ``size`` [pJ]; the fields hold the result.

        Args:
            time: at which the last step ended [s].
            size: energy to dissipate.

        Returns:
            How it went, and the time [s] at which the loads are taken.
        """
        if not self._predict(size):
            return Outcome(StopReason.PATH_WITHOUT_DISSIPATION, 0), time
        settings, system = self.problem.case.solver, self.system
        sizes: list[float] = []
        for iteration in range(1, settings.iterations + 1):
            if self.problem.stop_requested():
                return Outcome.of(StopReason.INTERRUPTED, iteration - 1, sizes), time
            found = self._correct(time, size)
            if found is None:
                return Outcome(StopReason.PATH_SINGULAR, iteration), time
            d_time, change = found
            time += d_time
            scale = np.maximum(system.block_norms(system.unknown), self._floors())
            sizes.append(float((change / scale).max()))
            if sizes[-1] <= settings.tolerance:
                self.problem.move(time)
                outcome = Outcome.of(StopReason.CONVERGED, iteration, sizes)
                return self.problem.checked(outcome), time
            if not np.isfinite(sizes[-1]) or sizes[-1] > 1e3:
                break
        return Outcome.of(StopReason.PATH_NOT_FOUND, len(sizes), sizes), time

    def _floors(self) -> np.ndarray:
        return np.array([self.problem.floors[field.name] for field in self.system.fields])

    def _predict(self, size: float) -> bool:
        """Predict along the last direction for a dissipation of about ``size``."""
        low, high = 0.0, 1.0
        while self._dissipated(high) < size:
            low, high = high, 2 * high
            if high > LARGEST_DISTANCE:
                return False
        for _ in range(30):
            middle = (low + high) / 2
            low, high = (middle, high) if self._dissipated(middle) < size else (low, middle)
        self._dissipated(high)
        self.system.gather()
        return True

    def _dissipated(self, factor: float) -> float:
        """Dissipation [pJ] ``factor`` times the direction from the last state.

        The fields hold it.
        """
        assert self.last is not None, "the march remembers the state it begins from"
        for field, start, one in zip(self.system.fields, self.last, self.direction, strict=True):
            field.x.array[:] = start + factor * one.x.array
        return self.dissipation()

    def _correct(self, time: float, size: float) -> tuple[float, np.ndarray] | None:
        """One Newton step: change of the time and largest change of each field."""
        system = self.system
        self.problem.move(time + self.scale)
        system.assemble_residual()
        system.vector.copy(self.pull)
        self.problem.move(time)
        system.assemble_residual()
        system.vector.copy(self.rest)
        self.pull.axpy(-1.0, self.rest)
        self.pull.scale(1 / self.scale)
        system.assemble_tangent()
        if not np.isfinite(self.rest.norm()) or not system.factor():
            return None
        factors = system.factors  # which refine solutions in single precision
        given = (self.rest, system.increment), (self.pull, self.answer)
        if not all(factors.solve(rhs, solution) for rhs, solution in given):
            return None
        self._assemble_gradient()
        falls: Any = self.gradient.dot(system.increment)  # complex too in the stubs
        rises: Any = self.gradient.dot(self.answer)
        if rises == 0.0:
            return None
        d_time = -(size - self.dissipation() + falls) / rises
        system.increment.scale(-1.0)
        system.increment.axpy(-d_time, self.answer)
        system.unknown.axpy(1.0, system.increment)
        system.scatter()
        return d_time, system.block_norms(system.increment)

    def _assemble_gradient(self) -> None:
        assemble_vector(self.gradient, [form() for form in self.gradient_forms])


def _gradient(total: Expr, fields: Sequence[fem.Function], domain: Domain) -> list[ufl.Form]:
    """Derivative of a functional by each field; a form that is zero where it lacks the field."""
    tests = ufl.TestFunctions(ufl.MixedFunctionSpace(*[field.function_space for field in fields]))
    nothing = fem.Constant(domain.mesh, 0.0)
    body_of = {id(body.mesh): name for name, body in domain.bodies.items()}
    change: Any = 0
    for field, test in zip(fields, tests, strict=True):
        seed = test[0] if test.ufl_shape else test
        name = body_of[id(field.function_space.mesh)]
        change += nothing * seed * domain.dV(name, 1, flat=True)
        if test.ufl_shape:
            change += ufl.derivative(total, field, test)
    return form_blocks(change, tests)

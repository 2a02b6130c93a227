"""Perturbed problems: the steps of a problem with slightly different parameters, linearised.

After each converged step of a problem, every perturbed problem takes the step of the same length by
one Newton iteration from the solution of the problem, with the tangent there:

    x± = x - J^-1 F(x, h±, p ± e),   h± updated from x±,

where h are the histories of bodies and interfaces. (x+ - x-)/2e is the derivative of the discrete
solution up to O(e^2): dx/dp = -J^-1 (dF/dp + dF/dh dh/dp) with dh/dp carried from step to step.
This is direct differentiation with semi-analytical derivatives of F (van Keulen, Haftka and Kim
2005, Comput. Methods Appl. Mech. Engrg. 194, 3213). Lengths of the steps count as given.
"""

from nanoglue.case.schema.case import Case
from nanoglue.observables import Observables, Observation
from nanoglue.runtime.timers import Timers
from nanoglue.solvers.outcome import NotDifferentiable
from nanoglue.stepping.problem import Problem


class PerturbedProblem:
    """Problem with other parameters, on the mesh and with the steps of a reference problem."""

    def __init__(self, case: Case, reference: Problem) -> None:
        """Build the systems and take the initial state.

        Args:
            case: that of the reference, with other values of its parameters.
            reference: problem before its first step.

        Raises:
            NotDifferentiable: the stages of the protocol end at other times.
        """
        self.problem = Problem(case, reference.domain, Timers())
        if set(self.problem.protocol.breakpoints) != set(reference.protocol.breakpoints):
            raise NotDifferentiable("a parameter changes the times at which stages end")
        self.observables = Observables(self.problem)
        self.observed: Observation = self.observables()
        """Observation of the last step."""

    def take_step(self, reference: Problem) -> None:
        """Take the step that the reference has solved, and make it history; collective."""
        self.begin(reference)
        for system, solved in zip(self.problem.systems, reference.systems, strict=True):
            system.correct(solved)
        self.accept(reference.time)

    def begin(self, reference: Problem) -> None:
        """Begin the step of the reference from its solution."""
        self.problem.begin(reference.time, float(reference.dt.value))
        for own, other in zip(self.problem.fields, reference.fields, strict=True):
            own.x.array[:] = other.x.array

    def accept(self, time: float) -> None:
        """Observe the step that ends at a time [s] and make it history; collective."""
        self.problem.stage.record_currents()
        self.observed = self.observables()
        self.problem.commit()
        self.observables.accept()
        self.problem.restart_rates(time)


def check_differentiable(problem: Problem) -> None:
    """Check that the steps of a problem can be differentiated.

    Raises:
        NotDifferentiable: they cannot.
    """
    if reason := _obstacle(problem):
        raise NotDifferentiable(reason)


def _obstacle(problem: Problem) -> str:
    """Return why the steps of a problem are not differentiated; empty if they are."""
    if problem.path is not None:
        return "along the arc length the times of the steps depend on the parameters"
    if problem.contacts or any(one.augmented for one in problem.cohesion.values()):
        return "sliding contact and augmented contact pressures are no smooth functions"
    if problem.passes > 1:
        return "the systems are solved in turn; set solver.coupling to monolithic"
    if not all(system.direct for system in problem.systems):
        return "an iterative linear solver is too inaccurate; set solver.linear to direct"
    return ""


def factorise(reference: Problem) -> None:
    """Factorise the tangents of a problem at the solution of its step; collective.

    Raises:
        NotDifferentiable: a tangent is singular.
    """
    for system in reference.systems:
        if not system.factor_at_solution():
            raise NotDifferentiable(f"the tangent is singular at t = {reference.time:g} s")

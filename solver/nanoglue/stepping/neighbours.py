"""Neighbours of a problem: the same steps with slightly different parameters, linearised.

After each converged step of a problem, every neighbour takes the step of the same length by one
Newton iteration from the solution of the problem, with the tangent there:

    x± = x - J^-1 F(x, h±, p ± e),   h± updated from x±,

where h are the histories of bodies and interfaces. (x+ - x-)/2e is the derivative of the discrete
solution up to O(e^2): dx/dp = -J^-1 (dF/dp + dF/dh dh/dp) with dh/dp carried from step to step.
This is direct differentiation with semi-analytical derivatives of F (van Keulen, Haftka and Kim
2005, Comput. Methods Appl. Mech. Engrg. 194, 3213). Lengths of the steps count as given.
"""

from collections.abc import Sequence

from nanoglue.case.schema.case import Case
from nanoglue.observables import Observables, Observation
from nanoglue.runtime.timers import Timers
from nanoglue.solvers.outcome import NotDifferentiable
from nanoglue.stepping.problem import Problem


class Neighbour:
    """Problem with other parameters on the mesh of a problem whose steps it follows."""

    def __init__(self, case: Case, leader: Problem) -> None:
        """Build the systems and take the initial state.

        Args:
            case: that of the leader, with other values of its parameters.
            leader: problem before its first step.

        Raises:
            NotDifferentiable: the stages of the protocol end at other times.
        """
        self.problem = Problem(case, leader.domain, Timers())
        if set(self.problem.protocol.breakpoints) != set(leader.protocol.breakpoints):
            raise NotDifferentiable("a parameter changes the times at which stages end")
        self.observables = Observables(self.problem)
        self.observed: Observation = self.observables()
        """Observation of the last step."""

    def follow(self, leader: Problem) -> None:
        """Take the step that the leader has solved, and make it history; collective."""
        problem = self.problem
        problem.begin(leader.time, float(leader.dt.value))
        for own, other in zip(problem.fields, leader.fields, strict=True):
            own.x.array[:] = other.x.array
        for system, solved in zip(problem.systems, leader.systems, strict=True):
            system.correct(solved)
        problem.record_currents()
        self.observed = self.observables()
        problem.commit()
        self.observables.accept()
        problem.restart_rates(leader.time)


class Neighbours:
    """Neighbours of a problem that take each of its accepted steps."""

    def __init__(self, leader: Problem, cases: Sequence[Case]) -> None:
        """Build the neighbours and let them follow the leader.

        Args:
            leader: problem before its first step.
            cases: case of each neighbour.

        Raises:
            NotDifferentiable: the steps of the leader cannot be differentiated.
        """
        if reason := _obstacle(leader):
            raise NotDifferentiable(reason)
        self.leader = leader
        self.members = [Neighbour(case, leader) for case in cases]
        leader.before_commit(self._follow)

    def _follow(self) -> None:
        """Let all neighbours take the step of the leader; collective."""
        for system in self.leader.systems:
            if not system.factor_at_solution():
                raise NotDifferentiable(f"the tangent is singular at t = {self.leader.time:g} s")
        for member in self.members:
            member.follow(self.leader)


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

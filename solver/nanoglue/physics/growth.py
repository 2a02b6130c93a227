"""Prescribed stress-free volume ratio of a body, in time and in position."""

import numpy as np

from nanoglue.case.schema.case import Case
from nanoglue.case.schema.time_function import Expression, TimeFunction
from nanoglue.mesh.domain import Domain
from nanoglue.runtime.collective import first_problem
from nanoglue.runtime.fenics import fem


class Growth:
    """Stress-free volume ratio Jc [-] of a body.

    It is a constant of the forms, or, where the formula depends on position, a quadratic function
    with the values of the formula at its nodes. It is 1 until ``set_time`` is called.
    """

    def __init__(self, domain: Domain, case: Case, name: str) -> None:
        """Start with the volume as drawn.

        Args:
            domain: bodies.
            case: the case with its bodies.
            name: the body.
        """
        self.case, self.name = case, name
        self.course: TimeFunction | None = case.bodies[name].growth
        self.nodes: np.ndarray | None = None
        self.value: fem.Constant | fem.Function = fem.Constant(domain.mesh, 1.0)
        if isinstance(self.course, Expression) and self.course.depends_on_position:
            space = fem.functionspace(domain.bodies[name].mesh, ("Lagrange", 2))
            self.value = fem.Function(space, name="growth")
            self.value.x.array[:] = 1.0
            self.nodes = space.tabulate_dof_coordinates()[:, : domain.dim]

    def set_time(self, time: float) -> None:
        """Set the values to those at a time [s]; collective.

        Raises:
            CaseError: on every rank, if the volume ratio is not positive somewhere.
        """
        if self.course is None:
            return
        if isinstance(self.value, fem.Constant):
            self.value.value[...] = self.course(time)
            return
        assert isinstance(self.course, Expression)
        assert self.nodes is not None
        values, problem = self.value.x.array, None
        for i, place in enumerate(self.nodes):
            where = ", ".join(f"{one:.4g}" for one in place)
            try:
                values[i] = self.course(time, *map(float, place))
            except ValueError as error:
                problem = f"{error}, at ({where}) um"
                break
            if values[i] <= 0:
                at = f"at ({where}) um and t = {time:g} s"
                problem = f"must be greater than 0, not {values[i]:g} {at}"
                break
        message = first_problem(self.value.function_space.mesh.comm, problem)
        if message is not None:
            raise self.case.wrong(("bodies", self.name, "growth"), message)

"""Values that follow time and place, as coefficients of forms."""

from typing import Any

import ufl

from nanoglue.case.schema.time_function import Expression, TimeFunction
from nanoglue.mesh.domain import Domain
from nanoglue.models import formula
from nanoglue.models.expressions import Expr
from nanoglue.models.formula_code import coordinates
from nanoglue.runtime.fenics import fem


class SpatialFunction:
    """A course of time as ``value`` in forms; a formula in the place is compiled into them."""

    def __init__(self, domain: Domain, course: TimeFunction) -> None:
        """Start at t = 0.

        Args:
            domain: its position.
            course: of time, or of time and place.

        Raises:
            ValueError: a formula in the place that a form cannot hold.
        """
        self.course = course
        self.placed = isinstance(course, Expression) and course.depends_on_position
        self.number = fem.Constant(domain.mesh, 0.0)
        self.value: Any = _translated(course, self.number, domain.position)
        self.set_time(0.0)

    def set_time(self, time: float) -> None:
        """Set the value that holds at a time [s]."""
        self.number.value[...] = time if self.placed else self.course(time)


def _translated(course: TimeFunction, clock: fem.Constant, position: Expr) -> Expr:
    """The formula of a course at the time of a clock, or the clock's number itself."""
    if not (isinstance(course, Expression) and course.depends_on_position):
        return clock
    place = [position[i] for i in range(position.ufl_shape[0])]
    names = {"t": clock, "pi": ufl.pi} | coordinates(place)
    wrong = formula.not_smooth(course.text)
    if wrong is not None:
        raise ValueError(f"{course.text!r} may not follow the place: {wrong}")
    value = formula.evaluate(course.text, names, formula.ufl_functions())
    return course.factor * value + course.offset

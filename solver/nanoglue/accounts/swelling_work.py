"""Work that uptake does by swelling a body over a step."""

from typing import Any

from nanoglue import stack  # noqa: F401  before dolfinx

from dolfinx import fem  # isort: skip

from nanoglue.point_history import PointHistory


class SwellingWork:
    """Integral of d(Jc psi)/dJc dJc over a step: with psi - p as the driving stress.

    Or of what else the elastic energy at fixed deformation depends on, such as the share of a
    phase.
    """

    def __init__(self, mechanics: Any, driving: Any, variable: Any) -> None:
        """Compile the driving stress of a body that swells.

        Args:
            mechanics: of the body.
            driving: from a displacement gradient to d(Jc psi)/d(variable).
            variable: what the energy depends on.
        """
        self.mechanics = mechanics
        body, degree = mechanics.u.function_space.mesh, mechanics.degree
        gradient = mechanics.gradient(mechanics.u, body)
        force = driving(gradient)
        self.force = PointHistory("swelling_force", body, degree, 0.0)
        self.ratio = PointHistory("swelling", body, degree, 1.0)
        self.force.renew_with(force)
        self.ratio.renew_with(variable + 0.0 * self.ratio.old)
        self.new = [
            fem.Function(history.old.function_space) for history in (self.force, self.ratio)
        ]
        self.ratio.old.x.array[:] = self.ratio.next()
        average = (self.force.old + self.new[0]) / 2
        domain = mechanics.domain
        self.integral = domain.integral(
            average * (self.new[1] - self.ratio.old) * domain.dV(mechanics.name, degree)
        )

    @property
    def old(self) -> list[fem.Function]:
        """Driving stress and swelling of the last accepted step."""
        return [self.force.old, self.ratio.old]

    def __call__(self) -> float:
        """Work [pJ] of the present step."""
        for function, history in zip(self.new, (self.force, self.ratio), strict=True):
            function.x.array[:] = history.next()
        return float(self.integral())

    def accept(self) -> None:
        """The present step becomes the old one."""
        for function, history in zip(self.new, (self.force, self.ratio), strict=True):
            history.old.x.array[:] = function.x.array

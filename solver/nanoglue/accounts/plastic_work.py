"""Work that plastic flow dissipates in a body over a step."""

from typing import Any

from nanoglue import stack  # noqa: F401  before dolfinx

from dolfinx import fem  # isort: skip

from nanoglue.point_history import PointHistory


class PlasticWork:
    """Integral of Jc q d(alpha) over a step, with the mean of Jc before and after it.

    A front of swelling passes a point in a few steps, in which most of the flow occurs: with Jc of
    the end alone the account would be of first order in the step.
    """

    def __init__(self, mechanics: Any) -> None:
        """Compile the work of a plastic body.

        Args:
            mechanics: of the body, its swelling known.
        """
        domain, degree = mechanics.domain, mechanics.degree
        self.swelling = PointHistory("swelling", mechanics.u.function_space.mesh, degree, 1.0)
        self.swelling.renew_with(mechanics.swelling + 0.0 * self.swelling.old)
        self.swelling.old.x.array[:] = self.swelling.next()
        meanwhile = (mechanics.swelling + self.swelling.old) / 2
        self.integral = domain.integral(
            mechanics.plastic_work(meanwhile) * domain.dV(mechanics.name, degree)
        )

    @property
    def old(self) -> list[fem.Function]:
        """Swelling of the last accepted step."""
        return [self.swelling.old]

    def __call__(self) -> float:
        """Work [pJ] of the present step."""
        return float(self.integral())

    def accept(self) -> None:
        """The present step becomes the old one."""
        self.swelling.old.x.array[:] = self.swelling.next()

"""Overall volume expansion of the bodies that swell, chemical and deformed."""

import ufl

from nanoglue.case import columns
from nanoglue.models.tensors import determinant
from nanoglue.observables import Values
from nanoglue.physics.model_parts import ModelParts


class VolumeExpansion:
    """Chemical expansion, mean of Jc - 1; deformed expansion, V/V0 - 1.

    The deformed expansion includes elastic compression. Both are those of the first body that
    swells and, where several do, of each of them.
    """

    order = 0

    def __init__(self, problem: ModelParts) -> None:
        """Watch the bodies that swell, or the first body where none does."""
        swelling = [name for name, body in problem.mechanics.items() if body.swells]
        names = swelling or [next(iter(problem.case.bodies))]
        self.bodies = {name: _Body(problem, name) for name in names}

    def __call__(self) -> Values:
        """Return both expansions [-]; collective."""
        found = {name: body() for name, body in self.bodies.items()}
        first = dict(next(iter(found.values())))
        if len(found) == 1:
            return first
        each = {
            column.at(name): value
            for name, values in found.items()
            for column, value in values.items()
        }
        return first | each

    def accept(self) -> None:
        """Do nothing; there is no state."""


class _Body:
    """Integrals over one body."""

    def __init__(self, problem: ModelParts, name: str) -> None:
        mechanics, domain = problem.mechanics[name], problem.domain
        deformation = ufl.Identity(3) + mechanics.gradient(mechanics.u)
        dV = domain.dV(name, mechanics.degree)
        chemical = (mechanics.chemical - 1) * dV
        if name in problem.diffusion and mechanics.swells:
            body = problem.diffusion[name]
            chemical = (body.swelling(body.x) - 1) * body.weight * body.lumped()
        self.volume = domain.constant_integral(1.0 * dV)
        self.chemical = domain.integral(chemical)
        self.deformed = domain.integral((determinant(deformation) - 1) * dV)

    def __call__(self) -> Values:
        """Return both expansions [-]; collective."""
        return {
            columns.EXPANSION_CHEMICAL: self.chemical() / self.volume(),
            columns.EXPANSION_DEFORMED: self.deformed() / self.volume(),
        }

"""Overall volume expansion of the body that takes up the species, chemical and deformed."""

import ufl

from nanoglue.case import columns
from nanoglue.models.tensors import determinant
from nanoglue.observables import Values
from nanoglue.physics.model_parts import ModelParts


class VolumeExpansion:
    """Chemical expansion, mean of Jc - 1; deformed expansion, V/V0 - 1.

    The deformed expansion includes elastic compression.
    """

    order = 0

    def __init__(self, problem: ModelParts) -> None:
        """Watch the first body that swells, or the first body where none does."""
        swelling = [name for name, body in problem.mechanics.items() if body.swells]
        name = swelling[0] if swelling else next(iter(problem.case.bodies))
        mechanics, domain = problem.mechanics[name], problem.domain
        deformation = ufl.Identity(3) + mechanics.gradient(mechanics.u)
        dV = domain.dV(name, mechanics.degree)
        chemical = (mechanics.swelling / mechanics.eigen - 1) * dV
        if name in problem.diffusion and mechanics.swells:
            body = problem.diffusion[name]
            chemical = (body.swelling(body.x) - 1) * body.weight * body.lumped()
        self.volume = domain.constant_integral(1.0 * dV)
        self.chemical = domain.integral(chemical)
        self.deformed = domain.integral((determinant(deformation) - 1) * dV)

    def __call__(self) -> Values:
        """Return both expansions [-]."""
        return {
            columns.EXPANSION_CHEMICAL: self.chemical() / self.volume(),
            columns.EXPANSION_DEFORMED: self.deformed() / self.volume(),
        }

    def accept(self) -> None:
        """Do nothing; there is no state."""

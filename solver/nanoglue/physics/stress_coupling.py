"""Coupling of a species or of a phase to the stress in its body."""

from collections.abc import Mapping
from dataclasses import dataclass

from nanoglue.models.expressions import Expr
from nanoglue.physics.diffusion import Diffusion
from nanoglue.physics.mechanics import Mechanics
from nanoglue.physics.phase_field import PhaseField
from nanoglue.physics.protocol import Coupling, Tests


@dataclass(frozen=True, slots=True)
class StressCoupling(Coupling):
    """Part of the potential of a species or of a phase that comes from the stress in its body."""

    law: Diffusion | PhaseField
    mechanics: Mechanics

    def residual(self, tests: Tests) -> Expr:
        """Return what the law adds for the stress of its body."""
        return self.law.stress_coupling(self.mechanics, tests)


def stress_couplings(
    diffusion: Mapping[str, Diffusion],
    phases: Mapping[str, PhaseField],
    mechanics: Mapping[str, Mechanics],
) -> list[StressCoupling]:
    """Return the couplings of all species and phases that feel the stress, by body."""
    species = [
        StressCoupling(body, mechanics[name])
        for name, body in diffusion.items()
        if body.species.stress_coupling
    ]
    return species + [
        StressCoupling(phase, mechanics[name])
        for name, phase in phases.items()
        if phase.model.driven_by_stress
    ]

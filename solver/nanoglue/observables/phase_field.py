"""Energy and extent of the phases, and where their fronts stand."""

from collections.abc import Callable
from typing import Any

from nanoglue.case import columns
from nanoglue.case.columns import Column
from nanoglue.mesh.domain import Domain
from nanoglue.observables import Values
from nanoglue.physics import phase_field as physics
from nanoglue.physics.mechanics import Mechanics
from nanoglue.physics.model_parts import ModelParts
from nanoglue.physics.phase_field import interpolation, interpolation_slope


class PhaseField:
    """Of each body with an order parameter: energy of its fronts and volume of the phase.

    The front along a boundary of ``output.fronts`` is the integral of the order parameter along
    it: the length of the phase there, free of the width of the front. The amplitude is how much
    further it is along the first boundary of ``output.amplitude`` than along the second.
    """

    order = 8

    def __init__(self, problem: ModelParts) -> None:
        """Compile the integrals."""
        domain = problem.domain
        self.terms: dict[Column, Callable[[], float]] = {}
        self.stresses = {}
        for name, phase in problem.phases.items():
            self.terms[columns.FRONT_ENERGY.at(name)] = domain.integral(
                phase.free_energy(phase.xi) * phase.dV()
            )
            self.terms[columns.PHASE_VOLUME.at(name)] = domain.integral(
                interpolation(phase.xi) * phase.dV()
            )
            if phase.model.feels_stress:
                self.stresses[columns.FRONT_STRESS.at(name)] = _front_stress(
                    domain, phase, problem.mechanics[name]
                )
        self.amplitude = problem.case.output.amplitude
        for name in dict.fromkeys((*problem.case.output.fronts, *(self.amplitude or ()))):
            along = [
                phase.xi * domain.dA(name, flat=True, body=body)
                for body, phase in problem.phases.items()
                if body in domain.boundaries[name].tags
            ]
            if along:
                self.terms[columns.FRONT_POSITION.at(name)] = domain.integral(
                    sum(along[1:], along[0])
                )

    def __call__(self) -> Values:
        """Return energy and mean stress of the fronts, volumes and front positions."""
        found: Values = {name: term() for name, term in self.terms.items()}
        for name, (stress, front) in self.stresses.items():
            found[name] = stress() / front() if front() > 0 else 0.0
        if self.amplitude:
            there, elsewhere = (found[columns.FRONT_POSITION.at(name)] for name in self.amplitude)
            found[columns.AMPLITUDE] = there - elsewhere
        return found

    def accept(self) -> None:
        """Do nothing; there is no state."""


def _front_stress(
    domain: Domain, phase: physics.PhaseField, mechanics: Mechanics
) -> tuple[Any, Any]:
    """Integrals over the front of the mean stress and of one."""
    weight, dV = interpolation_slope(phase.xi), domain.dV(phase.name, mechanics.degree)
    stress = mechanics.mean_stress(mechanics.gradient(mechanics.u))
    return domain.integral(stress * weight * dV), domain.integral(weight * dV)

"""Mean pressure and stored energy density of a body, as columns of the history."""

from collections.abc import Callable
from dataclasses import dataclass

from nanoglue.case.columns import Column
from nanoglue.physics.model_parts import ModelParts


@dataclass(frozen=True, slots=True)
class MeanPressure:
    """Mean of the negative Kirchhoff mean stress over the undeformed volume."""

    body: str

    def quantities(self, problem: ModelParts) -> dict[Column, Callable[[], float]]:
        """Return functions by column that return the present value, equal on all ranks."""
        domain, mechanics = problem.domain, problem.mechanics[self.body]
        gradient = mechanics.gradient(mechanics.u)  # of the displacement, shape (3, 3)
        dV = domain.dV(self.body, mechanics.degree)
        volume = domain.integrate(1.0 * dV)
        pressure = domain.integral(-mechanics.mean_stress(gradient) * dV)
        energy = domain.integral(mechanics.stored_energy(gradient) * dV)
        return {
            Column("mean_pressure", "MPa", self.body): lambda: pressure() / volume,
            Column("energy_density", "pJ/um^3", self.body): lambda: energy() / volume,
        }

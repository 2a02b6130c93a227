"""Cell voltage of each body with kinetics, against the metal of its species."""

from collections.abc import Sequence

from nanoglue.case import columns
from nanoglue.mesh.domain import Domain
from nanoglue.observables import Values
from nanoglue.physics.inflow import Inflow, bodies_with_voltage
from nanoglue.physics.model_parts import ModelParts
from nanoglue.units.constants import AMPERE, FARADAY


class Voltage:
    """Voltage, overpotential and drop in the film, as means over the open inflow surface.

    V = U + eta(i) + i R with the anodic current density i [A/m^2] per open undeformed area, the
    equilibrium potential U = -mu/F at the surface, which includes the stress where it acts, and
    the overpotential eta of charge transfer. The current is distributed evenly over the open
    surface or so that the voltage is the same everywhere. A surface that is closed has none.
    """

    order = 3

    def __init__(self, problem: ModelParts) -> None:
        """Select the bodies with kinetics or a limit of the voltage that a current enters."""
        self.bodies: dict[str, list[SurfaceVoltage]] = {}
        selected = bodies_with_voltage(problem.case, problem.supplies)
        for supply in problem.supplies:
            if supply.diffusion.name in selected:
                surface = SurfaceVoltage(problem.domain, supply)
                self.bodies.setdefault(supply.diffusion.name, []).append(surface)

    def __call__(self) -> Values:
        """Return voltage, overpotential, film drop [V] and current [A] of each body."""
        found: Values = {}
        for name, surfaces in self.bodies.items():
            voltage, overpotential, film_drop, current = _active(surfaces).parts()
            found[columns.VOLTAGE.at(name)] = voltage
            found[columns.OVERPOTENTIAL.at(name)] = overpotential
            found[columns.FILM_DROP.at(name)] = film_drop
            found[columns.CURRENT.at(name)] = current
        return found

    def accept(self) -> None:
        """Keep nothing between steps."""


class SurfaceVoltage:
    """Voltage of a body at the surfaces of one stage."""

    def __init__(self, domain: Domain, supply: Inflow) -> None:
        """Prepare the integrals over the open surface [V um^2]."""
        body, kinetics = supply.diffusion, supply.kinetics
        self.supply = supply
        anodic, nothing = supply.anodic_current_density(), 0.0 * body.x
        eta, drop = nothing, nothing
        if kinetics is not None:
            occupied = body.x / body.formula.max_stoichiometry
            eta = kinetics.overpotential(anodic, occupied, body.temperature)
            drop = kinetics.film_drop(anodic)
        self.equilibrium, self.overpotential, self.film_drop = (
            domain.integral(sum(entry.flow(value + nothing) for entry in supply.entries))
            for value in (-body.mu / FARADAY, eta, drop)
        )

    def parts(self) -> tuple[float, float, float, float]:
        """Return voltage [V], overpotential [V], drop in the film [V] and inserted current [A]."""
        area = self.supply.inflow_area()
        if area <= 0:
            return (float("nan"),) * 3 + (0.0,)
        eta, drop = self.overpotential() / area, self.film_drop() / area
        current = FARADAY * self.supply.inflow * AMPERE  # inserted
        return self.equilibrium() / area + eta + drop, eta, drop, current


def _active(surfaces: Sequence[SurfaceVoltage]) -> SurfaceVoltage:
    """Return the surfaces of the present stage, or the first ones if it has none."""
    return next((s for s in surfaces if s.supply.is_active), surfaces[0])

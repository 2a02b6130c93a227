"""Cell voltage of each body with kinetics, against the metal of its species."""

from collections.abc import Sequence

from nanoglue.case import columns
from nanoglue.mesh.domain import Domain
from nanoglue.observables import Values
from nanoglue.physics.applied_current import AppliedCurrent
from nanoglue.physics.model_parts import ModelParts
from nanoglue.units.constants import AMPERE, FARADAY


class Voltage:
    """Voltage, overpotential and drop in the film, as means over the open inflow surface.

    V = U + eta(i) + i R with the anodic current density i [A/m^2] per open undeformed area, the
    equilibrium potential U = -mu/F at the surface, which includes the stress where it acts, and
    the overpotential eta of charge transfer. The current is distributed evenly over the open
    surface; at rest the voltage is the equilibrium potential. A surface that is closed has none.
    """

    order = 3

    def __init__(self, problem: ModelParts) -> None:
        """Select the bodies with kinetics or a limit of the voltage that a current enters."""
        self.bodies: dict[str, list[SurfaceVoltage]] = {}
        limited = {s.body for s in problem.case.protocol if s.until.voltage is not None}
        for supply in problem.supplies:
            if supply.diffusion.species.kinetics is not None or supply.diffusion.name in limited:
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

    def __init__(self, domain: Domain, supply: AppliedCurrent) -> None:
        """Prepare the integrals over the open surface [V um^2]."""
        body = supply.diffusion
        self.supply, self.kinetics = supply, body.species.kinetics
        occupied = body.x / body.formula.max_stoichiometry
        anodic = -FARADAY * supply.density
        kinetics = body.formula.kinetics
        eta = 0.0 * body.x
        if kinetics is not None:
            eta = kinetics.overpotential(anodic, occupied, body.temperature)
        self.equilibrium, self.overpotential = (
            domain.integral(sum(entry.flow(value) for entry in supply.entries))
            for value in (-body.mu / FARADAY, eta)
        )

    def parts(self) -> tuple[float, float, float, float]:
        """Return voltage [V], overpotential [V], drop in the film [V] and inserted current [A]."""
        area = self.supply.inflow_area()
        if area <= 0:
            return (float("nan"),) * 3 + (0.0,)
        current = FARADAY * self.supply.inflow  # [pC/s] inserted
        eta = self.overpotential() / area
        resistance = self.kinetics.film_resistance if self.kinetics is not None else 0.0
        drop = -current / area * resistance
        return self.equilibrium() / area + eta + drop, eta, drop, current * AMPERE


def _active(surfaces: Sequence[SurfaceVoltage]) -> SurfaceVoltage:
    """Return the surfaces through which a current flows, or the first ones at rest."""
    return next((s for s in surfaces if s.supply.inflow != 0), surfaces[0])

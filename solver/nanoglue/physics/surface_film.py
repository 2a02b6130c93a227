"""Film on the surface of a body through which a current flows: its resistance and its growth."""

from dataclasses import replace
from typing import Any

from nanoglue.case.schema.film import Film
from nanoglue.mesh.domain import Domain
from nanoglue.models.kinetics import Kinetics
from nanoglue.physics.diffusion import Diffusion
from nanoglue.physics.interface_area import boundary_ratio
from nanoglue.physics.mechanics import Mechanics
from nanoglue.physics.parameters import constant
from nanoglue.physics.time_integration import TimeIntegration


class SurfaceFilm:
    """Film of a body in series with its kinetics, and the species that its growth binds.

    The resistance per undeformed area is h/(kappa a^2) with the area ratio a of the surface, which
    stretches the film at constant volume, or h/kappa. The growth binds the species at the rate
    ``bound_concentration`` dh/dt per undeformed area, whose mean over each step is exact.
    """

    def __init__(
        self, domain: Domain, film: Film, diffusion: Diffusion, mechanics: Mechanics | None
    ) -> None:
        """Cover the surface of a body.

        Args:
            domain: coordinates.
            film: section of the case.
            diffusion: mass balance of the body, with its kinetics and temperature.
            mechanics: of the body, or None where none is solved.
        """
        self.film, self.temperature = film, diffusion.temperature
        self.sheet = constant(domain.mesh, 0.0)  # [ohm m^2] per undeformed area, unstretched
        self.bound_rate = 0.0  # [amol/(um^2 s)]
        self.thickness = film.thickness  # [um], undeformed
        self.stretches, resistance = False, self.sheet
        if mechanics is not None and film.follows_surface and mechanics.elasticity.finite_strain:
            self.stretches = True
            resistance = self.sheet / boundary_ratio(domain, mechanics.u) ** 2
        given: Any = diffusion.formula.kinetics
        self.kinetics: Kinetics = replace(given, film_resistance=resistance)
        self.set_time(0.0)

    def begin(self, end: float, integration: TimeIntegration) -> None:
        """Set the rate at which the species is bound at the end [s] of the present step."""
        start = end - float(integration.dt.value)
        growth = self._mean_growth(start, end)
        earlier = self._mean_growth(start - integration.previous, start)
        rate = integration.final(growth, earlier)
        self.bound_rate = self.film.bound_concentration * rate

    def _mean_growth(self, start: float, end: float) -> float:
        """Return the mean rate of growth [um/s] between two times [s], 0 where they are equal."""
        grown = self.film.thickness_at(end) - self.film.thickness_at(start)
        return grown / (end - start) if end > start else 0.0

    def set_time(self, time: float) -> None:
        """Set the resistance to that at a time [s] and the present temperature."""
        self.thickness = self.film.thickness_at(time)
        self.sheet.value[...] = self.film.resistance(time, float(self.temperature.value))


def surface_film(
    domain: Domain, diffusion: Diffusion, mechanics: Mechanics | None
) -> SurfaceFilm | None:
    """Return the film of a body, or None if it has none."""
    film = diffusion.species.film
    return None if film is None else SurfaceFilm(domain, film, diffusion, mechanics)

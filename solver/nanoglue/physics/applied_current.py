"""A constant total current of the species through bonded parts of interfaces or boundaries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nanoglue.mesh.domain import Domain
from nanoglue.models.expressions import Expr
from nanoglue.models.inflow_surface import InflowSurface
from nanoglue.physics.protocol import Coupling
from nanoglue.runtime.fenics import fem
from nanoglue.units.constants import FARADAY

if TYPE_CHECKING:
    from nanoglue.models.kinetics import Kinetics
    from nanoglue.physics.damage_forecast import DamageForecast
    from nanoglue.physics.diffusion import Diffusion
    from nanoglue.physics.surface_film import SurfaceFilm


@dataclass(frozen=True, slots=True)
class Entry:
    """A surface through which the species enters.

    Its area measure, the share of it that is open, the side of the body (None on a boundary), and
    the share without regard to damage.
    """

    dA: Any
    share: Any
    side: str | None
    undamaged_share: Any

    def area(self) -> Expr:
        """Open area [um^2], as a form."""
        return self.share * self.dA

    def whole_area(self) -> Expr:
        """Area [um^2] weighted with the share alone, damaged or not, as a form."""
        return self.undamaged_share * self.dA

    def flow(self, value: Expr) -> Expr:
        """Expression of the body, such as a test function, integrated over the open area."""
        return self.share * self._restricted(value) * self.dA

    def whole(self, value: Expr) -> Expr:
        """Return an expression of the body integrated over the area, open or not."""
        return self._restricted(value) * self.dA

    def _restricted(self, value: Expr) -> Expr:
        return value if self.side is None else value(self.side)


class AppliedCurrent(Coupling):
    """Total inflow [amol/s] into one body, spread evenly over its entries.

    The flux density is proportional to the share of each surface. Through an interface it is also
    proportional to (1 - damage), with the damage of ``DamageForecast``, renewed each step so that
    the total stays constant; an interface that stays open takes no account of the damage.
    """

    def __init__(
        self,
        domain: Domain,
        through: Sequence[InflowSurface],
        diffusion: "Diffusion",
        film: "SurfaceFilm | None",
        forecasts: "Mapping[str, DamageForecast]",
    ) -> None:
        """Open the entries.

        Args:
            domain: measures.
            through: interfaces or boundaries, with their shares.
            diffusion: mass balance of the body that takes up the species.
            film: on its surface.
            forecasts: damage of interfaces by name.
        """
        self.domain, self.diffusion, self.film = domain, diffusion, film
        self.density = fem.Constant(domain.mesh, 0.0)  # [amol/(um^2 s)] where fully bonded
        self.inflow, self.bound, self.is_active = 0.0, 0.0, False
        self.entries = [
            inflow_entry(domain, one, diffusion.name, forecasts.get(one.surface)) for one in through
        ]
        areas = [entry.area() for entry in self.entries]
        whole = [entry.whole_area() for entry in self.entries]
        self._whole_area = domain.constant_integral(sum(whole[1:], whole[0]))
        self._area = domain.integral(sum(areas[1:], areas[0]))

    def residual(self, tests: Mapping[fem.Function, Expr]) -> Expr:
        """Inflow, with the sign of the residual."""
        flows = [entry.flow(tests[self.diffusion.x]) for entry in self.entries]
        return -self.density * sum(flows[1:], flows[0])

    def inflow_area(self) -> float:
        """Area [um^2] through which the species enters, weighted with share and (1 - damage)."""
        return self._area()

    def whole_area(self) -> float:
        """Undeformed area [um^2] of the surfaces, weighted with the share alone; collective."""
        return self._whole_area()

    def set_current(self, inflow: float) -> None:
        """Set the total inflow [amol/s] of the next step, of which the film binds a part."""
        area = self.inflow_area()
        self.inflow = inflow if area > 0 else 0.0
        self.bound = self.film.bound_rate * area if self.film else 0.0
        self.density.value[...] = (self.inflow - self.bound) / area if area > 0 else 0.0
        self.is_active = True

    def transferred(self) -> float:
        """Inflow [amol/s] by the density of the flux over the open surfaces; collective."""
        entering = float(self.density.value) * self.inflow_area()
        return entering + self.bound if self.is_active else 0.0

    def set_time(self, time: float) -> None:
        """Set the film to a time [s]."""
        if self.film is not None:
            self.film.set_time(time)

    def idle(self) -> None:
        """Close the surfaces."""
        self.inflow = self.bound = self.density.value[...] = 0.0
        self.is_active = False

    def anodic_current_density(self) -> Expr:
        """Return the anodic current density [A/m^2] where the surface is fully bonded."""
        return -FARADAY * self.density

    @property
    def kinetics(self) -> "Kinetics | None":
        """Kinetics of the body, with its film, for the voltage."""
        if self.film is not None:
            return self.film.kinetics
        kinetics: Kinetics | None = self.diffusion.formula.kinetics
        return kinetics


def inflow_entry(
    domain: Domain, inflow: InflowSurface, body: str, forecast: "DamageForecast | None"
) -> Entry:
    """Return the open part of an interface, or a boundary of the body."""
    share = fem.Constant(domain.mesh, float(inflow.share))
    if forecast is None:
        return Entry(domain.dA(inflow.surface, degree=4, body=body), share, None, share)
    cohesion = forecast.cohesion
    side = "+" if cohesion.interface.plus.name == body else "-"
    bonded = 1.0 if inflow.after_debonding == "open" else 1 - forecast.damage("+")
    return Entry(cohesion.dA(), share * bonded, side, share)

"""Surface of an equipotential body through which a current flows by charge-transfer kinetics."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from nanoglue.case.schema.case import Case
from nanoglue.mesh.domain import Domain
from nanoglue.models.expressions import Expr
from nanoglue.models.inflow_surface import InflowSurface
from nanoglue.models.kinetics import Kinetics
from nanoglue.models.kinetics.reversible import Reversible
from nanoglue.physics.applied_current import inflow_entry
from nanoglue.physics.diffusion import Diffusion
from nanoglue.physics.dirichlet import Support
from nanoglue.physics.parameters import constant
from nanoglue.physics.protocol import Physics, Tests
from nanoglue.physics.surface_film import SurfaceFilm
from nanoglue.runtime.fenics import fem, real_element
from nanoglue.units.constants import FARADAY

if TYPE_CHECKING:
    from nanoglue.physics.damage_forecast import DamageForecast

PRESCRIBED_DROP = 1e-5
"""Overpotential [V] of a prescribed current where no kinetics are given."""

CONDUCTANCE_AT_REST = 1e3
"""Conductance [S/m^2] of a surface without kinetics at rest, when parts of it may exchange."""


class ElectrodeSurface(Physics):
    """Voltage V [V] of a body, one unknown, and the flux -i/F that follows from it at each point.

    The anodic current density i [A/m^2] is that of the kinetics at the polarisation V - U, with the
    equilibrium potential U = -mu/F and the stoichiometry of the point. The unknown is determined by
    the total current or is held:

        integral (j - j_mean) dA = 0    or    V = V_held,    j = -i/F .

    The flux is weighted by the share of a surface and, on an interface, by (1 - damage) of
    ``DamageForecast``.

    Without kinetics the surface is ``Reversible``. Its conductance under a prescribed current is
    such that the mean current costs ``PRESCRIBED_DROP``: of a smaller difference of potentials the
    rounding of V and mu would show in the current.
    """

    increment_scales: Mapping[str, float] = MappingProxyType({"surface_potential": 1e-5})

    def __init__(
        self,
        domain: Domain,
        through: Sequence[InflowSurface],
        diffusion: Diffusion,
        film: SurfaceFilm | None,
        forecasts: "Mapping[str, DamageForecast]",
    ) -> None:
        """Open the surfaces of a body.

        Args:
            domain: measures.
            through: interfaces or boundaries, with their shares.
            diffusion: mass balance of the body that takes up the species.
            film: on its surface.
            forecasts: damage of interfaces by name.
        """
        self.domain, self.diffusion, self.name = domain, diffusion, diffusion.name
        body = domain.bodies[self.name].mesh
        space = fem.functionspace(body, real_element(body.basix_cell()))
        self.voltage = fem.Function(space, name="surface_potential")
        self.conductance = constant(domain.mesh, Reversible().conductance)
        given = film.kinetics if film else diffusion.formula.kinetics
        self.film = film
        self.kinetics: Kinetics = given or Reversible(cast(float, self.conductance))
        self.active, self.holds = constant(domain.mesh, 0.0), constant(domain.mesh, 1.0)
        self.held, self.density = constant(domain.mesh, 0.0), constant(domain.mesh, 0.0)
        self.entries = [
            inflow_entry(domain, one, self.name, forecasts.get(one.surface)) for one in through
        ]
        self.inflow, self.bound, self.is_active = 0.0, 0.0, False
        self._equilibrium, self._flow, self._mean_overpotential = self._integrals()
        whole = [entry.whole_area() for entry in self.entries]
        self._whole_area = domain.constant_integral(sum(whole[1:], whole[0]))
        self._area = domain.integral(sum(entry.area() for entry in self.entries))
        domain.forms.when_compiled(self._rest)

    def _rest(self) -> None:
        """Set the voltage to that of equilibrium."""
        self.voltage.x.array[:] = self.held.value[...] = self._over_surface(self._equilibrium)

    def _integrals(self) -> list[Callable[[], float]]:
        """Compile the integrals of equilibrium, flow and overpotential over the open surface."""
        overpotential = self._overpotential(-FARADAY * self.density)
        return [
            self.domain.integral(sum(entry.flow(value) for entry in self.entries))
            for value in (self.equilibrium, self.flux(), overpotential)
        ]

    @property
    def fields(self) -> list[fem.Function]:
        """The voltage."""
        return [self.voltage]

    @property
    def equilibrium(self) -> Expr:
        """Equilibrium potential [V] at a point of the surface."""
        return -self.diffusion.mu / FARADAY

    @property
    def _occupied(self) -> Expr:
        return self.diffusion.x / self.diffusion.formula.max_stoichiometry

    def anodic_current_density(self) -> Expr:
        """Return i [A/m^2] at a point of the surface."""
        polarisation = self.voltage - self.equilibrium
        given = polarisation, self._occupied, self.diffusion.temperature
        return self.active * self.kinetics.anodic_current_density(*given)

    def flux(self) -> Expr:
        """Return the inward flux j [amol/(um^2 s)] at a point of the surface."""
        return -self.anodic_current_density() / FARADAY

    def _overpotential(self, anodic: Expr) -> Expr:
        given = anodic, self._occupied, self.diffusion.temperature
        return self.kinetics.overpotential(*given) + self.kinetics.film_drop(anodic)

    def residual(self, tests: Tests) -> Expr:
        """Return the inflow into the body and the equation of the voltage."""
        content, test = tests[self.diffusion.x], tests[self.voltage]
        flux, controlled = self.flux(), 1 - self.holds
        terms = [entry.flow(-flux * content) for entry in self.entries]
        terms += [entry.flow(controlled * (flux - self.density) * test) for entry in self.entries]
        hold = self.holds * (self.voltage - self.held) * test
        terms += [entry.whole(hold) for entry in self.entries]
        return sum(terms[1:], terms[0])

    def dirichlet_conditions(self, domain: Domain, case: Case) -> list[Support]:  # noqa: ARG002
        """Return nothing: a held voltage is an equation of its own."""
        return []

    def inflow_area(self) -> float:
        """Area [um^2] of the open surface, weighted with share and (1 - damage); collective."""
        return self._area()

    def whole_area(self) -> float:
        """Undeformed area [um^2] of the surfaces, weighted with the share alone; collective."""
        return self._whole_area()

    def _over_surface(self, integral: Callable[[], float]) -> float:
        """Return a mean over the open surface, or the present voltage if all of it is closed."""
        area = self.inflow_area()
        return integral() / area if area > 0 else float(self.held.value)

    def set_current(self, inflow: float) -> None:
        """Set the total inflow [amol/s] of the next step; a closed surface has none."""
        area = self.inflow_area()
        if area > 0:
            self._control(active=True, hold=False)
            self.inflow = inflow
            self._bind()
            self.density.value[...] = (inflow - self.bound) / area
            carried = FARADAY * abs(inflow) / area / PRESCRIBED_DROP
            self._set_conductance(carried if inflow else CONDUCTANCE_AT_REST)
        else:
            self.idle()

    def set_voltage(self, voltage: float) -> None:
        """Set the voltage [V] that is held in the next step."""
        self._set_conductance(Reversible().conductance)
        self._control(active=True, hold=True)
        self.held.value[...] = voltage
        self._bind()

    def _bind(self) -> None:
        """Set the part of the inflow [amol/s] that the film on the open surface binds."""
        self.bound = self.film.bound_rate * self.inflow_area() if self.film else 0.0

    def set_time(self, time: float) -> None:
        """Set the film to a time [s]."""
        if self.film is not None:
            self.film.set_time(time)

    def _set_conductance(self, conductance: float) -> None:
        """Set the conductance [S/m^2] of a surface without kinetics."""
        self.conductance.value[...] = min(conductance, Reversible().conductance)

    def idle(self) -> None:
        """Close the surfaces; the voltage stays as it is."""
        self._control(active=False, hold=True)
        self.held.value = self.voltage.x.array[0]
        self.inflow = self.bound = 0.0

    def _control(self, active: bool, hold: bool) -> None:
        self.is_active = active
        self.active.value[...] = float(active)
        self.holds.value[...] = float(hold)
        self.density.value[...] = 0.0

    def guess(self) -> None:
        """Set the voltage to that of a uniform current at the present fields; collective."""
        if self.holds.value:
            self.voltage.x.array[:] = self.held.value
            return
        guess = self._over_surface(self._equilibrium) + self._over_surface(self._mean_overpotential)
        self.voltage.x.array[:] = self.held.value[...] = guess

    def transferred(self) -> float:
        """Inflow [amol/s] by the local flux, integrated over the surfaces; collective."""
        return self._flow() + self.bound if self.is_active else 0.0

    def record_inflow(self) -> None:
        """Record the inflow [amol/s] of a solved step at a held voltage; collective."""
        if self.is_active and self.holds.value:
            self.inflow = self._flow() + self.bound

"""Film on the surface of a body: a coating or an SEI that conducts ions and may grow."""

from typing import Annotated, Any, Self

from pydantic import model_validator

from nanoglue.case.schema.base import Section, Switch
from nanoglue.models.arrhenius import arrhenius
from nanoglue.models.registry import RegisteredModel
from nanoglue.units.quantities import (
    JoulePerMole,
    Kelvin,
    Metre,
    MolePerCubicMetre,
    NonNegative,
    Positive,
    SiemensPerMetre,
)


class Film(Section):
    """A film in series with the charge transfer, with the resistance R = h/kappa [ohm m^2].

    kappa is the ionic ``conductivity``; with ``activation_energy`` E it is
    exp(-E/R (1/T - 1/T_ref)) times that given. With ``follows_surface`` the film keeps its volume
    while the surface stretches by the area ratio a: it is h/a thick, and its resistance per
    undeformed area is h/(kappa a^2). The film may grow; every volume that is added binds
    ``bound_concentration`` of the species, which the current supplies.

    >>> round(Film(thickness="2 nm", conductivity="1e-7 S/m").resistance(0.0, 298.15), 6)
    0.02
    """

    thickness: Positive[Metre]
    conductivity: Positive[SiemensPerMetre]
    activation_energy: NonNegative[JoulePerMole] | None = None
    reference_temperature: Positive[Kelvin] = 298.15
    follows_surface: Switch = True
    growth: Annotated[Any, RegisteredModel("models.film_growth")] | None = None
    bound_concentration: NonNegative[MolePerCubicMetre] = 0.0

    @model_validator(mode="after")
    def _binds_what_grows(self) -> Self:
        if self.bound_concentration and self.growth is None:
            raise ValueError("bound_concentration needs growth: only a film that grows binds more")
        return self

    @model_validator(mode="after")
    def _only_grows(self) -> Self:
        final = getattr(self.growth, "final_thickness", self.thickness)
        if final < self.thickness:
            given = f"{1e3 * final:g} nm, is below thickness, {1e3 * self.thickness:g} nm"
            raise ValueError(f"growth.final_thickness, {given}: a film does not shrink; raise it")
        return self

    def thickness_at(self, time: float) -> float:
        """Return the undeformed thickness [um] at a time [s]."""
        if self.growth is None:
            return self.thickness
        return float(self.growth.thickness(self.thickness, time))

    def resistance(self, time: float, temperature: float) -> float:
        """Return the resistance [ohm m^2] at a time [s] and a temperature [K]."""
        energy, reference = self.activation_energy, self.reference_temperature
        conductivity = self.conductivity * float(arrhenius(energy, reference, temperature))
        return self.thickness_at(time) / conductivity

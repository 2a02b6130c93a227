"""Order parameter of a body: energy, mobility and driving force."""

from typing import Annotated, Literal

from annotated_types import Lt
from pydantic import Field, StrictInt

from nanoglue.case.schema.base import Section, Switch
from nanoglue.case.schema.time_function import (
    Constant,
    EnergyDensityInTime,
    NumberInTime,
    RateInTime,
)
from nanoglue.units.quantities import (
    CubicMetrePerJouleSecond,
    Fraction,
    JoulePerCubicMetre,
    JoulePerMetre,
    MolePerCubicMetre,
    NonNegative,
    Number,
    PerSecond,
    Positive,
    SiemensPerMetre,
    SquareMetrePerSecond,
)


class Deposition(Section):
    """A metal that grows from ions: reaction, ions in the electrolyte, and charge.

    Below ``depletion_limit`` the front lacks ions and meets a resistance to growth, so that
    diffusion limits it; without this limit (0) a run ends where the ions are depleted.

    Ion fractions are over ``ion_concentration``, at which the electrode is at equilibrium at 0 V.
    With ``stress_coupling`` stress acts on the front by the overpotential of its reaction, without
    it by the mobility of the order parameter.
    """

    reaction_rate: Positive[PerSecond]
    transfer_coefficient: Fraction = 0.5
    metal_concentration: Positive[MolePerCubicMetre]
    ion_concentration: Positive[MolePerCubicMetre]
    initial: NumberInTime = Constant(1.0)
    diffusivity: Positive[SquareMetrePerSecond]
    metal_diffusivity: Positive[SquareMetrePerSecond]
    conductivity: Positive[SiemensPerMetre]
    metal_conductivity: Positive[SiemensPerMetre]
    stress_coupling: Switch = False
    depletion_limit: Annotated[NonNegative[Number], Lt(1)] = 0.005


class PhaseField(Section):
    """A phase (1) that grows into another (0) across a diffuse front, after Allen and Cahn.

    ``driving_force`` is the energy that a volume gains by becoming the phase, ``source`` an
    additional rate, ``misfit`` the relative volume that it adds (compression slows it then),
    ``modulus_ratio`` its Young's modulus over that of the body; across the front compliances add.
    Without ``integration`` the order parameter is integrated by ``stepping.method``.
    """

    well_height: NonNegative[JoulePerCubicMetre]
    gradient_energy: Positive[JoulePerMetre]
    mobility: Positive[CubicMetrePerJouleSecond]
    initial: NumberInTime = Constant(0.0)
    driving_force: EnergyDensityInTime = Constant(0.0)
    source: RateInTime = Constant(0.0)
    misfit: Annotated[Number, Field(gt=-1)] = 0.0
    modulus_ratio: Positive[Number] = 1.0
    deposition: Deposition | None = None
    order: Annotated[StrictInt, Field(ge=1, le=2)] = 2
    integration: Literal["backward_euler", "midpoint"] | None = None

    @property
    def feels_stress(self) -> bool:
        """Whether the elastic energy depends on the phase."""
        return self.misfit != 0 or self.modulus_ratio != 1

    @property
    def driven_by_stress(self) -> bool:
        """Whether the elastic energy drives the front by its mobility, not by its reaction."""
        reacts = self.deposition is not None and self.deposition.stress_coupling
        return self.feels_stress and not reacts

    @property
    def weight(self) -> float:
        """Share [-] of the end of a step in the state that drives it; the rest is the start's."""
        return 0.5 if self.integration == "midpoint" else 1.0

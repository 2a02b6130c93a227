"""Species that a body takes up: capacity, potential, diffusivity and swelling."""

from typing import Annotated, Any, Literal, Self

from pydantic import StringConstraints, model_validator

from nanoglue.case.schema.base import Section, Switch
from nanoglue.case.schema.film import Film
from nanoglue.case.schema.time_function import MolarRateInTime
from nanoglue.models.composition import (
    DiffusivityOfStoichiometry,
    no_overlap,
    wrong_values,
)
from nanoglue.models.materials.swelling.linear import Linear
from nanoglue.models.materials.swelling.per_axis import PerAxis
from nanoglue.models.materials.swelling.piecewise_linear import PiecewiseLinear
from nanoglue.models.registry import RegisteredModel
from nanoglue.units.constants import MOLE
from nanoglue.units.quantities import (
    CubicMetrePerMole,
    JoulePerMole,
    Kelvin,
    KilogramPerMole,
    NonNegative,
    Number,
    Positive,
)

SpeciesName = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z][\w+-]{0,19}$")]


class Species(Section):
    """A species that a body takes up; x counts its atoms per formula unit of the host.

    ``name`` is used in labels and captions, such as ``Li``.
    ``source`` is what appears of it in the volume, by a reaction or as a manufactured term.
    ``diffusivity_is`` states what the diffusivity is the coefficient of: Fick's law (chemical), a
    random walk (tracer), or a constant mobility (``physics.diffusive_flux``). With
    ``activation_energy`` E it is exp(-E/R (1/T - 1/T_ref)) times that given, which holds at
    ``reference_temperature``.
    """

    name: SpeciesName = "species"
    molar_volume: Positive[CubicMetrePerMole]
    host_molar_mass: Positive[KilogramPerMole] | None = None
    initial: NonNegative[Number] = 0.0
    max_stoichiometry: Positive[Number]
    swelling: Annotated[Any, RegisteredModel("models.materials.swelling")] | None = None
    swelling_reference: Literal["initial", "zero"] = "initial"
    potential: Annotated[Any, RegisteredModel("models.chemical_potential")]
    diffusivity: DiffusivityOfStoichiometry
    diffusivity_is: Literal["chemical", "tracer", "mobility"] = "chemical"
    activation_energy: NonNegative[JoulePerMole] | None = None
    reference_temperature: Positive[Kelvin] = 298.15
    kinetics: Annotated[Any, RegisteredModel("models.kinetics")] | None = None
    film: Film | None = None
    source: MolarRateInTime | None = None
    stress_coupling: Switch = False

    @property
    def reference_volume_ratio(self) -> float:
        """Volume ratio [-] by the swelling law at the stoichiometry of the drawn size."""
        assert self.swelling is not None
        start = self.initial if self.swelling_reference == "initial" else 0.0
        return float(self.swelling.volume_ratio(start))

    @property
    def reference_stretches(self) -> tuple[float, ...] | None:
        """Stretches [-] along the axes at the stoichiometry of the drawn size; None if equal."""
        start = self.initial if self.swelling_reference == "initial" else 0.0
        found = self.swelling.stretches(start) if self.swelling else None
        return found and tuple(float(one) for one in found)

    def stoichiometry_at_expansion(self, expansion: float) -> float:
        """Return the stoichiometry [-] at a chemical volume expansion [-] of the drawn size."""
        assert self.swelling is not None
        return float(self.swelling.stoichiometry((1 + expansion) * self.reference_volume_ratio))

    @property
    def swells_linearly(self) -> bool:
        """Whether the mean expansion of a body follows from its mean stoichiometry."""
        return isinstance(self.swelling, Linear)

    @property
    def expansion_range(self) -> float:
        """Chemical volume expansion [-] from an empty to a full body; negative where it shrinks."""
        assert self.swelling is not None
        ends = (self.swelling.volume_ratio(x) for x in (0.0, self.max_stoichiometry))
        empty, full = (float(one) for one in ends)
        return (full - empty) / self.reference_volume_ratio

    def host_mass(self, capacity: float) -> float:
        """Return the mass [kg] of a host with a capacity [amol], or 0 without its molar mass."""
        if self.host_molar_mass is None:
            return 0.0
        return capacity / self.max_stoichiometry * self.host_molar_mass / MOLE

    @model_validator(mode="after")
    def _initial_within_range(self) -> Self:
        if self.initial > self.max_stoichiometry:
            most = f"max_stoichiometry ({self.max_stoichiometry:g})"
            raise ValueError(f"initial ({self.initial:g}) must not exceed {most}")
        if self.stress_coupling and self.swelling is None:
            raise ValueError("stress_coupling needs swelling: stress acts on what swells")
        for message in wrong_values(self.diffusivity, self.max_stoichiometry):
            raise ValueError(f"diffusivity: {message}")
        return self

    @model_validator(mode="after")
    def _film_in_series(self) -> Self:
        if self.film is None:
            return self
        if self.kinetics is None or not hasattr(self.kinetics, "film_resistance"):
            raise ValueError("film needs 'kinetics: {model: butler_volmer, ...}' to be in series")
        if self.kinetics.film_resistance is not None:
            raise ValueError("film and film_resistance state the same resistance; give one of them")
        return self

    @model_validator(mode="after")
    def _volume_stays_positive(self) -> Self:
        if self.swelling is None:
            return self
        if isinstance(self.swelling, PiecewiseLinear | PerAxis):
            for message in no_overlap(self.swelling.points, self.max_stoichiometry):
                raise ValueError(f"swelling: {message}")
        for x in (0.0, self.max_stoichiometry):
            if (ratio := float(self.swelling.volume_ratio(x))) <= 0:
                message = "swelling gives a volume ratio that is not positive"
                raise ValueError(f"{message}: {ratio:g} at a stoichiometry of {x:g}")
        return self

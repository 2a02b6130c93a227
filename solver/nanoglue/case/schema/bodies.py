"""Bodies and interfaces of a case: what they are made of and how they hold together."""

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from annotated_types import Gt, Le, Lt
from pydantic import ConfigDict, Field, StrictInt, StringConstraints, model_validator

from nanoglue.case.schema.base import Component, Count, Section, Switch, Word
from nanoglue.case.schema.conversion import Conversion
from nanoglue.case.schema.phase_field import PhaseField
from nanoglue.case.schema.time_function import ForceDensityInTime, MolarRateInTime, RatioInTime
from nanoglue.models.composition import (
    DiffusivityOfStoichiometry,
    at_stoichiometry,
    functions_of_stoichiometry,
    no_overlap,
    wrong_values,
)
from nanoglue.models.materials.elasticity import Elasticity
from nanoglue.models.materials.swelling.piecewise_linear import PiecewiseLinear
from nanoglue.models.registry import RegisteredModel
from nanoglue.units.constants import MOLE
from nanoglue.units.quantities import (
    CubicMetrePerMole,
    Kelvin,
    KilogramPerMole,
    Metre,
    MetrePerSecond,
    NonNegative,
    Number,
    PascalPerMetre,
    PerKelvin,
    Positive,
    Second,
)

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

SpeciesName = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z][\w+-]{0,19}$")]


class Species(Section):
    """A species that a body takes up; x counts its atoms per formula unit of the host.

    ``name`` is used in labels and captions, such as ``Li``.
    ``source`` is what appears of it in the volume, by a reaction or as a manufactured term.
    ``diffusivity_is`` states what the diffusivity is the coefficient of: Fick's law (chemical), a
    random walk (tracer), or a constant mobility (``physics.diffusive_flux``).
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
    kinetics: Annotated[Any, RegisteredModel("models.kinetics")] | None = None
    source: MolarRateInTime | None = None
    stress_coupling: Switch = False

    @property
    def reference_volume_ratio(self) -> float:
        """Volume ratio [-] by the swelling law at the stoichiometry of the drawn size."""
        assert self.swelling is not None
        start = self.initial if self.swelling_reference == "initial" else 0.0
        return float(self.swelling.volume_ratio(start))

    def stoichiometry_at_expansion(self, expansion: float) -> float:
        """Return the stoichiometry [-] at a chemical volume expansion [-] of the drawn size."""
        assert self.swelling is not None
        return float(self.swelling.stoichiometry((1 + expansion) * self.reference_volume_ratio))

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
    def _volume_stays_positive(self) -> Self:
        if self.swelling is None:
            return self
        if isinstance(self.swelling, PiecewiseLinear):
            for message in no_overlap(self.swelling.points, self.max_stoichiometry):
                raise ValueError(f"swelling: {message}")
        for x in (0.0, self.max_stoichiometry):
            if (ratio := float(self.swelling.volume_ratio(x))) <= 0:
                message = "swelling gives a volume ratio that is not positive"
                raise ValueError(f"{message}: {ratio:g} at a stoichiometry of {x:g}")
        return self


class BodyQuadrature(Section):
    """Quadrature points of a body, which carry its stress and plastic state.

    ``degree`` 2 gives three per triangle, 4 gives six. Two is the smallest that preserves the order
    of quadratic displacements (Ciarlet 1978, theorem 4.1.6).
    """

    degree: Annotated[StrictInt, Field(ge=2, le=20)] = 4


def _elasticity_may_come_from_a_material(schema: "JsonSchemaValue") -> None:
    schema["required"] = [key for key in schema["required"] if key != "elasticity"]


class Body(Section):
    """A solid region: its elasticity, and what else it does.

    ``material`` names a material of the library or, with a slash, a file; keys of the case take
    precedence over those of the material.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_extra=_elasticity_may_come_from_a_material
    )

    material: Word | None = None
    elasticity: Annotated[Any, RegisteredModel("models.materials.elasticity")]
    plasticity: Annotated[Any, RegisteredModel("models.materials.plasticity")] | None = None
    formulation: Literal["automatic", "mixed", "displacement"] = "automatic"
    quadrature: BodyQuadrature = BodyQuadrature()
    species: Species | None = None
    growth: RatioInTime | None = None
    thermal_expansion: PerKelvin = 0.0
    stress_free_temperature: Positive[Kelvin] | None = None
    residual_strain: Annotated[Number, Gt(-0.5), Lt(1)] = 0.0
    body_force: dict[Component, ForceDensityInTime] = {}
    phase_field: PhaseField | None = None
    conversion: Conversion | None = None

    @property
    def drawn_elasticity(self) -> Elasticity:
        """Elastic law in floats, at the initial stoichiometry where it depends on one."""
        law: Elasticity = at_stoichiometry(self.elasticity, self._initial)
        return law

    @property
    def softest_modulus(self) -> float:
        """Smallest Young's modulus [MPa] between no and full uptake."""
        largest = self.species.max_stoichiometry if self.species else 0.0
        uptakes = (largest * i / 20 for i in range(21))
        laws = (at_stoichiometry(self.elasticity, x) for x in uptakes)
        return min(float(law.youngs_modulus) for law in laws)

    @property
    def _initial(self) -> float:
        return self.species.initial if self.species else 0.0

    @property
    def has_eigenstrain(self) -> bool:
        """Whether it expands with temperature or has a residual strain."""
        return bool(self.thermal_expansion or self.residual_strain)

    def eigen_stretch(self, warming: float) -> float:
        """Return the stress-free stretch [-] by warming [K] and residual strain."""
        return (1 + self.thermal_expansion * warming) * (1 + self.residual_strain)

    @property
    def swells(self) -> bool:
        """Whether its stress-free volume changes."""
        misfit = self.phase_field.misfit if self.phase_field else 0.0
        return bool(self.growth or misfit or (self.species and self.species.swelling))

    @model_validator(mode="after")
    def _isotropic_where_needed(self) -> Self:
        mixed = self.formulation == "mixed"
        felt = self.phase_field is not None and self.phase_field.feels_stress
        strained = self.swells or self.has_eigenstrain
        wanted = self.plasticity is not None or strained or felt or mixed
        if wanted and not self.elasticity.isotropic:
            message = "plasticity, swelling, a phase that feels stress and the mixed formulation"
            raise ValueError(f"{message} need an isotropic elasticity")
        return self

    @model_validator(mode="after")
    def _species_where_properties_depend_on_it(self) -> Self:
        for section in ("elasticity", "plasticity"):
            for key, value in functions_of_stoichiometry(getattr(self, section)).items():
                if self.species is None:
                    message = "depends on the stoichiometry: the body needs a species"
                    raise ValueError(f"{section}.{key} {message}")
                if self.phase_field is not None and self.phase_field.feels_stress:
                    message = "cannot depend on the stoichiometry beside a phase that feels stress"
                    raise ValueError(f"{section}.{key} {message}")
                for wrong in wrong_values(value, self.species.max_stoichiometry):
                    raise ValueError(f"{section}.{key}: {wrong}")
        return self

    @model_validator(mode="after")
    def _eigenstrain_of_a_plain_body(self) -> Self:
        thickens = self.conversion is not None and self.conversion.thickness_ratio is not None
        felt = self.phase_field is not None and self.phase_field.feels_stress
        if self.has_eigenstrain and (thickens or felt):
            message = "thermal_expansion and residual_strain are not available for a body that"
            raise ValueError(f"{message} thickens or has a phase that feels stress")
        return self

    @model_validator(mode="after")
    def _thickens_alone(self) -> Self:
        thickens = self.conversion is not None and self.conversion.thickness_ratio is not None
        if thickens and (self.swells or not self.elasticity.finite_strain):
            message = "thickness_ratio of conversion needs a body of finite strain that does not"
            raise ValueError(f"{message} swell otherwise")
        return self

    @model_validator(mode="after")
    def _one_cause_of_swelling(self) -> Self:
        if self.species is not None and self.growth is not None:
            raise ValueError("growth prescribes the swelling that species computes; give only one")
        other = self.growth or (self.species and self.species.swelling)
        if other and self.phase_field is not None and self.phase_field.feels_stress:
            message = "misfit and stiffness of phase_field need a body that does not swell"
            raise ValueError(f"{message} otherwise")
        return self


class InterfaceQuadrature(Section):
    """Quadrature points of an interface, which carry its damage."""

    scheme: Literal["gauss", "lobatto"] = "gauss"
    degree: Count = 4

    @property
    def rule(self) -> str:
        """The scheme's name in basix."""
        return {"gauss": "default", "lobatto": "GLL"}[self.scheme]


class Interface(Section):
    """A surface between two bodies: a traction-separation law, or a perfect bond.

    With ``sliding: finite`` what has failed is pressed where the minus side is closest to it now,
    boundaries that it ``contact_surfaces`` included. ``traction_area`` is the area on which the law
    acts: the present one of the minus side, as of cohesive surfaces, or the undeformed one.
    """

    law: Annotated[Any, RegisteredModel("models.cohesive")] | None = None
    bond: Literal["perfect"] | None = None
    initial_damage: Annotated[NonNegative[Number], Le(1)] = 0.0
    viscosity: NonNegative[Second] = 0.0
    contact_stiffness: Positive[PascalPerMetre] | None = None
    penetration_tolerance: Positive[Metre] | None = None
    friction: NonNegative[Number] = 0.0
    sliding: Literal["small", "finite"] = "small"
    traction_area: Literal["current", "reference"] = "current"
    contact_surfaces: tuple[Word, ...] = ()
    fatigue: Annotated[Any, RegisteredModel("models.fatigue")] | None = None
    contact_beyond_edge: Switch = False
    permeability: NonNegative[MetrePerSecond] | None = None
    quadrature: InterfaceQuadrature = InterfaceQuadrature()

    @model_validator(mode="after")
    def _law_or_bond(self) -> Self:
        if (self.law is None) == (self.bond is None):
            raise ValueError("must have either a 'law' or 'bond: perfect'")
        return self

    @model_validator(mode="after")
    def _initial_damage_of_a_strength(self) -> Self:
        if self.initial_damage and not hasattr(self.law, "strength"):
            raise ValueError("initial_damage needs a law with a strength")
        if self.initial_damage and self.law is not None and self.law.has_potential:
            message = "initial_damage needs a law with one damage, such as bilinear or exponential;"
            raise ValueError(f"{message} this law softens both tractions separately")
        return self

    @model_validator(mode="after")
    def _fatigue_of_a_strength(self) -> Self:
        if self.fatigue is not None and not hasattr(self.law, "strength"):
            raise ValueError("fatigue wears a strength away: it needs a law that has one")
        if self.fatigue is not None and self.law is not None and self.law.has_potential:
            reason = (
                "fatigue scales one damage of both tractions, but this law softens each of them"
            )
            raise ValueError(f"{reason} by itself: use bilinear or exponential with fatigue")
        return self

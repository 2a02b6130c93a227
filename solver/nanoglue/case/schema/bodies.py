"""Bodies of a case: their materials, and causes of swelling."""

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from annotated_types import Gt, Lt
from pydantic import ConfigDict, Field, StrictInt, model_validator

from nanoglue.case.schema.base import Component, Section, Word
from nanoglue.case.schema.conversion import Conversion
from nanoglue.case.schema.fracture import Fracture
from nanoglue.case.schema.interface import Interface, InterfaceQuadrature
from nanoglue.case.schema.phase_field import PhaseField
from nanoglue.case.schema.species import Species
from nanoglue.case.schema.time_function import ForceDensityInTime, RatioInTime
from nanoglue.models.composition import (
    at_stoichiometry,
    functions_of_stoichiometry,
    knots_of,
    wrong_values,
)
from nanoglue.models.materials.elasticity import Elasticity
from nanoglue.models.registry import RegisteredModel
from nanoglue.units.quantities import (
    Kelvin,
    Number,
    PerKelvin,
    Positive,
)

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

__all__ = ["Body", "BodyQuadrature", "Interface", "InterfaceQuadrature", "Species"]


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
    fracture: Fracture | None = None

    @property
    def drawn_elasticity(self) -> Elasticity:
        """Elastic law in floats, at the initial stoichiometry where it depends on one."""
        law: Elasticity = at_stoichiometry(self.elasticity, self._initial)
        return law

    @property
    def softest_modulus(self) -> float:
        """Smallest Young's modulus [MPa] between no and full uptake."""
        largest = self.species.max_stoichiometry if self.species else 0.0
        knots = (x for x in knots_of(self.elasticity) if x <= largest)
        uptakes = (*(largest * i / 200 for i in range(201)), *knots)
        laws = (at_stoichiometry(self.elasticity, x) for x in uptakes)
        return min(float(law.youngs_modulus) for law in laws)

    @property
    def _initial(self) -> float:
        return self.species.initial if self.species else 0.0

    @property
    def has_eigenstrain(self) -> bool:
        """Whether it expands with temperature or has a residual strain."""
        return bool(self.thermal_expansion or self.residual_strain)

    def eigen_volume_ratio(self, warming: float) -> float:
        """Return the stress-free volume ratio [-] by warming [K] and residual strain.

        Stretches multiply and have that volume; small strains add, to a third of its change.
        """
        thermal = self.thermal_expansion * warming
        if self.elasticity.finite_strain:
            return ((1 + thermal) * (1 + self.residual_strain)) ** 3
        return 1 + 3 * (thermal + self.residual_strain)

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
    def _finite_strain_where_axes_differ(self) -> Self:
        species = self.species
        if species and species.reference_stretches and not self.elasticity.finite_strain:
            raise ValueError(
                "swelling per_axis needs an elasticity of finite strain: use hencky or neo_hookean"
            )
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

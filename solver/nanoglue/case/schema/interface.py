"""Interfaces of a case: how two bodies hold together."""

from typing import Annotated, Any, Literal, Self

from annotated_types import Le
from pydantic import model_validator

from nanoglue.case.schema.base import Count, Section, Switch, Word
from nanoglue.models.registry import RegisteredModel
from nanoglue.units.quantities import (
    Metre,
    MetrePerSecond,
    NonNegative,
    Number,
    PascalPerMetre,
    Positive,
    Second,
)

FAR_APART = 1e3, 5e2
"""Opening and sliding [um] at which every bond that can fail is damaged."""


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

    ``initial_gap`` is the distance of the bodies that are drawn in touch, which they close without
    resistance; a negative one is an interference (shrink fit), which the first step resolves.
    """

    law: Annotated[Any, RegisteredModel("models.cohesive")] | None = None
    bond: Literal["perfect"] | None = None
    initial_damage: Annotated[NonNegative[Number], Le(1)] = 0.0
    initial_gap: Metre = 0.0
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

    @property
    def starts_failed(self) -> bool:
        """Whether the bodies touch without a bond from the start."""
        if self.law is None:
            return False
        virgin = float(self.law.damage(0.0, 0.0))
        return self.initial_damage == 1 or virgin >= self.law.failed_at()

    @property
    def never_fails(self) -> bool:
        """Whether the bodies stay bonded whatever they do."""
        return self.law is None or float(self.law.damage(*FAR_APART)) == 0

    @property
    def starting_damage(self) -> float:
        """Damage [-] at the start."""
        return 1.0 if self.starts_failed else self.initial_damage

    @property
    def bears_as_a_layer(self) -> bool:
        """Whether an intact bond is compressed with its own stiffness rather than that of contact.

        This holds for laws with a strength of bodies that start bonded and slide little, if neither
        ``contact_stiffness`` nor ``penetration_tolerance`` is given.
        """
        if self.law is None or not hasattr(self.law, "strength"):
            return False
        chosen = self.contact_stiffness is None and self.penetration_tolerance is None
        touching = self.sliding == "small" and self.initial_gap == 0 and not self.starts_failed
        return bool(chosen and touching and self.law.normal_stiffness > 0)

    @model_validator(mode="after")
    def _gap_between_bodies_that_touch(self) -> Self:
        if self.initial_gap and self.law is None:
            raise ValueError("initial_gap needs a law, as a perfect bond has no opening")
        if self.initial_gap > 0 and not self.starts_failed:
            message = "initial_gap is open, so that nothing can be bonded across it;"
            raise ValueError(f"{message} give 'law: {{model: contact}}' or 'initial_damage: 1'")
        if self.initial_gap and self.sliding == "finite":
            message = "initial_gap is not available with sliding: finite;"
            raise ValueError(f"{message} use sliding: small")
        return self

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

"""What a coating takes up once and for all, when it first meets the species."""

from typing import Self

from pydantic import model_validator

from nanoglue.case.schema.base import Section
from nanoglue.units.quantities import CubicMetrePerMole, Number, Positive


class Conversion(Section):
    """The virgin material of a body that is drawn as converted, and what it has bound.

    ``molar_volume`` is that of a formula unit of the virgin material, ``uptake`` the amount of the
    species that a formula unit binds. ``volume_ratio`` is the converted volume over the virgin one;
    ``thickness_ratio`` says instead how many times as thick the body becomes when a stage of the
    protocol converts it, away from its interfaces, which stay where they are.
    """

    molar_volume: Positive[CubicMetrePerMole]
    uptake: Positive[Number]
    volume_ratio: Positive[Number] | None = None
    thickness_ratio: Positive[Number] | None = None

    @model_validator(mode="after")
    def _one_ratio(self) -> Self:
        if self.volume_ratio is not None and self.thickness_ratio is not None:
            raise ValueError("thickness_ratio determines the volume as well; give only one")
        return self

    def bound(self, virgin: float) -> float:
        """Amount [amol] of the species that a virgin volume [um^3] binds."""
        return self.uptake * virgin / self.molar_volume

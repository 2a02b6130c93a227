"""Closed forms that a case is held against: the difference from them is recorded."""

from typing import Literal

from nanoglue.case.schema.base import Component, Section
from nanoglue.case.schema.time_function import (
    LengthInTime,
    MolarEnergyInTime,
    NumberInTime,
    StressInTime,
)

StressComponent = Literal["rr", "zz", "rz", "tt", "xx", "yy", "xy"]


class ClosedForm(Section):
    """What a body or an interface should show, as formulas in time and place.

    A body may have ``displacement``, ``stress`` (Cauchy), ``stoichiometry``, ``chemical_potential``
    and ``order_parameter``, an interface the other four.
    """

    displacement: dict[Component, LengthInTime] | None = None
    stress: dict[StressComponent, StressInTime] | None = None
    stoichiometry: NumberInTime | None = None
    chemical_potential: MolarEnergyInTime | None = None
    order_parameter: NumberInTime | None = None
    opening: LengthInTime | None = None
    sliding: LengthInTime | None = None
    traction_normal: StressInTime | None = None
    traction_tangential: StressInTime | None = None

    def given(self, *names: str) -> list[str]:
        """Return the names of the given entries."""
        return [name for name in names if getattr(self, name) is not None]


OF_INTERFACES = ("opening", "sliding", "traction_normal", "traction_tangential")
OF_SPECIES = ("stoichiometry", "chemical_potential")

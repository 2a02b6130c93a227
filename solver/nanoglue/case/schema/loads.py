"""Boundaries, supports and the protocol of a case: what is done to it from outside."""

from typing import Annotated, Any, Self

from pydantic import model_validator

from nanoglue.case.schema.base import Component, Section, Switch, Word
from nanoglue.case.schema.overpotential import PressureInTime
from nanoglue.case.schema.time_function import (
    CurrentInTime,
    FluxInTime,
    LengthInTime,
    NumberInTime,
    StressInTime,
    VoltageInTime,
)
from nanoglue.models.registry import RegisteredModel
from nanoglue.units.quantities import CubicMetrePerMole, Metre, MetrePerSecond, Positive


class Nucleus(Section):
    """Metal that grows under this surface and pushes it: its pressure falls with its speed."""

    overpotential: VoltageInTime
    molar_volume: Positive[CubicMetrePerMole]
    exchange_speed: Positive[MetrePerSecond]


class Boundary(Section):
    """Conditions on an outer surface; what is not given is free of traction and of flux."""

    symmetry: Switch = False
    displacement: dict[Component, LengthInTime] | None = None
    traction: dict[Component, StressInTime] | None = None
    pressure: PressureInTime | None = None
    nucleus: Nucleus | None = None
    follower: Switch = True
    concentration: NumberInTime | None = None
    flux: FluxInTime | None = None
    total_flux: CurrentInTime | None = None
    order_parameter: NumberInTime | None = None
    ion_fraction: NumberInTime | None = None
    potential: VoltageInTime | None = None

    @model_validator(mode="after")
    def _conditions_agree(self) -> Self:
        uptake = [
            k for k in ("concentration", "flux", "total_flux") if getattr(self, k) is not None
        ]
        if len(uptake) > 1:
            raise ValueError(f"{' and '.join(uptake)} exclude each other; give only one")
        if self.pressure is not None and self.nucleus is not None:
            raise ValueError("pressure and nucleus exclude each other; give only one")
        twice = set(self.displacement or ()) & set(self.traction or ())
        if twice:
            raise ValueError(
                f"'{min(twice)}' has both a displacement and a traction; give only one"
            )
        return self


class PointSupport(Section):
    """Holds the vertex of a body that is nearest to a point, to stop rigid motion."""

    body: Word
    near: tuple[Metre, Metre] | tuple[Metre, Metre, Metre]
    displacement: dict[Component, LengthInTime]


Stage = Annotated[Any, RegisteredModel("models.protocols")]

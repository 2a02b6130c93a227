"""Two equal arms bonded along part of their length, for beam specimens of fracture.

The arms fill 0 <= x <= length, the lower one -arm_thickness <= y <= 0 and the upper one
0 <= y <= arm_thickness. They are separate up to x = crack_length and bonded beyond. Elements are
``process_zone_size`` long in ``process_zone`` beyond the crack tip and ``bulk_size`` elsewhere.

Bodies ``upper``, ``lower``. Interface ``upper_lower``. Boundaries ``upper_end``, ``lower_end`` (at
x = 0), ``far_end`` (of both), ``upper_crack``, ``lower_crack`` (the faces of the crack),
``upper_face``, ``lower_face`` (the outer sides) and, where ``pad_at`` is given, ``upper_pad``: a
patch of the upper face, ``pad_width`` long about there, for a roller in the middle of a span.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any

from annotated_types import Ge

from nanoglue.recipe import (
    Layer,
    Metre,
    PartLabels,
    Positive,
    Whole,
    draw_layers,
    name_curves,
)

ARMS = ("upper", "lower")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes of the specimen and of its elements."""

    length: Positive[Metre]
    arm_thickness: Positive[Metre]
    crack_length: Positive[Metre]
    process_zone: Positive[Metre]
    process_zone_size: Positive[Metre]
    bulk_size: Positive[Metre]
    elements_up: Annotated[Whole, Ge(1)] = 2.0  # in each arm
    pad_at: Positive[Metre] | None = None
    pad_width: Positive[Metre] | None = None

    def __post_init__(self) -> None:
        """Check that crack, process zone and pad fit into the specimen.

        Raises:
            ValueError: crack and process zone do not fit, or the pad does not.
        """
        if self.crack_length + self.process_zone >= self.length:
            raise ValueError("crack_length and process_zone together must be shorter than length")
        if (self.pad_at is None) != (self.pad_width is None):
            raise ValueError("pad_at and pad_width go together: give both or none")
        if self.pad and not self.crack_length < self.pad[0] < self.pad[1] < self.length:
            raise ValueError("the pad must lie between the tip of the crack and the far end")

    @property
    def pad(self) -> tuple[float, ...]:
        """Both ends [um] of the pad, if there is one."""
        if self.pad_at is None or self.pad_width is None:
            return ()
        return self.pad_at - self.pad_width / 2, self.pad_at + self.pad_width / 2


def describe(parameters: Parameters) -> PartLabels:
    """Return the names of bodies, interface and boundaries."""
    boundaries: dict[str, str | tuple[str, ...]] = {"far_end": ARMS}
    for arm in ARMS:
        boundaries |= dict.fromkeys((f"{arm}_end", f"{arm}_crack", f"{arm}_face"), arm)
    if parameters.pad:
        boundaries["upper_pad"] = "upper"
    return PartLabels(ARMS, {"upper_lower": ARMS}, boundaries)


def draw(model: Any, parameters: Parameters) -> None:
    """Define both arms in sections: crack, process zone and rest, divided by the pad."""
    p = parameters
    ends = sorted({0.0, p.crack_length, p.crack_length + p.process_zone, p.length, *p.pad})
    stations = [ends[0], *(x for before, x in pairwise(ends) if x - before > 1e-6 * p.length)]
    inside = [
        p.crack_length <= (a + b) / 2 <= p.crack_length + p.process_zone
        for a, b in pairwise(stations)
    ]
    sizes = [p.process_zone_size if near else p.bulk_size for near in inside]
    arms = [
        Layer(arm, height, round(p.elements_up))
        for arm, height in zip(ARMS, (p.arm_thickness, -p.arm_thickness), strict=True)
    ]
    bond, curves = draw_layers(model, stations, sizes, arms)
    groups = {"upper_lower": bond}
    for arm, drawn in curves.items():
        groups |= {f"{arm}_end": [drawn.near], f"{arm}_crack": [drawn.unconnected]}
        groups[f"{arm}_face"] = drawn.face
    if p.pad:
        under = [p.pad[0] < (a + b) / 2 < p.pad[1] for a, b in pairwise(stations)]
        pad = [curve for curve, chosen in zip(groups["upper_face"], under, strict=True) if chosen]
        groups["upper_face"] = [curve for curve in groups["upper_face"] if curve not in pad]
        groups["upper_pad"] = pad
    name_curves(model, groups | {"far_end": [drawn.far for drawn in curves.values()]})

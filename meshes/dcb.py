"""Two equal arms glued along part of their length: double cantilever beam, end-notched flexure.

The arms fill 0 <= x <= length, the lower one -arm <= y <= 0 and the upper one 0 <= y <= arm. They
are free of each other up to x = crack and bonded beyond. Elements are ``fine`` long in ``process``
beyond the crack tip and ``coarse`` elsewhere.

Bodies ``upper``, ``lower``. Interface ``upper_lower``. Boundaries ``upper_end``, ``lower_end`` (at
x = 0), ``far_end`` (of both), ``upper_crack``, ``lower_crack`` (the faces of the crack),
``upper_face``, ``lower_face`` (the outer sides).
"""

from dataclasses import dataclass
from typing import Annotated, Any

from annotated_types import Ge

from nanoglue.layered import Layer, draw_layers, name_curves
from nanoglue.names import Names
from nanoglue.quantities import Metre, Number, Positive

ARMS = ("upper", "lower")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes of the specimen and of its elements."""

    length: Positive[Metre]
    arm: Positive[Metre]
    crack: Positive[Metre]
    process: Positive[Metre]
    fine: Positive[Metre]
    coarse: Positive[Metre]
    elements_up: Annotated[Number, Ge(1)] = 2.0  # in each arm

    def __post_init__(self) -> None:
        """Refuse a crack or a process zone longer than the specimen.

        Raises:
            ValueError: crack and process zone do not fit.
        """
        if self.crack + self.process >= self.length:
            raise ValueError("crack and process together must be shorter than length")


def describe(parameters: Parameters) -> Names:  # noqa: ARG001  the same for all sizes
    """Names that ``draw`` gives to bodies, interface and boundaries."""
    boundaries: dict[str, str | tuple[str, ...]] = {"far_end": ARMS}
    for arm in ARMS:
        boundaries |= dict.fromkeys((f"{arm}_end", f"{arm}_crack", f"{arm}_face"), arm)
    return Names(ARMS, {"upper_lower": ARMS}, boundaries)


def draw(model: Any, parameters: Parameters) -> None:
    """Draw both arms in three stretches: beside the crack, process zone, rest."""
    p = parameters
    stations = (0.0, p.crack, p.crack + p.process, p.length)
    arms = [
        Layer(arm, height, round(p.elements_up))
        for arm, height in zip(ARMS, (p.arm, -p.arm), strict=True)
    ]
    bond, curves = draw_layers(model, stations, (p.coarse, p.fine, p.coarse), arms)
    groups = {"upper_lower": bond}
    for arm, drawn in curves.items():
        groups |= {f"{arm}_end": [drawn.near], f"{arm}_crack": [drawn.loose]}
        groups[f"{arm}_face"] = drawn.face
    name_curves(model, groups | {"far_end": [drawn.far for drawn in curves.values()]})

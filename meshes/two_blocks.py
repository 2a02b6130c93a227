"""Two rectangular blocks with a straight interface between them that may be inclined.

The lower block fills 0 <= y <= lower_height of the width, the upper one the rest; the whole is
turned by ``angle`` about the origin, or with ``tilt`` the interface alone is turned about the
middle of the width. In axisymmetry x is r and y is z.

Bodies ``top``, ``bottom``. Interface ``top_bottom``. Boundaries ``top_face``, ``bottom_face`` (the
outer faces along the interface) and ``left``, ``right`` (of both bodies; at x = 0 ``left`` is the
axis in axisymmetry).
"""

from dataclasses import dataclass
from math import cos, degrees, sin, tan
from typing import Annotated, Any

from annotated_types import Ge

from nanoglue.recipe import Angle, Metre, PartLabels, Positive, Whole

BOTH = ("top", "bottom")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes, numbers of elements, and angles (bare numbers are in degrees)."""

    width: Positive[Metre]
    upper_height: Positive[Metre]
    lower_height: Positive[Metre]
    elements_across: Annotated[Whole, Ge(1)] = 1.0
    elements_up: Annotated[Whole, Ge(1)] = 1.0  # in each block
    left: Metre = 0.0  # x of the left side
    base: Metre = 0.0  # y of the bottom face
    angle: Angle = 0.0
    tilt: Angle = 0.0

    def __post_init__(self) -> None:
        """Check the angles and that the interface ends at the sides.

        Raises:
            ValueError: an angle out of range, or the tilt is too steep for the heights.
        """
        for name, value, limit in (("angle", self.angle, 180.0), ("tilt", self.tilt, 60.0)):
            if not -limit < degrees(value) < limit:
                found = f"{degrees(value):g} deg"
                raise ValueError(
                    f"{name} must be between -{limit:g} and {limit:g} deg, not {found}"
                )
        rise = abs(tan(self.tilt)) * self.width / 2
        if rise >= min(self.upper_height, self.lower_height):
            raise ValueError(
                "tilt is too steep: the interface would leave through the top or bottom face"
            )


def describe(parameters: Parameters) -> PartLabels:  # noqa: ARG001  independent of the sizes
    """Return the names of bodies, interfaces and boundaries."""
    boundaries = {"top_face": "top", "bottom_face": "bottom", "left": BOTH, "right": BOTH}
    return PartLabels(BOTH, {"top_bottom": BOTH}, boundaries)


def draw(model: Any, parameters: Parameters) -> None:
    """Define both blocks with a structured mesh."""
    p, geo = parameters, model.geo
    turn = p.angle
    rise = tan(p.tilt) * p.width / 2
    levels = {"low": (0.0, 0.0), "mid": (p.lower_height - rise, p.lower_height + rise)}
    levels["high"] = (p.lower_height + p.upper_height,) * 2

    def point(x: float, y: float) -> int:
        return int(geo.addPoint(x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn), 0))

    left = {name: point(p.left, p.base + y[0]) for name, y in levels.items()}
    right = {name: point(p.left + p.width, p.base + y[1]) for name, y in levels.items()}
    across = {name: geo.addLine(left[name], right[name]) for name in levels}
    sides = {}
    for body, start, end in (("bottom", "low", "mid"), ("top", "mid", "high")):
        sides[body] = (geo.addLine(left[start], left[end]), geo.addLine(right[start], right[end]))
    surfaces = {}
    for body, start, end in (("bottom", "low", "mid"), ("top", "mid", "high")):
        loop = geo.addCurveLoop([across[start], sides[body][1], -across[end], -sides[body][0]])
        surfaces[body] = geo.addPlaneSurface([loop])
        for side in sides[body]:
            geo.mesh.setTransfiniteCurve(side, round(p.elements_up) + 1)
        geo.mesh.setTransfiniteSurface(surfaces[body])
    for line in across.values():
        geo.mesh.setTransfiniteCurve(line, round(p.elements_across) + 1)
    geo.synchronize()
    for body, surface in surfaces.items():
        model.addPhysicalGroup(2, [surface], name=body)
    groups = {
        "top_bottom": [across["mid"]],
        "top_face": [across["high"]],
        "bottom_face": [across["low"]],
        "left": [sides[body][0] for body in BOTH],
        "right": [sides[body][1] for body in BOTH],
    }
    for name, curves in groups.items():
        model.addPhysicalGroup(1, curves, name=name)
    model.mesh.generate(2)

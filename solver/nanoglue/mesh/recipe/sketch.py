"""Curves and faces between named points, as recipes draw them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Sketch:
    """Points by name in a geometry of Gmsh."""

    geo: Any
    points: Mapping[str, int]

    @classmethod
    def of(cls, geo: Any, places: Mapping[str, tuple[float, float]]) -> Self:
        """A sketch with its points set at places [um] of the half-plane."""
        return cls(geo, {name: geo.addPoint(r, z, 0) for name, (r, z) in places.items()})

    def line(self, start: str, end: str) -> int:
        """A straight curve."""
        return int(self.geo.addLine(self.points[start], self.points[end]))

    def arc(self, start: str, end: str, centre: str = "centre") -> int:
        """A curve on a circle about a point, less than half of it."""
        ends = self.points[start], self.points[end]
        return int(self.geo.addCircleArc(ends[0], self.points[centre], ends[1]))

    def face(self, *curves: int) -> int:
        """What a closed loop of curves encloses; a negative curve is run through backwards."""
        return int(self.geo.addPlaneSurface([self.geo.addCurveLoop(list(curves))]))

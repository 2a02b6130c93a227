"""Curves and faces between named points, for recipes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Sketch:
    """Named points of a Gmsh geometry."""

    geo: Any
    points: Mapping[str, int]

    @classmethod
    def of(cls, geo: Any, places: Mapping[str, tuple[float, float]]) -> Self:
        """Create a sketch with points at positions [um] in the half-plane."""
        return cls(geo, {name: geo.addPoint(r, z, 0) for name, (r, z) in places.items()})

    def line(self, start: str, end: str) -> int:
        """Add a straight line."""
        return int(self.geo.addLine(self.points[start], self.points[end]))

    def arc(self, start: str, end: str, centre: str = "centre") -> int:
        """Add a circular arc of less than 180 degrees about a centre."""
        ends = self.points[start], self.points[end]
        return int(self.geo.addCircleArc(ends[0], self.points[centre], ends[1]))

    def face(self, *curves: int) -> int:
        """Add the face enclosed by a loop of curves; a negative tag reverses a curve."""
        return int(self.geo.addPlaneSurface([self.geo.addCurveLoop(list(curves))]))

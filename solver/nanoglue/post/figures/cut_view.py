"""Parallel projection of bodies in space onto the plane of a figure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nanoglue.post.figures.cut import Plane, Whole
from nanoglue.post.figures.cut_place import focus
from nanoglue.post.figures.publication_style import Extent
from nanoglue.post.figures.results import Results
from nanoglue.post.figures.tetrahedra import EDGES

RAISED = np.radians(20.0)
"""Angle between the direction of view and the normal of the cut."""

ASIDE = np.radians(30.0)
"""Azimuth of the view of bodies without a cut, from the y axis."""

AROUND = 0.3
"""Part of other bodies that is visible around those with a species, over the size of these."""

MARGIN = 0.03
"""White margin over the size of the bodies."""

MIDDLES = np.arange(4, 10)
HALVES = np.concatenate([np.column_stack([EDGES[:, end], MIDDLES]) for end in (0, 1)])
"""Nodes at the ends of half edges of a quadratic tetrahedron."""


BELOW = 0.1
"""Room for the scale bar below the bodies, over their size."""


@dataclass(frozen=True, slots=True)
class View:
    """Unit vectors of a parallel projection: to the right, upwards and to the viewer."""

    right: np.ndarray
    up: np.ndarray
    back: np.ndarray

    def project(self, points: np.ndarray) -> np.ndarray:
        """Return points (..., 3) in the plane of view, (..., 2) [um]."""
        return np.stack([points @ self.right, points @ self.up], axis=-1)


def view_of(shown: Whole) -> View:
    """Return the view from the side that is cut away, raised by 20 degrees.

    Lengths along the horizontal of the figure are true.

    >>> from nanoglue.post.figures.cut import Plane
    >>> view_of(Whole((True, True, False), True, Plane(1, 0.0, 1))).right
    array([1., 0., 0.])
    """
    upwards, raised = np.eye(3)[shown.up], RAISED
    first = np.eye(3)[0 if shown.up else 1]
    if shown.plane is None:
        back = np.sin(ASIDE) * first - np.cos(ASIDE) * np.cross(upwards, first)
    else:
        back = -shown.plane.normal
        if shown.plane.axis == shown.up:
            upwards, raised = np.cross(back, first), -RAISED
    right = np.cross(upwards, back)
    up = np.cos(raised) * upwards - np.sin(raised) * back
    return View(right + 0.0, up, np.cross(right, up))


def extent_of(results: Results, times: Sequence[float], shown: Whole) -> Extent:
    """Return what is visible at all times: bodies with a species, and others around them.

    Below them is room for the scale bar.
    """
    corners = {name: _corners(results, name, times, shown) for name in results.bodies}
    lowest = np.min([low for low, _ in corners.values()], axis=0)
    highest = np.max([high for _, high in corners.values()], axis=0)
    chosen = [corners[name] for name in focus(results)]
    low, high = np.min([c[0] for c in chosen], axis=0), np.max([c[1] for c in chosen], axis=0)
    size = float(np.max(high - low))
    low = np.maximum(low - AROUND * size, lowest - MARGIN * size)
    high = np.minimum(high + AROUND * size, highest + MARGIN * size)
    return low - np.array([0.0, BELOW * size]), high


def _corners(results: Results, name: str, times: Sequence[float], shown: Whole) -> Extent:
    """Return the lower and the upper corner of the kept part of a body and its images."""
    view, low, high = view_of(shown), np.full(2, np.inf), np.full(2, -np.inf)
    for time in times:
        grid = results.grid(name, time)
        for image in shown.images:
            flat = view.project(_kept(grid.cells, grid.deformed * np.array(image), shown.plane))
            low = np.minimum(low, flat.min(axis=0, initial=np.inf))
            high = np.maximum(high, flat.max(axis=0, initial=-np.inf))
    return low, high


def _kept(cells: np.ndarray, points: np.ndarray, plane: Plane | None) -> np.ndarray:
    """Return the kept nodes (n, 3) [um] and the points at which edges of elements meet the cut."""
    if plane is None:
        return points
    height = plane.height(points)
    straddling = cells[(height[cells] > 0).any(axis=1) & (height[cells] <= 0).any(axis=1)]
    ends = straddling[:, HALVES].reshape(-1, 2)
    a, b = height[ends].T
    met = (a > 0) != (b > 0)
    share = (a[met] / (a[met] - b[met]))[:, None]
    first, second = points[ends[met]].transpose(1, 0, 2)
    return np.concatenate([points[height > 0], first + share * (second - first)])

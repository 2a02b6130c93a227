"""Formulas that depend on position, evaluated at points of the mesh."""

from collections.abc import Iterator

import numpy as np

from nanoglue.case import Case
from nanoglue.case.schema.time_function import Expression
from nanoglue.case.time_checks import SECTIONS, Path, time_functions

Arrays = dict[str, np.ndarray]

MOST_POINTS = 400
"""Points of a body or boundary at which a formula is evaluated."""


def without_value(case: Case, arrays: Arrays) -> Iterator[tuple[Path, str]]:
    """Yield the path of every formula without a finite value at some point, and the point."""
    for section in SECTIONS:
        for path, function in time_functions(getattr(case, section), (section,)):
            if isinstance(function, Expression) and function.follows_place:
                points = _points(arrays, path)
                message = _failure(function, points, case.time.end)
                if message:
                    yield path, message


def _failure(function: Expression, points: np.ndarray, end: float) -> str | None:
    step = max(1, len(points) // MOST_POINTS)
    for x, y in points[::step]:
        for time in (0.0, end / 3, end):
            try:
                function(time, float(x), float(y))
            except ValueError as error:
                return f"{error} at ({x:.6g}, {y:.6g}) um"
    return None


def _points(arrays: Arrays, path: Path) -> np.ndarray:
    """Return the points at which a quantity is evaluated, (n, 2) [um].

    Prescribed values and initial fields are evaluated at nodes, coefficients of forms inside
    elements.
    """
    name = path[2] if path[0] == "output" else path[1]
    at_nodes = path[0] == "boundaries" or path[-1] == "initial"
    own = arrays["cells"][arrays["cell_names"] == name][:, :3]
    if not len(own):
        own = arrays["facets"][arrays["facet_names"] == name][:, :2]
    corners = arrays["points"][own]
    return np.unique(corners.reshape(-1, 2), axis=0) if at_nodes else corners.mean(axis=1)

"""Formulas that depend on position, evaluated at points of the mesh."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from nanoglue.case import Case
from nanoglue.case.schema.time_function import Expression
from nanoglue.case.time_checks import SECTIONS, Path, time_functions

Arrays = dict[str, np.ndarray]

MOST_POINTS = 400
"""Points of a body or boundary at which a formula is evaluated."""


SHARES_OF_TIME = (0.0, 1 / 3, 1 / 2, 1.0)
"""Times over the end of the run [-] at which a formula is evaluated."""


def without_value(case: Case, arrays: Arrays) -> Iterator[tuple[Path, str]]:
    """Yield the path of every formula without a usable value at some point, and the point.

    A value is usable if it is finite, positive as a stress-free volume ratio, and within the limits
    of the body as a content.
    """
    for section in SECTIONS:
        for path, function in time_functions(getattr(case, section), (section,)):
            if isinstance(function, Expression) and function.depends_on_position:
                points = _points(arrays, path)
                message = _failure(function, points, case.time.end, _wrong_value(case, path))
                if message:
                    yield path, message


def _failure(
    function: Expression, points: np.ndarray, end: float, wrong: Callable[[float], str]
) -> str | None:
    step = max(1, len(points) // MOST_POINTS)
    for place in points[::step]:
        for time in (share * end for share in SHARES_OF_TIME):
            try:
                message = wrong(function(time, *map(float, place)))
            except ValueError as error:
                message = str(error)
            if message:
                where = ", ".join(f"{one:.6g}" for one in place)
                return f"{message} at ({where}) um and t = {time:.4g} s"
    return None


def _wrong_value(case: Case, path: Path) -> Callable[[float], str]:
    """Return a function that states why a finite value of a quantity is refused, or nothing."""
    if path[-1] == "growth":
        return lambda value: "" if value > 0 else f"must be greater than 0, not {value:g}"
    if path[-1] == "concentration":
        sides = case.names.boundaries.get(str(path[1]), ())
        names = (sides,) if isinstance(sides, str) else sides
        most = min(
            (s.max_stoichiometry for one in names if (s := case.bodies[one].species) is not None),
            default=math.inf,
        )
        said = f"must be from 0 to max_stoichiometry ({most:g}), not"
        return lambda value: "" if 0 <= value <= most else f"{said} {value:g}"
    return lambda _: ""


def _points(arrays: Arrays, path: Path) -> np.ndarray:
    """Return the points at which a quantity is evaluated, (n, dim) [um].

    Prescribed values and initial fields are evaluated at nodes, a stress-free volume ratio at those
    of quadratic elements, and coefficients of forms inside elements.
    """
    name = path[2] if path[0] == "output" else path[1]
    at_nodes = path[0] == "boundaries" or path[-1] in ("initial", "growth")
    dim = arrays["points"].shape[1]
    own = arrays["cells"][arrays["cell_names"] == name][:, : dim + 1]
    if not len(own):
        own = arrays["facets"][arrays["facet_names"] == name][:, :dim]
    corners = arrays["points"][own]
    if path[-1] == "growth":
        middles = [(corners + np.roll(corners, turn, axis=1)) / 2 for turn in range(1, dim)]
        corners = np.concatenate([corners, *middles])
    return np.unique(corners.reshape(-1, dim), axis=0) if at_nodes else corners.mean(axis=1)

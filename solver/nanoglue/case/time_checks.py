"""Functions of time in a case, evaluated over the whole time span before anything is computed."""

import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import product

from nanoglue.case.schema.base import Section
from nanoglue.case.schema.case import Case
from nanoglue.case.schema.overpotential import Overpotential
from nanoglue.case.schema.time_function import Constant, Expression, Table, TimeFunction
from nanoglue.case.text.pattern import matches
from nanoglue.models import formula

Path = tuple[str | int, ...]

SECTIONS = (*("bodies", "interfaces", "boundaries", "point_supports", "thermal_history", "output"),)

DEPEND_ON_POSITION = (
    "bodies.*.growth",
    "bodies.*.body_force.*",
    "bodies.*.species.source",
    "bodies.*.phase_field.initial",
    "bodies.*.phase_field.driving_force",
    "bodies.*.phase_field.source",
    "bodies.*.phase_field.deposition.initial",
    "boundaries.*.displacement.*",
    "boundaries.*.concentration",
    "boundaries.*.order_parameter",
    "boundaries.*.ion_fraction",
    "boundaries.*.potential",
    "output.reference.*.*",
    "output.reference.*.*.*",
)
"""Paths of the quantities that may depend on position as well as on time."""

COORDINATES = {
    "axisymmetric": frozenset("rz"),
    "plane_strain": frozenset("xy"),
    "three_dimensional": frozenset("xyz"),
}
"""Coordinates by which a formula may depend on position."""

SAMPLES = 400
"""Intervals of the time span at whose ends a formula is evaluated."""

NEAR, FAR = 1e-9, 1e-6
"""Distances from a maximum, over the time span, between which a value grows beside a pole."""

POLE_GROWTH = 10.0
"""Growth of a value from the far to the near distance above which the maximum is a pole."""

DISTANCES = (-1e3, -1.0, -0.01, 0.01, 0.37, 1.0, 30.0, 1e3)
"""Values [um] of the coordinates at some of which a formula must have a value."""


def time_functions(tree: object, path: Path) -> Iterator[tuple[Path, TimeFunction]]:
    """Yield path and function of every function of time in a part of a case."""
    if isinstance(tree, Constant | Table | Expression):
        yield path, tree
    elif isinstance(tree, Overpotential):
        yield from time_functions(tree.potential, (*path, "overpotential"))
    elif isinstance(tree, Section | dict):
        for key, value in (vars(tree) if isinstance(tree, Section) else tree).items():
            yield from time_functions(value, (*path, key))
    elif isinstance(tree, tuple):
        for i, value in enumerate(tree):
            yield from time_functions(value, (*path, i))


def wrong_in_time(
    case: Case, bodies_at: Callable[[str], Sequence[str]]
) -> Iterator[tuple[Path, str]]:
    """Yield the path of every function without a usable value at some time, and the reason.

    Args:
        case: the case.
        bodies_at: names of the bodies at a boundary.
    """
    for section in SECTIONS:
        for path, function in time_functions(getattr(case, section), (section,)):
            if not isinstance(function, Expression):
                continue
            foreign = list(_foreign_coordinate(path, function, case.coordinates))
            yield from foreign
            if not foreign:
                dim = 3 if case.coordinates == "three_dimensional" else 2
                yield from _wrong_expression(path, function, case.time.end, dim)
    yield from _not_positive(case)
    yield from _contents_out_of_range(case, bodies_at)


def _wrong_expression(
    path: Path, function: Expression, end: float, dim: int
) -> Iterator[tuple[Path, str]]:
    position: tuple[float, ...] | None = ()
    if function.depends_on_position:
        if not _may_follow_place(path):
            yield path, "may depend on t only, not on position (x, y, r, z)"
            return
        if wrong := formula.not_smooth(function.text):
            yield path, f"{wrong} may not stand in a formula that depends on position"
            return
        position, reason = _usable_position(function, dim)
        if position is None:
            yield path, reason
            return
    try:
        pole = _pole(function, position, end)
    except ValueError as error:
        yield path, str(error)
        return
    if pole is not None:
        yield path, f"{function.text!r} has no finite value near t = {pole:.6g} s"


def _may_follow_place(path: Path) -> bool:
    """Return whether the quantity of a path may depend on position."""
    return any(matches(one.split("."), path) for one in DEPEND_ON_POSITION)


def _foreign_coordinate(
    path: Path, function: Expression, coordinates: str
) -> Iterator[tuple[Path, str]]:
    """Yield the coordinates that a formula has and the coordinate system has not."""
    if not _may_follow_place(path):
        return
    own = COORDINATES.get(coordinates, formula.POSITION)
    if foreign := sorted(formula.names(function.text) & (formula.POSITION - own)):
        *others, last = sorted(own)
        there = f"{', '.join(others)} and {last}"
        yield path, f"{coordinates} has the coordinates {there}, not {foreign[0]}"


def _usable_position(function: Expression, dim: int) -> tuple[tuple[float, ...] | None, str]:
    """Return a position at which a formula has a value at t = 0, or the reason why none has."""
    reason = ""
    for place in product(DISTANCES, repeat=dim):
        try:
            function(0.0, *place)
        except ValueError as error:
            reason = str(error)
        else:
            return place, ""
    return None, reason


@lru_cache(maxsize=1024)
def _pole(expression: Expression, position: tuple[float, ...], end: float) -> float | None:
    """Return a time between the samples at which a formula grows without bound, or None.

    Raises:
        ValueError: the formula has no finite value at a sample.
    """

    def function(t: float) -> float:
        return expression(t, *position)

    times = [end * i / SAMPLES for i in range(SAMPLES + 1)]
    sizes = [abs(function(t)) for t in times]
    for i in range(1, SAMPLES):
        if sizes[i] > 0 and sizes[i] >= max(sizes[i - 1], sizes[i + 1]):
            time = _maximum(function, times[i - 1], times[i + 1])
            near, far = (
                max(_size(function, time - share * end), _size(function, time + share * end))
                for share in (NEAR, FAR)
            )
            if near > POLE_GROWTH * far:
                return time
    return None


def _maximum(function: Callable[[float], float], low: float, high: float) -> float:
    """Return the time of the largest value in an interval, by golden-section search.

    The point that remains within a section divides the next one by the same share.
    """
    share = (math.sqrt(5) - 1) / 2
    left, right = high - share * (high - low), low + share * (high - low)
    at_left, at_right = _size(function, left), _size(function, right)
    for _ in range(45):
        if at_left > at_right:
            high, right, at_right = right, left, at_left
            left = high - share * (high - low)
            at_left = _size(function, left)
        else:
            low, left, at_left = left, right, at_right
            right = low + share * (high - low)
            at_right = _size(function, right)
    return (low + high) / 2


def _size(function: Callable[[float], float], time: float) -> float:
    try:
        return abs(function(time))
    except ValueError:
        return math.inf


def _not_positive(case: Case) -> Iterator[tuple[Path, str]]:
    """Yield formulas of volume ratios and temperatures that do not stay positive."""
    given: dict[Path, TimeFunction | None] = {
        ("bodies", name, "growth"): body.growth for name, body in case.bodies.items()
    }
    for path, function in (given | {("thermal_history",): case.thermal_history}).items():
        if isinstance(function, Expression):
            low = min(values_in_time(function, case.time.end), default=1.0)
            if low <= 0:
                yield path, f"must be greater than 0, not {low:g}"


def _contents_out_of_range(
    case: Case, bodies_at: Callable[[str], Sequence[str]]
) -> Iterator[tuple[Path, str]]:
    """Yield prescribed contents outside the limits of the bodies."""
    for name, boundary in case.boundaries.items():
        species = [case.bodies[body].species for body in bodies_at(name)]
        most = min((one.max_stoichiometry for one in species if one), default=math.inf)
        values = (
            values_in_time(boundary.concentration, case.time.end) if boundary.concentration else ()
        )
        outside = [value for value in values if not 0 <= value <= most]
        if outside:
            said = f"must be from 0 to max_stoichiometry ({most:g}), not {outside[0]:g}"
            yield ("boundaries", name, "concentration"), said


def values_in_time(function: TimeFunction, end: float) -> Sequence[float]:
    """Return the values of a function over the time span; none if it depends on position."""
    if isinstance(function, Expression) and function.depends_on_position:
        return ()
    if isinstance(function, Table):
        inside = [t for t in function.time if 0 <= t <= end]
        return [function(t) for t in (0.0, *inside, end)]
    try:
        return [function(end * i / SAMPLES) for i in range(SAMPLES + 1)]
    except ValueError:
        return ()

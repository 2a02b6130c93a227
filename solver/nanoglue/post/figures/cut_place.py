"""Place and direction of the cut through bodies in space."""

import re
from collections.abc import Sequence

import numpy as np

from nanoglue.post.figures.cut import Plane, Whole
from nanoglue.post.figures.results import NotAvailable, Results
from nanoglue.post.figures.selection import mirrors_in_space

AXES = ("x", "y", "z")
UNITS = {"nm": 1e-3, "um": 1.0, "µm": 1.0}  # um
NO_CUT = "none"

INSIDE = 1e-4
"""Distance [-] of the cut from its plane over the size, so that it does not meet the nodes."""

NEAR = 0.05
"""Distance [-] from 0 over the size below which the middle of the bodies is taken as 0."""

REMAINING_SIDE = (-1, 1, -1)
"""Side of an upright plane that remains; the other one faces the viewer."""

THIN = 0.25
"""Extent of interfaces along an axis over that along z [-], below which that axis points up."""


def whole(results: Results, cut: str | None = None, mirrored: bool = True) -> Whole:
    """Return how a run is shown.

    Args:
        results: run in space with written fields.
        cut: ``x``, ``y`` or ``z`` for the normal of the cut, also with a place as in ``x=80nm``,
            ``none``, or None for the default: a horizontal normal, that of the only plane of
            symmetry, or the axis along which the bodies are shorter.
        mirrored: whether bodies are mirrored at planes of symmetry.

    Raises:
        NotAvailable: the cut is none of these, or misses the bodies.
    """
    planes = mirrors_in_space(results)
    up = upwards(results, planes)
    if cut == NO_CUT:
        return Whole(planes, mirrored, None, up)
    start = [results.grid(name, results.times[0]).points for name in focus(results)]
    sizes = np.ptp(np.concatenate(start), axis=0)
    axis, place = _given(cut) if cut else (_shorter(sizes, planes, up), None)
    kept = REMAINING_SIDE[axis] if axis != up else -1
    return Whole(planes, mirrored, _plane(results, axis, place, planes[axis], mirrored, kept), up)


def upwards(results: Results, planes: Sequence[bool]) -> int:
    """Return the axis that points up: z, or the normal of interfaces that are flat in another."""
    found = [results.grid(name, results.times[0]).points for name in results.interfaces]
    if not found:
        return 2
    points = np.concatenate(found)
    extent = np.where(planes, 2 * np.abs(points).max(axis=0), np.ptp(points, axis=0))
    thinnest = int(extent.argmin())
    return thinnest if extent[thinnest] < THIN * extent[2] else 2


def _given(cut: str) -> tuple[int, float | None]:
    """Return axis and place [um] of a cut.

    >>> _given("x=80 nm"), _given("z")
    ((0, 0.08), (2, None))
    """
    match = re.fullmatch(r"([xyz])(?:\s*=\s*(-?\d+\.?\d*)\s*(nm|um|µm))?", cut.strip())
    if match is None:
        raise NotAvailable(f"--cut: must be x, y, z, none or a place such as x=80nm, not {cut!r}")
    place = None if match[2] is None else float(match[2]) * UNITS[match[3]]
    return AXES.index(match[1]), place


def _shorter(size: np.ndarray, planes: Sequence[bool], up: int) -> int:
    """Return the number of the horizontal axis of the default cut."""
    first, second = (axis for axis in range(3) if axis != up)
    if planes[first] != planes[second]:
        return first if planes[first] else second
    return first if size[first] < size[second] * (1 - 1e-3) else second


def _plane(
    results: Results, axis: int, place: float | None, symmetric: bool, mirrored: bool, kept: int
) -> Plane:
    """Return the plane of a cut: at a place, in the plane of symmetry, or through the middle."""
    last = results.times[-1]
    low, high = _range(results, list(results.bodies), axis, last)
    low, high = (min(low, -high), max(high, -low)) if symmetric and mirrored else (low, high)
    size = high - low
    if place is None:
        middle = sum(_range(results, focus(results), axis, results.times[0])) / 2
        place = 0.0 if symmetric or abs(middle) < NEAR * size else middle
    elif not low < place < high:
        found = f"{AXES[axis]} = {1000 * low:.4g} to {1000 * high:.4g} nm"
        raise NotAvailable(f"--cut: the bodies extend over {found}")
    if max(kept * (low - place), kept * (high - place)) < size / 100:
        kept = -kept  # of a quarter without mirror images one side is empty
    return Plane(axis, place + kept * INSIDE * size, kept)


def _range(results: Results, names: Sequence[str], axis: int, time: float) -> tuple[float, float]:
    """Return the least and the largest deformed coordinate of bodies [um]."""
    found = np.concatenate([results.grid(name, time).deformed[:, axis] for name in names])
    return float(found.min()), float(found.max())


def focus(results: Results) -> list[str]:
    """Return the bodies with a species, or all bodies if none has one."""
    time = results.times[-1]
    found = [n for n in results.bodies if "stoichiometry [-]" in results.grid(n, time).nodal]
    return found or list(results.bodies)

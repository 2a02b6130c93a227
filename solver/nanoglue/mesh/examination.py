"""Checks of a case that need its mesh, and its expected size."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from nanoglue.case import Case
from nanoglue.case.protocol_checks import expansion_limits
from nanoglue.case.stage_checks import without_area
from nanoglue.case.text.errors import CaseIssue
from nanoglue.mesh import gmsh_mesh
from nanoglue.mesh.cohesive_zone import FacetSizes, facets_in_zone, unresolved
from nanoglue.mesh.files.grid import shape_quality, solid_quality
from nanoglue.mesh.formula_points import without_value
from nanoglue.mesh.supports import unsupported
from nanoglue.mesh.unmeshed import meshing_issue
from nanoglue.models.coordinates import ON_AXIS
from nanoglue.runtime.environment import EnvironmentProblem

Arrays = dict[str, np.ndarray]

NEAR_EDGE = 0.05
"""Distance from an element, over its size [-], within which a point counts as inside.

The edges at curved boundaries are taken as straight.
"""

FAR = 1.0
"""Distance from an element, over its size [-], above which a support is not taken to be of it."""

SECONDS_PER_UNKNOWN = 3e-5
"""Time [s] of a step per unknown, measured on one core: from 1.5e-5 to 7e-5."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What the mesh of a case reveals: its size, and errors."""

    elements: int
    unknowns: int
    quality: tuple[float, ...]
    """Smallest element quality [-] and its place [um], and mean quality."""
    issues: tuple[CaseIssue, ...]

    def lines(self, case: Case) -> list[str]:
        """Return expected numbers of elements, unknowns and steps, and the time on one core."""
        steps = expected_steps(case)
        seconds = steps * self.unknowns * SECONDS_PER_UNKNOWN
        place = ", ".join(f"{coordinate:.4g}" for coordinate in self.quality[1:-1])
        return [
            f"mesh: {self.elements} elements, about {self.unknowns} unknowns",
            f"element quality (1 is equilateral): smallest {self.quality[0]:.2g} at "
            f"({place}) um, mean {self.quality[-1]:.2g}",
            f"steps: about {steps} without events and cut-backs, of the order of "
            f"{float(f'{seconds:.1g}'):g} s on one core, plus compilation",
        ]


def examine(case: Case) -> Examination:
    """Mesh a case, or take its mesh from the cache, and check what depends on it.

    Raises:
        EnvironmentProblem: Gmsh cannot be loaded.
    """
    try:
        import gmsh  # noqa: F401  an environment without it is no error of the case
    except (ImportError, OSError) as error:
        raise EnvironmentProblem(
            f"Gmsh cannot be loaded: {error}; see 'nanoglue doctor'"
        ) from error
    try:
        arrays = gmsh_mesh.draw(case)
    except (Exception, SystemExit) as error:  # of Gmsh or of the recipe's author, of any sort
        return Examination(0, 0, (0.0,) * 4, (meshing_issue(case, error),))
    found = [
        *_outside(case, arrays),
        *_far_supports(case, arrays),
        *unsupported(case, arrays),
        *_on_axis(case, arrays),
        *without_value(case, arrays),
        *_unresolved(case, arrays),
    ]
    unknowns = sum(_unknowns(case, name, arrays) for name in case.bodies)
    return Examination(
        len(arrays["cells"]), unknowns, _quality(arrays), tuple(_issues(case, found))
    )


def _quality(arrays: Arrays) -> tuple[float, ...]:
    """Return the smallest element quality [-], its place [um] and the mean."""
    dim = arrays["points"].shape[1]
    quality = (shape_quality if dim == 2 else solid_quality)(arrays["points"], arrays["cells"])
    worst = int(quality.argmin())
    place = arrays["points"][arrays["cells"][worst, : dim + 1]].mean(axis=0)
    return float(quality[worst]), *map(float, place), float(quality.mean())


def expected_steps(case: Case) -> int:
    """Return the number of steps of the lengths and expansions that the case asks for."""
    stepping, end = case.stepping, case.time.end
    if stepping.fixed:
        return max(1, round(end / stepping.fixed))
    in_time = end / stepping.largest if stepping.largest else 1.0
    return max(1, round(in_time), round(_expansion(case) / stepping.expansion))


def _expansion(case: Case) -> float:
    """Return the sum of the changes of volume expansion [-] in the stages at a given rate."""
    total, left = 0.0, case.time.end
    for stage in case.protocol:
        body, rate = case.bodies[stage.body], abs(getattr(stage, "rate", None) or 0.0)
        if stage.converts or body.species is None or body.species.swelling is None or not rate:
            continue
        low, high = expansion_limits(body.species)
        seconds = min(left, 1 / rate, stage.until.time or left)
        total += rate * seconds * (high - low)
        left -= seconds
    return total


def _issues(case: Case, found: Iterable[tuple[tuple[str | int, ...], str]]) -> Iterator[CaseIssue]:
    for path, message in found:
        yield case.wrong(path, " ".join(message.split())).issues[0]


def _on_axis(case: Case, arrays: Arrays) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the stages whose current enters through a surface at radius 0."""
    if case.coordinates != "axisymmetric":
        return
    size = float(np.ptp(arrays["points"], axis=0).max())
    for i, stage in enumerate(case.protocol):
        for name in stage.entries:
            own = arrays["facets"][arrays["facet_names"] == name]
            if len(own) and np.abs(arrays["points"][own, 0]).max() < ON_AXIS * size:
                yield ("protocol", i, "through"), without_area(name)


def _unresolved(case: Case, arrays: Arrays) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the interfaces whose facets are too long for the cohesive length of their law."""
    dim = arrays["points"].shape[1]
    counts = {}
    for name in case.interfaces:
        corners = arrays["facets"][arrays["facet_names"] == name][:, :dim]
        counts[name] = facets_in_zone(case, name, FacetSizes.of(arrays["points"][corners]))
    for name, message in unresolved(counts).items():
        yield ("interfaces", name), message


def _outside(case: Case, arrays: Arrays) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the points of the output that lie outside their bodies."""
    for key in ("points", "probes"):
        for name, point in getattr(case.output, key).items():
            if len(point.at) != arrays["points"].shape[1]:
                continue  # reported without the mesh
            corners = arrays["points"][_simplices(arrays, point.body)]
            distance, nearest = _distance(corners, np.array(point.at))
            if distance > NEAR_EDGE:
                yield (
                    ("output", key, name, "at"),
                    f"{_place(point.at)} um lies outside {point.body}; the nearest element is at "
                    f"{_place(nearest)} um",
                )


def _far_supports(case: Case, arrays: Arrays) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the point supports that are more than an element away from their bodies."""
    for i, support in enumerate(case.point_supports):
        if len(support.near) != arrays["points"].shape[1]:
            continue  # reported without the mesh
        corners = arrays["points"][_simplices(arrays, support.body)]
        distance, nearest = _distance(corners, np.array(support.near))
        if distance > FAR:
            yield (
                ("point_supports", i, "near"),
                f"{_place(support.near)} um is far from {support.body}; the nearest element is at "
                f"{_place(nearest)} um",
            )


def _place(point: Iterable[float]) -> str:
    return f"({', '.join(f'{coordinate:.6g}' for coordinate in point)})"


def _simplices(arrays: Arrays, body: str) -> np.ndarray:
    """Return the nodes of straight triangles, or tetrahedra, that fill a body, (n, dim + 1)."""
    cells = arrays["cells"][arrays["cell_names"] == body]
    if arrays["points"].shape[1] == 3:
        return cells[:, :4]
    if cells.shape[1] == 3:
        return cells
    a, b, c, ab, bc, ca = cells.T
    parts = ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))
    return np.concatenate([np.column_stack(part) for part in parts])


def _distance(corners: np.ndarray, point: np.ndarray) -> tuple[float, np.ndarray]:
    """Return how far [-] a point is outside the nearest simplex, and its centre."""
    first = corners[:, 0]
    sides = np.swapaxes(corners[:, 1:] - first[:, None], 1, 2)
    local = np.linalg.solve(sides, (point - first)[:, :, None])[:, :, 0]
    outside = np.maximum((-local).max(axis=1), local.sum(axis=1) - 1).clip(min=0.0)
    nearest = int(np.argmin(outside))
    return float(outside[nearest]), corners[nearest].mean(axis=0)


def _unknowns(case: Case, name: str, arrays: Arrays) -> int:
    """Return the number of unknowns of a body."""
    dim = arrays["points"].shape[1]
    corners = arrays["cells"][arrays["cell_names"] == name][:, : dim + 1]
    pairs = list(combinations(range(dim + 1), 2))
    vertices = len(np.unique(corners))
    edges = len(np.unique(np.sort(corners[:, pairs].reshape(-1, 2)), axis=0))
    body = case.bodies[name]
    mixed = body.formulation == "mixed" or (
        body.formulation == "automatic" and body.plasticity is not None
    )
    unknowns = dim * (vertices + edges) + vertices * (mixed + 2 * (body.species is not None))
    if body.phase_field is not None:
        nodes = vertices + (edges if body.phase_field.order == 2 else 0)
        unknowns += nodes * (3 if body.phase_field.deposition else 1)
    return unknowns

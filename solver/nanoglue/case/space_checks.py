"""What a case in three dimensions may not contain, because it is defined in a section only."""

from collections.abc import Iterator
from pathlib import Path

from nanoglue.case.case_file import CaseFile
from nanoglue.case.part_names import PartNames
from nanoglue.case.schema.case import Case
from nanoglue.case.schema.interface import Interface

Contradiction = tuple[tuple[str | int, ...], str]

FINITE_SLIDING = "is small in three dimensions; leave it out, or use a section"


def wrong_dimension(case: Case, names: PartNames) -> Iterator[Contradiction]:
    """Yield a mesh whose elements do not have the dimension of the coordinates.

    Only recipes whose labels state their dimension are checked.
    """
    dim = getattr(names, "dim", None)
    needed = 3 if case.coordinates == "three_dimensional" else 2
    if dim in (None, needed):
        return
    file = getattr(case.geometry.parameters, "mesh", None)
    source = Path(file.path).name if isinstance(file, CaseFile) else case.geometry.recipe
    has, remedy = {
        2: ("triangles", "use axisymmetric or plane_strain, or a mesh of tetrahedra"),
        3: ("tetrahedra", "use 'coordinates: three_dimensional', or a mesh of triangles"),
    }[dim]
    message = f"{source} has {has}, but the coordinates are {case.coordinates}; {remedy}"
    yield ("geometry", "mesh" if isinstance(file, CaseFile) else "recipe"), message


def not_in_space(case: Case) -> Iterator[Contradiction]:
    """Yield what is not available in three dimensions, and points with a wrong dimension."""
    space = case.coordinates == "three_dimensional"
    for path, point in _points(case):
        if len(point) != (3 if space else 2):
            given = f"{case.coordinates} has {3 if space else 2} coordinates, not {len(point)}"
            yield path, given
    if not space:
        return
    for name, interface in case.interfaces.items():
        for key, message in _of_interface(interface):
            yield ("interfaces", name, key), message
    yield from _of_bodies(case)
    yield from _of_conditions(case)
    yield from _of_settings(case)


def _of_settings(case: Case) -> Iterator[Contradiction]:
    for key in ("fronts", "amplitude"):
        if getattr(case.output, key, None):
            yield ("output", key), "is not available in three dimensions"


def _points(case: Case) -> Iterator[tuple[tuple[str | int, ...], tuple[float, ...]]]:
    for i, support in enumerate(case.point_supports):
        yield ("point_supports", i, "near"), support.near
    for key in ("points", "probes"):
        for name, point in getattr(case.output, key).items():
            yield ("output", key, name, "at"), point.at


def _of_interface(interface: Interface) -> Iterator[tuple[str, str]]:
    if interface.sliding == "finite":
        yield "sliding", FINITE_SLIDING
    if interface.contact_beyond_edge:
        yield "contact_beyond_edge", "is not available in three dimensions; set it to false"
    if interface.quadrature.scheme != "gauss":
        yield "quadrature", f"{interface.quadrature.scheme} has no points on triangles; use gauss"


def _of_bodies(case: Case) -> Iterator[Contradiction]:
    for name, body in case.bodies.items():
        if not getattr(body.elasticity, "isotropic", True):
            message = "needs a plane of isotropy, which only a section has; use an isotropic model"
            yield ("bodies", name, "elasticity"), message


def _of_conditions(case: Case) -> Iterator[Contradiction]:
    for name, boundary in case.boundaries.items():
        if boundary.nucleus is not None:
            yield ("boundaries", name, "nucleus"), "is not available in three dimensions"

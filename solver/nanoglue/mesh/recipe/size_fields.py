"""Element sizes that grow with the distance from a refined region."""

from collections.abc import Sequence
from math import ceil, log
from typing import Any

SAMPLES = 400
"""Number of sampling points of a curve for distances."""

SURFACE_SAMPLES = 60
"""Number of sampling points of a surface along each of its parameters."""


def division(length: float, first: float, last: float) -> tuple[int, float]:
    """Return the number of elements along a curve and the ratio of successive sizes.

    Sizes form a geometric progression from ``first`` to ``last`` that fills the length.

    >>> division(10.0, 1.0, 1.0)
    (10, 1.0)
    """
    if last >= length:
        return 1, 1.0
    ratio = (length - first) / (length - last)
    count = ceil(length / first if last == first else 1 + log(last / first) / log(ratio))
    return count, (last / first) ** (1 / max(count - 1, 1))


def distance(field: Any, *, curves: Sequence[int] = (), points: Sequence[int] = ()) -> int:
    """Return a Gmsh field of the distance [um] from curves or points."""
    tag = int(field.add("Distance"))
    field.setNumbers(tag, "CurvesList", list(curves))
    field.setNumbers(tag, "PointsList", list(points))
    field.setNumber(tag, "Sampling", SAMPLES)
    return tag


def growth_field(
    field: Any, away: int, near: float, sizes: tuple[float, float], rate: float
) -> int:
    """Return a Gmsh field of sizes [um] that grow linearly with a distance.

    Args:
        field: ``model.mesh.field``.
        away: tag of the distance field.
        near: distance [um] up to which the size is smallest.
        sizes: smallest and largest size [um].
        rate: increase of the size per distance [-].

    Returns:
        The tag of the field.
    """
    smallest, largest = sizes
    tag = int(field.add("Threshold"))
    field.setNumber(tag, "InField", away)
    settings = {
        "SizeMin": smallest,
        "SizeMax": largest,
        "DistMin": near,
        "DistMax": near + (largest - smallest) / rate,
    }
    for name, value in settings.items():
        field.setNumber(tag, name, value)
    return tag


def growth_from_place(
    model: Any, place: tuple[float, float, float], sizes: tuple[float, float], rate: float
) -> int:
    """Return a Gmsh field of sizes [um] that grow with the distance from the point at a place.

    The size is the smallest up to four times its value from there.
    """
    low, high = ([x + shift for x in place] for shift in (-1e-6, 1e-6))
    points = [tag for _, tag in model.getEntitiesInBoundingBox(*low, *high, 0)]
    away = distance(model.mesh.field, points=points)
    return growth_field(model.mesh.field, away, 4 * sizes[0], sizes, rate)


def minimum_field(field: Any, fields: Sequence[int]) -> int:
    """Return a Gmsh field: the minimum of several fields."""
    tag = int(field.add("Min"))
    field.setNumbers(tag, "FieldsList", list(fields))
    return tag


def surface_distance(field: Any, surfaces: Sequence[int]) -> int:
    """Return a Gmsh field of the distance [um] from surfaces in space."""
    tag = int(field.add("Distance"))
    field.setNumbers(tag, "SurfacesList", list(surfaces))
    field.setNumber(tag, "Sampling", SURFACE_SAMPLES)
    return tag


def within_faces(field: Any, sizes: int, faces: Sequence[int]) -> int:
    """Return a Gmsh field that equals another one in plane faces, without effect elsewhere."""
    tag = int(field.add("Restrict"))
    field.setNumber(tag, "InField", sizes)
    field.setNumbers(tag, "SurfacesList", list(faces))
    return tag


def within(field: Any, sizes: int, volumes: Sequence[int]) -> int:
    """Return a Gmsh field that equals another one in volumes, and is without effect elsewhere."""
    tag = int(field.add("Restrict"))
    field.setNumber(tag, "InField", sizes)
    field.setNumbers(tag, "VolumesList", list(volumes))
    field.setNumber(tag, "IncludeBoundary", 1)
    return tag


def constant_within(field: Any, size: float, volumes: Sequence[int], elsewhere: float) -> int:
    """Return a Gmsh field of one size [um] in volumes and another elsewhere."""
    tag = int(field.add("Constant"))
    field.setNumber(tag, "VIn", size)
    field.setNumber(tag, "VOut", elsewhere)
    field.setNumbers(tag, "VolumesList", list(volumes))
    return tag


def use_fields(field: Any, fields: Sequence[int]) -> None:
    """Let the smallest of some fields alone set the element sizes."""
    import gmsh

    field.setAsBackgroundMesh(minimum_field(field, fields))
    for source in ("ExtendFromBoundary", "FromPoints", "FromCurvature"):
        gmsh.option.setNumber(f"Mesh.MeshSize{source}", 0)


def use_in_space(field: Any, fields: Sequence[int]) -> None:
    """Let the smallest of some fields alone set the sizes of tetrahedra."""
    import gmsh

    use_fields(field, fields)
    gmsh.option.setNumber("Mesh.Algorithm", 6)
    gmsh.option.setNumber("Mesh.Algorithm3D", 10)
    gmsh.option.setNumber("General.NumThreads", 1)

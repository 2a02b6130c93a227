"""Triangles or tetrahedra of a mesh file: Gmsh .msh, Abaqus .inp, Exodus, or a format of meshio.

Bodies are the physical groups (Gmsh) or element sets (Abaqus) of triangles, or of tetrahedra in
three dimensions. Interfaces are the
facets that two bodies share; a named group of exactly these facets gives an interface its name,
otherwise it is ``FIRST_SECOND`` in the order of the file. The plus side is the body named first.
Boundaries are the other named groups of facets, surfaces or node sets. Bodies share the nodes of
their interface, or are joined by cohesive elements of zero thickness.
"""

from dataclasses import dataclass
from typing import Any, Literal

from nanoglue.recipe import CaseFile, PartLabels, parts_of, scale_of


@dataclass(frozen=True, slots=True)
class Parameters:
    """The file, its unit of length and the sets that are used."""

    mesh: CaseFile
    unit: Literal["nm", "um", "mm", "m"]
    bodies: tuple[str, ...] = ()
    boundaries: tuple[str, ...] = ()


def _parts(parameters: Parameters) -> Any:
    p = parameters
    return parts_of(p.mesh.path, p.mesh.digest, p.bodies, p.boundaries)


def describe(parameters: Parameters) -> PartLabels:
    """Return the names of bodies, interfaces and boundaries."""
    labels: PartLabels = _parts(parameters).labels
    return labels


def arrays(parameters: Parameters, order: int) -> Any:
    """Return the mesh as arrays, with elements of an order."""
    return _parts(parameters).arrays(scale_of(parameters.unit), order)

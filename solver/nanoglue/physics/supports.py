"""Prescribed displacements and concentrations of boundaries.

As Dirichlet conditions that follow time.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from nanoglue import stack  # noqa: F401  before dolfinx

from dolfinx import fem  # isort: skip

Course = Callable[[float], float]


class Support:
    """One component of a body's field held to a course of time."""

    def __init__(self, space: Any, dofs: Any, course: Course) -> None:
        """Hold the dofs of a scalar (sub)space to a course, value in the field's unit at t [s]."""
        self.course = course
        self.value = fem.Constant(space.mesh, 0.0)
        self.condition = fem.dirichletbc(self.value, dofs, space)

    def move(self, time: float) -> None:
        """Set the value that holds at a time [s]."""
        self.value.value = self.course(time)


def on_boundary(body: Any, tag: int, space: Any, course: Course) -> Support:
    """Hold a scalar (sub)space of a body on its facets of a tag."""
    mesh = body.mesh
    facets = body.facet_tags.find(tag)
    return Support(space, fem.locate_dofs_topological(space, mesh.topology.dim - 1, facets), course)


def displacement_supports(domain: Any, case: Any, mechanics: Mapping[str, Any]) -> list[Support]:
    """Supports that the boundaries of a case ask of the displacements."""
    supports = []
    for name, boundary in case.boundaries.items():
        for body_name, tag in domain.boundaries[name].tags.items():
            body, space = domain.bodies[body_name], mechanics[body_name].u.function_space
            for component, course in _held(domain, name, boundary).items():
                index = domain.coordinates.components.index(component)
                supports.append(on_boundary(body, tag, space.sub(index), course))
    return supports


def uptake_supports(domain: Any, case: Any, diffusion: Mapping[str, Any]) -> list[Support]:
    """Stoichiometries that the boundaries of a case prescribe."""
    return [
        on_boundary(
            domain.bodies[body], tag, diffusion[body].x.function_space, boundary.concentration
        )
        for name, boundary in case.boundaries.items()
        if boundary.concentration
        for body, tag in domain.boundaries[name].tags.items()
        if body in diffusion
    ]


def _held(domain: Any, name: str, boundary: Any) -> dict[str, Course]:
    """Components held on a boundary.

    Symmetry holds the one along its normal, which must be an axis.
    """
    held: dict[str, Course] = dict(boundary.displacement or {})
    if boundary.symmetry:
        held.setdefault(domain.coordinates.components[domain.normal_axis(name)], _at_rest)
    return held


def _at_rest(time: float) -> float:  # noqa: ARG001  the course of a symmetry plane
    return 0.0


def point_support(
    domain: Any, body_name: str, near: tuple[float, float], space: Any, course: Course
) -> Support:
    """Hold a scalar (sub)space of a body at the vertex nearest to a point [um].

    Every rank calls this.
    """
    mesh = domain.bodies[body_name].mesh
    owned = mesh.topology.index_map(0).size_local
    mesh.topology.create_connectivity(0, mesh.topology.dim)
    from dolfinx import mesh as dmesh

    vertices = np.arange(owned, dtype=np.int32)
    positions = (
        dmesh.entities_to_geometry(mesh, 0, vertices).reshape(-1)
        if owned
        else np.empty(0, dtype=np.int32)
    )
    distance = np.linalg.norm(mesh.geometry.x[positions, :2] - np.asarray(near), axis=1)
    best = float(distance.min()) if owned else np.inf
    nearest = mesh.comm.allreduce((best, mesh.comm.rank), op=_smallest())
    mine = nearest[1] == mesh.comm.rank and owned > 0
    chosen = vertices[[int(distance.argmin())]] if mine else np.empty(0, dtype=np.int32)
    return Support(space, fem.locate_dofs_topological(space, 0, chosen), course)


def _smallest() -> Any:
    from mpi4py import MPI

    return MPI.MINLOC

"""Dirichlet conditions in time: prescribed displacements and concentrations of boundaries."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from nanoglue.case.schema.case import Case
from nanoglue.case.schema.loads import Boundary
from nanoglue.mesh.domain import Body, Domain
from nanoglue.models.expressions import Expr
from nanoglue.models.formula import NoValueError
from nanoglue.runtime.collective import first_problem
from nanoglue.runtime.fenics import fem

TimeFunction = Callable[..., float]


class Support:
    """One component of a body's field held to a course of time."""

    def __init__(
        self, space: fem.FunctionSpace, entities: np.ndarray, dim: int, course: TimeFunction
    ) -> None:
        """Hold a scalar (sub)space on entities of a dimension to a course, value at t [s]."""
        self.course = course
        self.places, self.held = np.empty((0, space.mesh.geometry.dim)), np.empty(0, dtype=np.int32)
        if getattr(course, "depends_on_position", False):
            self._follow_place(space, entities, dim)
            return
        self.value: Any = fem.Constant(space.mesh, 0.0)
        dofs = fem.locate_dofs_topological(space, dim, entities)
        self.condition = fem.dirichletbc(self.value, dofs, space)

    def _follow_place(self, space: fem.FunctionSpace, entities: np.ndarray, dim: int) -> None:
        """A value at each dof, from its coordinates."""
        part = len(space.component()) > 0
        own = space.collapse()[0] if part else space
        self.value = fem.Function(own)
        self.places = own.tabulate_dof_coordinates()[:, : space.mesh.geometry.dim]
        where = (space, own) if part else space
        dofs = fem.locate_dofs_topological(where, dim, entities)
        self.held = np.asarray(dofs[1] if part else dofs)
        self.condition = fem.dirichletbc(self.value, dofs, *((space,) if part else ()))

    def set_time(self, time: float) -> None:
        """Set the value that holds at a time [s]; collective.

        Raises:
            NoValueError: on every rank, if the course has no value somewhere.
        """
        if not isinstance(self.value, fem.Function):
            self.value.value = self.course(time)
            return
        problem = None
        try:
            for dof in self.held:
                self.value.x.array[dof] = self.course(time, *self.places[dof])
        except NoValueError as error:
            problem = str(error)
        message = first_problem(self.value.function_space.mesh.comm, problem)
        if message is not None:
            raise NoValueError(message)


def on_boundary(body: Body, tag: int, space: fem.FunctionSpace, course: TimeFunction) -> Support:
    """Hold a scalar (sub)space of a body on its facets of a tag."""
    mesh = body.mesh
    return Support(space, body.facet_tags.find(tag), mesh.topology.dim - 1, course)


def displacement_conditions(
    domain: Domain, case: Case, spaces: Mapping[str, fem.FunctionSpace]
) -> list[Support]:
    """Return the prescribed displacements of boundaries, for bodies with their spaces."""
    supports = []
    for name, boundary in case.boundaries.items():
        for body_name, tag in domain.boundaries[name].tags.items():
            if body_name not in spaces:
                continue
            body, space = domain.bodies[body_name], spaces[body_name]
            for component, course in _held(domain, case, name, boundary).items():
                index = domain.coordinates.components.index(component)
                supports.append(on_boundary(body, tag, space.sub(index), course))
    return supports


def point_supports(
    domain: Domain, case: Case, spaces: Mapping[str, fem.FunctionSpace]
) -> list[Support]:
    """Return the prescribed displacements of points, for bodies with their spaces; collective."""
    return [
        point_condition(
            domain,
            support.body,
            support.near,
            spaces[support.body].sub(domain.coordinates.components.index(component)),
            course,
        )
        for support in case.point_supports
        if support.body in spaces
        for component, course in support.displacement.items()
    ]


def scalar_conditions(
    domain: Domain, case: Case, key: str, fields: Mapping[str, fem.Function]
) -> list[Support]:
    """Values of the fields of bodies that the boundaries of a case prescribe by an entry."""
    return [
        on_boundary(domain.bodies[body], tag, fields[body].function_space, getattr(boundary, key))
        for name, boundary in case.boundaries.items()
        if getattr(boundary, key)
        for body, tag in domain.boundaries[name].tags.items()
        if body in fields
    ]


def _held(domain: Domain, case: Case, name: str, boundary: Boundary) -> dict[str, TimeFunction]:
    """Components held on a boundary.

    Symmetry holds the one along its normal, which must be an axis.
    """
    held: dict[str, TimeFunction] = dict((boundary.displacement or {}).items())
    if boundary.symmetry:
        axis = domain.normal_axis(name)
        if axis is None:
            message = f"{name} is not straight along an axis; hold its displacement instead"
            raise case.wrong(("boundaries", name, "symmetry"), message)
        held.setdefault(domain.coordinates.components[axis], _at_rest)
    return held


def _at_rest(time: float) -> float:  # noqa: ARG001  the course of a symmetry plane
    return 0.0


def point_condition(
    domain: Domain,
    body_name: str,
    near: tuple[float, ...],
    space: fem.FunctionSpace,
    course: TimeFunction,
) -> Support:
    """Hold a scalar (sub)space of a body at the vertex nearest to a point [um].

    Every rank calls this.
    """
    mesh = domain.bodies[body_name].mesh
    owned = mesh.topology.index_map(0).size_local
    mesh.topology.create_connectivity(0, mesh.topology.dim)
    from nanoglue.runtime.fenics import mesh as dmesh

    vertices = np.arange(owned, dtype=np.int32)
    positions = (
        dmesh.entities_to_geometry(mesh, 0, vertices).reshape(-1)
        if owned
        else np.empty(0, dtype=np.int32)
    )
    distance = np.linalg.norm(
        mesh.geometry.x[positions, : mesh.geometry.dim] - np.asarray(near), axis=1
    )
    best = float(distance.min()) if owned else np.inf
    nearest = mesh.comm.allreduce((best, mesh.comm.rank), op=_smallest())
    mine = nearest[1] == mesh.comm.rank and owned > 0
    chosen = vertices[[int(distance.argmin())]] if mine else np.empty(0, dtype=np.int32)
    return Support(space, chosen, 0, course)


def _smallest() -> Expr:
    from nanoglue.runtime.fenics import MPI

    return MPI.MINLOC

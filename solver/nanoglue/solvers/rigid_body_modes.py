"""Unsupported bodies: rigid-body modes that no boundary condition, bond or contact prevents."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from nanoglue.physics.cohesion import Cohesion
from nanoglue.runtime.fenics import PETSc, fem
from nanoglue.solvers.block_system import BlockSystem
from nanoglue.solvers.near_null_space import rigid_fields
from nanoglue.solvers.solved_problem import SolvedProblem

FREE_STIFFNESS = 1e-9
"""Relative stiffness [-] of a rigid-body mode below which the mode is unconstrained."""

OPEN = 1e3
"""Gap [um], far above the size of any domain, at which an interface has no contact."""

ONE_SIDED = 0.5
"""Share of the contact forces [-] from which their resultant pushes a body away."""

NEGLIGIBLE_LOAD = 1e-3
"""Load over the resultant of contact [-] that does not press a body against its contact."""


@dataclass(frozen=True, slots=True)
class RigidBodyMode:
    """Rigid-body mode of a body: description, body, displacement field and nodal values."""

    name: str
    body: str
    field: fem.Function
    values: np.ndarray


def unconstrained_modes(problem: SolvedProblem) -> list[str]:
    """Return the descriptions of rigid-body modes without stiffness; collective."""
    motions = _modes(problem)
    stiffness = _stiffness(problem, _vectors(problem, motions))
    return _free(stiffness, [motion.name for motion in motions])


def newly_unsupported(problem: SolvedProblem) -> list[str]:
    """Return bodies that only viscous regularisation still supports; collective.

    When an interface has failed everywhere, only the viscosity transmits tension and shear. Without
    it no static equilibrium exists if a load drives a body away, or if contact pushes it away and
    no load presses it back; where nothing acts, the position of a free body is not determined.
    """
    failed = [cohesion for cohesion in problem.cohesion.values() if _failed(cohesion)]
    if not failed:
        return []
    motions = _modes(problem)
    with _without_viscosity(problem):
        vectors = _vectors(problem, motions)
        free = _null_space(_stiffness(problem, vectors))
        whole = _forces(problem)
        with _without_contact(failed):
            loads = _forces(problem)
            _mechanics(problem).assemble_tangent()
            movable = _null_space(_stiffness(problem, vectors))
    shares = np.zeros(len(vectors))
    if len(free):
        shares = np.abs(free).max(axis=0)
    elif len(movable):
        shares = _pushed_away(movable, vectors, whole, loads)
    _destroy(*vectors, whole, loads)
    moved = shares > 0.1 * max(float(shares.max()), np.finfo(float).tiny)
    return list(dict.fromkeys(m.body for m, moves in zip(motions, moved, strict=True) if moves))


def _pushed_away(
    movable: np.ndarray, vectors: list[PETSc.Vec], whole: PETSc.Vec, loads: PETSc.Vec
) -> np.ndarray:
    """Return the shares of the modes in a motion that contact drives, 0 if loads oppose it.

    Args:
        movable: combinations of the modes, one per row, that contact alone may prevent.
        vectors: the modes.
        whole: forces of loads and contact.
        loads: forces without contact.
    """
    force = np.array([whole.dot(vector) for vector in vectors])
    shares: np.ndarray = movable.T @ (movable @ force)
    motion, contact = whole.duplicate(), whole.copy()
    motion.set(0.0)
    for share, vector in zip(shares, vectors, strict=True):
        motion.axpy(float(share), vector)
    contact.axpy(-1.0, loads)
    pressed: Any = loads.dot(motion)  # complex too in the stubs
    contact.pointwiseMult(contact, motion)
    pushed: Any = contact.sum()
    contact.abs()
    one_sided = pushed > ONE_SIDED * contact.sum()
    _destroy(motion, contact)
    return np.abs(shares) * float(one_sided and pressed >= -NEGLIGIBLE_LOAD * pushed)


def _forces(problem: SolvedProblem) -> PETSc.Vec:
    """Return the residual of the present state."""
    system = _mechanics(problem)
    system.gather()
    system.assemble_residual()
    return system.vector.copy()


def _failed(cohesion: Cohesion) -> bool:
    """Return whether an interface with viscosity has failed everywhere; collective."""
    bonded = cohesion.envelope_old.x.array < cohesion.law.failed_at() - 1e-12
    somewhere = cohesion.domain.mesh.comm.allreduce(int(bonded.any()))
    return cohesion.viscosity.value > 0 and not somewhere


@contextmanager
def _without_viscosity(problem: SolvedProblem) -> Iterator[None]:
    """Set every interface to its damage without viscosity, and restore it afterwards."""
    interfaces = list(problem.cohesion.values())
    saved = [(one.damage_old.x.array.copy(), float(one.frozen.value)) for one in interfaces]
    for one in interfaces:
        envelope = one.envelope_old.x.array
        failed = envelope >= one.law.failed_at() - 1e-12
        one.damage_old.x.array[:] = np.where(failed, 1.0, envelope)
        one.frozen.value[...] = 1.0
    try:
        yield
    finally:
        for one, (damage, frozen) in zip(interfaces, saved, strict=True):
            one.damage_old.x.array[:] = damage
            one.frozen.value[...] = frozen


@contextmanager
def _without_contact(interfaces: Sequence[Cohesion]) -> Iterator[None]:
    """Open interfaces without a bond so far that nothing touches, and close them afterwards."""
    gaps = [float(one.gap.value) for one in interfaces]
    stiffnesses = [one.contact.stiffness if one.contact else 0.0 for one in interfaces]
    _set_contact(interfaces, [OPEN] * len(gaps), [0.0] * len(gaps))
    try:
        yield
    finally:
        _set_contact(interfaces, gaps, stiffnesses)


def _set_contact(
    interfaces: Sequence[Cohesion], gaps: Sequence[float], stiffnesses: Sequence[float]
) -> None:
    """Set initial gaps [um] and contact stiffnesses [MPa/um] of finite sliding."""
    for one, gap, stiffness in zip(interfaces, gaps, stiffnesses, strict=True):
        one.gap.value[...] = gap
        if one.contact is not None:
            one.contact.set_stiffness(stiffness)


def _mechanics(problem: SolvedProblem) -> BlockSystem:
    """Return the system with the displacements."""
    return next(s for s in problem.systems if set(s.fields) & set(problem.displacements))


def _modes(problem: SolvedProblem) -> list[RigidBodyMode]:
    """Return the rigid-body modes of each body; with an axis, only translation along it."""
    coordinates, dim = problem.domain.coordinates, problem.domain.dim
    found = []
    for name, body in problem.mechanics.items():
        points = body.u.function_space.tabulate_dof_coordinates()[:, :dim]
        now = points + body.u.x.array.reshape(-1, dim)
        titles = [f"{name} along {axis}" for axis in coordinates.components]
        if dim == 2:
            titles.append(f"{name} in rotation")
        else:
            titles += [
                f"{name} in rotation about {axis}" for axis in reversed(coordinates.components)
            ]
        kinds = dict(zip(titles, rigid_fields(now), strict=True))
        if coordinates.has_axis:
            kinds = {titles[1]: kinds[titles[1]]}
        found += [
            RigidBodyMode(description, name, body.u, values.reshape(-1))
            for description, values in kinds.items()
        ]
    return found


def _vectors(problem: SolvedProblem, motions: list[RigidBodyMode]) -> list[PETSc.Vec]:
    """Return the modes as vectors, normalised with the diagonal of the tangent."""
    system = _mechanics(problem)
    system.assemble_tangent()
    diagonal = system.matrix.getDiagonal()
    diagonal.abs()
    saved = [field.x.array.copy() for field in system.fields]
    vectors = []
    for motion in motions:
        for field in system.fields:
            field.x.array[:] = 0.0
        motion.field.x.array[:] = motion.values
        system.gather()
        vector, squares = system.unknown.copy(), system.unknown.copy()
        squares.pointwiseMult(system.unknown, system.unknown)
        vector.scale(1 / max(np.sqrt(diagonal.dot(squares)), 1e-300))
        vectors.append(vector)
        _destroy(squares)
    _destroy(diagonal)
    for field, values in zip(system.fields, saved, strict=True):
        field.x.array[:] = values
    system.gather()
    return vectors


def _stiffness(problem: SolvedProblem, vectors: list[PETSc.Vec]) -> np.ndarray:
    """Return the projection of the last assembled tangent onto the modes."""
    matrix = _mechanics(problem).matrix
    found = np.empty((len(vectors), len(vectors)))
    for i, vector in enumerate(vectors):
        force = matrix.createVecLeft()
        matrix.mult(vector, force)
        found[:, i] = [other.dot(force) for other in vectors]
        _destroy(force)
    return found


def _destroy(*vectors: PETSc.Vec) -> None:
    """Free vectors, which Python's garbage collector does not on several ranks; collective."""
    for vector in vectors:
        vector.destroy()


def _null_space(stiffness: np.ndarray) -> np.ndarray:
    """Return combinations of modes without stiffness, one per row."""
    if not np.isfinite(stiffness).all():
        return np.empty((0, len(stiffness)))
    _, values, rows = np.linalg.svd(stiffness)
    free: np.ndarray = rows[values < FREE_STIFFNESS]
    return free


def _free(stiffness: np.ndarray, names: list[str]) -> list[str]:
    """Return the names of modes that contribute to a motion without stiffness.

    >>> _free(np.diag([1.0, 0.0]), ["top along x", "top along y"])
    ['top along y']
    """
    parts = np.abs(_null_space(stiffness)).max(axis=0, initial=0.0)
    return [name for name, part in zip(names, parts, strict=True) if part > 0.1]

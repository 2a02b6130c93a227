"""Bodies that nothing holds: rigid motions without stiffness, and loads that drive them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from nanoglue.runtime.fenics import PETSc, fem

FREE = 1e-9
"""Stiffness of a rigid motion [-], over that of its points one by one, below which it is free."""

SHARE = 1e-3
"""Work of a load over the size of all bodies [-], over the toughness, below which it is none."""


@dataclass(frozen=True, slots=True)
class RigidBodyMode:
    """A rigid motion of a body: its name, the body, its displacement and the values of that."""

    name: str
    body: str
    field: fem.Function
    values: np.ndarray


def loose(problem: Any) -> list[str]:
    """Rigid motions of bodies, alone or together, that nothing resists; collective."""
    motions = _motions(problem)
    stiffness = _stiffness(problem, _vectors(problem, motions))
    return _free(stiffness, [motion.name for motion in motions])


def newly_unsupported(problem: Any) -> list[str]:
    """Bodies that a load drives and that nothing holds but damage that lags; collective.

    Where an interface has failed everywhere, viscosity alone bears what pulls at a body. Without
    it there is no equilibrium: how the body moves on is not a matter of statics.
    """
    if not any(_failed(cohesion) for cohesion in problem.cohesion.values()):
        return []
    motions = _motions(problem)
    with _without_lag(problem):
        vectors = _vectors(problem, motions)
        free = _null_space(_stiffness(problem, vectors))
        system = _mechanics(problem)
        system.gather()
        system.assemble_residual()
        pull = np.array([system.vector.dot(vector) for vector in vectors])
    along = free.T @ (free @ pull)
    if not len(free) or not along.any():
        return []
    way = system.vector.duplicate()
    way.set(0.0)
    for part, vector in zip(along, vectors, strict=True):
        way.axpy(float(part), vector)
    force = float(along @ pull) / way.norm(PETSc.NormType.INFINITY)
    if force * _size(problem) <= SHARE * problem.toughness():
        return []
    driven = np.abs(along) > 0.1 * np.abs(along).max()
    return list(dict.fromkeys(m.body for m, moves in zip(motions, driven, strict=True) if moves))


def _failed(cohesion: Any) -> bool:
    """Whether an interface with viscosity has failed everywhere; collective."""
    bonded = cohesion.envelope_old.x.array < cohesion.law.failed_at() - 1e-12
    somewhere = cohesion.domain.mesh.comm.allreduce(int(bonded.any()))
    return cohesion.viscosity.value > 0 and not somewhere


@contextmanager
def _without_lag(problem: Any) -> Iterator[None]:
    """Every interface with the damage that it would have without viscosity."""
    interfaces = list(problem.cohesion.values())
    kept = [(one.damage_old.x.array.copy(), float(one.frozen.value)) for one in interfaces]
    for one in interfaces:
        envelope = one.envelope_old.x.array
        failed = envelope >= one.law.failed_at() - 1e-12
        one.damage_old.x.array[:] = np.where(failed, 1.0, envelope)
        one.frozen.value = 1.0
    try:
        yield
    finally:
        for one, (damage, frozen) in zip(interfaces, kept, strict=True):
            one.damage_old.x.array[:] = damage
            one.frozen.value = frozen


def _mechanics(problem: Any) -> Any:
    """The system that holds the displacements."""
    return next(s for s in problem.systems if set(s.fields) & set(problem.displacements))


def _motions(problem: Any) -> list[RigidBodyMode]:
    """Rigid motions of each body; with an axis, along it alone."""
    across, up = problem.domain.coordinates.components
    found = []
    for name, body in problem.mechanics.items():
        points = body.u.function_space.tabulate_dof_coordinates()[:, :2]
        size = len(points)
        kinds = {f"{name} along {up}": np.tile([0.0, 1.0], (size, 1))}
        if not problem.domain.coordinates.has_axis:
            kinds[f"{name} along {across}"] = np.tile([1.0, 0.0], (size, 1))
            now = points + body.u.x.array.reshape(-1, 2)
            turn = np.column_stack([-now[:, 1], now[:, 0]])
            kinds[f"{name} against turning"] = turn
        found += [
            RigidBodyMode(told, name, body.u, values.reshape(-1)) for told, values in kinds.items()
        ]
    return found


def _vectors(problem: Any, motions: list[RigidBodyMode]) -> list[PETSc.Vec]:
    """The motions as vectors of unknowns, of size 1 in the norm of the tangent's diagonal."""
    system = _mechanics(problem)
    system.assemble_tangent()
    diagonal = system.matrix.getDiagonal()
    diagonal.abs()
    kept = [field.x.array.copy() for field in system.fields]
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
    for field, values in zip(system.fields, kept, strict=True):
        field.x.array[:] = values
    system.gather()
    return vectors


def _stiffness(problem: Any, vectors: list[PETSc.Vec]) -> np.ndarray:
    """What each motion meets of each by the tangent assembled last."""
    matrix = _mechanics(problem).matrix
    found = np.empty((len(vectors), len(vectors)))
    for i, vector in enumerate(vectors):
        force = matrix.createVecLeft()
        matrix.mult(vector, force)
        found[:, i] = [other.dot(force) for other in vectors]
    return found


def _null_space(stiffness: np.ndarray) -> np.ndarray:
    """Combinations of motions without stiffness, a row each."""
    if not np.isfinite(stiffness).all():
        return np.empty((0, len(stiffness)))
    _, values, rows = np.linalg.svd(stiffness)
    free: np.ndarray = rows[values < FREE]
    return free


def _free(stiffness: np.ndarray, names: list[str]) -> list[str]:
    """Names of the motions that take part in one without stiffness.

    >>> _free(np.diag([1.0, 0.0]), ["top along x", "top along y"])
    ['top along y']
    """
    parts = np.abs(_null_space(stiffness)).max(axis=0, initial=0.0)
    return [name for name, part in zip(names, parts, strict=True) if part > 0.1]


def _size(problem: Any) -> float:
    """Largest extent [um] of what is drawn; collective."""
    comm, points = problem.domain.mesh.comm, problem.domain.mesh.geometry.x[:, :2]
    corners = [*comm.allgather(points.min(axis=0)), *comm.allgather(points.max(axis=0))]
    return float(np.ptp(np.array(corners), axis=0).max())

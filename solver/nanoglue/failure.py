"""Why a run got stuck, as far as its last good state shows, and what may help."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import ufl

from nanoglue import stack  # noqa: F401  before dolfinx

from dolfinx import fem  # isort: skip

from nanoglue.newton import Outcome

LOOSE = 1e-9
"""Stiffness of a rigid motion [-], over that of its points one by one, below which it is free."""

SQUEEZED = 0.1
"""Ratio of volumes [-] below which an element is about to turn inside out."""

ROOM = "solver.petsc: {mat_mumps_icntl_14: 100}"
MUMPS = {
    -5: ("MUMPS ran out of memory", "more memory, or more ranks on more machines"),
    -7: ("MUMPS ran out of memory", "more memory, or more ranks on more machines"),
    -8: ("MUMPS had too little room to work in", ROOM),
    -9: ("MUMPS had too little room to work in", ROOM),
    -10: ("the tangent is singular", "look for a body or a field that nothing holds"),
    -13: ("MUMPS ran out of memory", "more memory, or more ranks on more machines"),
    -19: ("MUMPS was allowed too little memory", "a larger mat_mumps_icntl_23 in solver.petsc"),
}
"""What INFOG(1) of MUMPS means, and what may help."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found, and what to try; a line each."""

    found: list[str]
    remedies: list[str]


def diagnose(problem: Any, outcome: Outcome, observed: Mapping[str, float]) -> Diagnosis:
    """Look at the last good state; collective.

    Args:
        problem: holds that state.
        outcome: of the attempt that failed.
        observed: columns of the last good state.
    """
    found: list[str] = []
    remedies: list[str] = []
    for system in problem.systems:
        if system.trouble:
            unknown = (f"MUMPS failed: INFOG(1) = {system.trouble}", "another solver.petsc")
            seen, remedy = MUMPS.get(system.trouble, unknown)
            found.append(seen)
            remedies.append(remedy)
    free = loose(problem)
    if free:
        found.append(f"nothing holds {', '.join(free)}")
        remedies.append(
            "a displacement in boundaries or point_supports for it; stop_at: [detached], if it may "
            "come loose"
        )
    ratio, body, place = smallest_volume(problem)
    if ratio < SQUEEZED or "not a number" in outcome.reason:
        at = ", ".join(f"{x:.4g}" for x in place)
        found.append(f"the smallest element of {body}, at ({at}) um, has {ratio:.3g} of its volume")
        remedies.append("a finer mesh there, a smaller stepping.largest, less load or growth")
    softening = [name for name in problem.cohesion if _gives_way(name, observed)]
    if softening and not found:
        found.append(f"{', '.join(softening)} may give way faster than the load grows (snap-back)")
        name = softening[0]
        viscous = f"interfaces.{name}.viscosity: {0.01 * problem.case.stepping.first:.1g} s"
        remedies.append(f"{viscous}, or solver.path: dissipation")
    if _still_falling(outcome):
        remedies.append("more solver.iterations: the increments were still falling")
    return Diagnosis(found, remedies or ["a smaller stepping.smallest, or a smaller load"])


def _gives_way(name: str, observed: Mapping[str, float]) -> bool:
    """Whether an interface is still bonded somewhere and bears a traction."""
    bonded = observed.get(f"bonded_fraction:{name} [-]", 1.0)
    return bonded > 0 and observed.get(f"traction_normal_mean:{name} [MPa]", 1.0) != 0.0


def _still_falling(outcome: Outcome) -> bool:
    sizes = outcome.sizes
    return outcome.reason.startswith("increments still") and (
        len(sizes) < 2 or sizes[-1] < 0.5 * sizes[-2]
    )


def loose(problem: Any) -> list[str]:
    """Rigid motions of bodies, alone or together, that nothing resists; collective."""
    system = next((s for s in problem.systems if s.fields[-1] in problem.displacements), None)
    if system is None:
        system = next(s for s in problem.systems if set(s.fields) & set(problem.displacements))
    motions = _rigid_motions(problem)
    system.assemble_tangent()
    diagonal = system.matrix.getDiagonal()
    diagonal.abs()
    vectors, scales = [], []
    kept = [field.x.array.copy() for field in system.fields]
    for _, function, values in motions:
        for field in system.fields:
            field.x.array[:] = 0.0
        function.x.array[:] = values
        system.gather()
        vectors.append(system.unknown.copy())
        squares = system.unknown.copy()
        squares.pointwiseMult(system.unknown, system.unknown)
        scales.append(max(np.sqrt(diagonal.dot(squares)), 1e-300))
    for field, values in zip(system.fields, kept, strict=True):
        field.x.array[:] = values
    system.gather()
    stiffness = np.empty((len(motions), len(motions)))
    for i, vector in enumerate(vectors):
        force = system.vector.duplicate()
        system.matrix.mult(vector, force)
        for j, other in enumerate(vectors):
            stiffness[j, i] = other.dot(force) / (scales[i] * scales[j])
    return _free(stiffness, [name for name, *_ in motions])


def _free(stiffness: np.ndarray, names: list[str]) -> list[str]:
    """Names of the motions that take part in one without stiffness.

    >>> _free(np.diag([1.0, 0.0]), ["top along x", "top along y"])
    ['top along y']
    """
    if not np.isfinite(stiffness).all():
        return []
    _, values, rows = np.linalg.svd(stiffness)
    parts = np.abs(rows[values < LOOSE]).max(axis=0, initial=0.0)
    return [name for name, part in zip(names, parts, strict=True) if part > 0.1]


def _rigid_motions(problem: Any) -> list[tuple[str, fem.Function, np.ndarray]]:
    """Name, displacement and its values for each rigid motion of each body."""
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
        found += [(told, body.u, values.reshape(-1)) for told, values in kinds.items()]
    return found


def smallest_volume(problem: Any) -> tuple[float, str, tuple[float, ...]]:
    """Smallest ratio of deformed to undeformed volume [-], its body and its place [um].

    Collective.
    """
    found: list[tuple[float, str, tuple[float, ...]]] = []
    for name, body in problem.mechanics.items():
        mesh = body.u.function_space.mesh
        gradient = body.gradient(body.u, mesh)
        centre = np.array([[1 / 3, 1 / 3]])
        ratio = fem.Expression(ufl.det(ufl.Identity(3) + gradient), centre)
        position = fem.Expression(ufl.SpatialCoordinate(mesh), centre)
        cells = np.arange(mesh.topology.index_map(2).size_local, dtype=np.int32)
        if len(cells):
            values = ratio.eval(mesh, cells).reshape(-1)
            worst = int(values.argmin())
            place = position.eval(mesh, cells[worst : worst + 1]).reshape(-1)
            found.append((float(values[worst]), name, tuple(map(float, place))))
    everywhere = [one for part in problem.domain.mesh.comm.allgather(found) for one in part]
    return min(everywhere)

"""Diagnosis of a failed solve from the last accepted state, with remedies."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import ufl

from nanoglue.case import columns
from nanoglue.case.schema.case import Case
from nanoglue.case.sudden_loads import sudden_loads
from nanoglue.observables import Observation
from nanoglue.physics.contact.stiffness import doubtful_penetrations
from nanoglue.runtime.fenics import fem
from nanoglue.solvers.outcome import Outcome, StopReason
from nanoglue.solvers.rigid_body_modes import unconstrained_modes
from nanoglue.solvers.solved_problem import SolvedProblem

SMALL_VOLUME_RATIO = 0.1
"""Volume ratio [-] below which an element is nearly inverted."""

MORE_WORKSPACE = "solver.petsc: {mat_mumps_icntl_14: 100}"
MUMPS = {
    -5: ("MUMPS ran out of memory", "solver.linear: multigrid, or more ranks on more machines"),
    -7: ("MUMPS ran out of memory", "solver.linear: multigrid, or more ranks on more machines"),
    -8: ("MUMPS had too little workspace", MORE_WORKSPACE),
    -9: ("MUMPS had too little workspace", MORE_WORKSPACE),
    -10: (
        "the tangent is singular",
        "check the boundary conditions for an unsupported body or an undetermined field",
    ),
    -13: ("MUMPS ran out of memory", "solver.linear: multigrid, or more ranks on more machines"),
    -19: ("MUMPS was allowed too little memory", "a larger mat_mumps_icntl_23 in solver.petsc"),
}
"""Meaning of MUMPS's INFOG(1), with a remedy."""


INSIDE_OUT = (StopReason.NOT_A_NUMBER, StopReason.INVERTED, StopReason.COLLAPSED)
"""Reasons for which the smallest element is named."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Findings and remedies, one line each."""

    found: list[str]
    remedies: list[str]


def diagnose(
    problem: SolvedProblem, outcome: Outcome, observed: Observation, initial: bool = False
) -> Diagnosis:
    """Examine the last accepted state; collective.

    Args:
        problem: problem in that state.
        outcome: outcome of the failed attempt.
        observed: observation of the last accepted state.
        initial: whether that is the initial state.
    """
    found: list[str] = []
    remedies: list[str] = []
    for seen, remedy in _factor_errors(problem):
        found.append(seen)
        remedies.append(remedy)
    if outcome.reason is StopReason.NO_VALUE:
        return Diagnosis([], [outcome.reason.remedy])
    if outcome.reason is StopReason.IONS_DEPLETED:
        found.append(str(outcome))
        remedies.append(outcome.reason.remedy)
    free = unconstrained_modes(problem)
    if free:
        found.append(f"nothing holds {', '.join(free)}")
        remedies.append(
            "a displacement in boundaries or point_supports for it; stop_at: [detached], if it may "
            "come loose"
        )
    ratio, body, place = smallest_volume_ratio(problem)
    if ratio < SMALL_VOLUME_RATIO or outcome.reason in INSIDE_OUT:
        at = ", ".join(f"{x:.4g}" for x in place)
        found.append(f"the smallest element of {body}, at ({at}) um, has {ratio:.3g} of its volume")
        remedies.append("a finer mesh there, a smaller stepping.largest, less load or growth")
    softening = [name for name in problem.cohesion if _gives_way(name, observed)]
    if softening and not found:
        found.append(f"{', '.join(softening)} may give way faster than the load grows (snap-back)")
        remedies.append(_against_snap_back(problem.case, softening[0]))
    for name, overlap, most in _deep_overlaps(problem, observed):
        sizes = f"{1e3 * overlap:.3g} nm (doubtful above {1e3 * most:.3g} nm)"
        found.append(f"{name} overlaps by {sizes}, where the closest point may change abruptly")
        remedies.append(f"a larger interfaces.{name}.contact_stiffness")
    if initial and (sudden := _sudden_loads(problem.case, outcome)):
        found.append(f"{', '.join(sudden)} must be borne by the first step, however short it is")
        remedies.append("a table or an expression in t that lets it grow from the start")
    if _still_falling(outcome):
        remedies.append("more solver.iterations: the increments were still falling")
    otherwise = outcome.reason.remedy or "a smaller stepping.smallest, or a smaller load"
    return Diagnosis(found, remedies or [otherwise])


def _factor_errors(problem: SolvedProblem) -> Iterator[tuple[str, str]]:
    """Yield the errors of the last factorisations, each with its remedy."""
    for error in (system.factors.error for system in problem.systems if system.factors.error):
        yield MUMPS.get(error, (f"MUMPS failed: INFOG(1) = {error}", "another solver.petsc"))


def _gives_way(name: str, observed: Observation) -> bool:
    """Return whether an interface is partly bonded and transmits a traction."""
    interface = observed.interfaces[name]
    return interface.bonded_fraction > 0 and interface.traction_normal != 0.0


def _against_snap_back(case: Case, name: str) -> str:
    """Return what a case may change so that an interface gives way slowly, or is followed."""
    viscous = f"interfaces.{name}.viscosity: {0.01 * (case.stepping.first or 0.0):.1g} s"
    if case.solver.control == "arc_length":
        return f"{viscous}, with solver.control: time"
    species = any(body.species for body in case.bodies.values())
    grown = any(boundary.nucleus for boundary in case.boundaries.values())
    return viscous if species or grown else f"{viscous}, or solver.control: arc_length"


def _deep_overlaps(
    problem: SolvedProblem, observed: Observation
) -> Iterator[tuple[str, float, float]]:
    """Yield each interface with finite sliding that overlaps too far, and both sizes [um]."""
    doubtful = doubtful_penetrations(problem.case, problem.domain)
    for name in (name for name, one in problem.cohesion.items() if one.contact is not None):
        overlap = observed.values.get(columns.PENETRATION_MAX.at(name), 0.0)
        if overlap > doubtful[name]:
            yield name, overlap, doubtful[name]


def _sudden_loads(case: Case, outcome: Outcome) -> list[str]:
    """Return the loads that the first step must bear, unless rounding is the cause."""
    return [] if outcome.reason is StopReason.ROUNDING else sudden_loads(case)


def _still_falling(outcome: Outcome) -> bool:
    sizes = outcome.sizes
    return outcome.reason is StopReason.ITERATION_LIMIT and (
        len(sizes) < 2 or sizes[-1] < 0.5 * sizes[-2]
    )


def smallest_volume_ratio(problem: SolvedProblem) -> tuple[float, str, tuple[float, ...]]:
    """Return the smallest volume ratio [-] with its body and position [um]; collective."""
    found: list[tuple[float, str, tuple[float, ...]]] = []
    for name, body in problem.mechanics.items():
        mesh = body.u.function_space.mesh
        gradient = body.gradient(body.u, mesh)
        dim = mesh.topology.dim
        centre = np.full((1, dim), 1 / (dim + 1))
        ratio = fem.Expression(ufl.det(ufl.Identity(3) + gradient), centre)
        position = fem.Expression(ufl.SpatialCoordinate(mesh), centre)
        cells = np.arange(mesh.topology.index_map(mesh.topology.dim).size_local, dtype=np.int32)
        if len(cells):
            values = ratio.eval(mesh, cells).reshape(-1)
            worst = int(values.argmin())
            place = position.eval(mesh, cells[worst : worst + 1]).reshape(-1)
            found.append((float(values[worst]), name, tuple(map(float, place))))
    everywhere = [one for part in problem.domain.mesh.comm.allgather(found) for one in part]
    return min(everywhere)

"""run.json: what was run, with what, how long it took and how it ended."""

import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nanoglue import __version__
from nanoglue.case.case_file import digests
from nanoglue.case.schema.case import Case
from nanoglue.mesh.boxes import common_box
from nanoglue.runtime.cost import Part, number, seconds
from nanoglue.stepping.step import Step

if TYPE_CHECKING:
    from nanoglue.stepping.problem import Problem

PACKAGES = (
    "fenics-dolfinx",
    "dolfinx-solver-real",
    "fenics-ufl",
    "petsc4py",
    "mpi4py",
    "numpy",
    "gmsh",
)

ON_PLANE = 1e-9
"""Distance from a plane over the size of the domain [-] that is rounding."""


def run_metadata(
    case: Case, problem: "Problem", last: Step, parts: Sequence[Part], code: int
) -> dict[str, Any]:
    """Provenance of a finished run, and the cost of all of its parts; call on rank 0."""
    spent, iterations = seconds(parts), number(parts, "newton_iterations")
    solving = sum(spent.get(phase, 0.0) for phase in ("assemble", "factor", "solve"))
    return {
        "case": case.resolved(),
        "provenance": case.provenance,
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": {"python": platform.python_version(), **_versions()},
        "commit": _commit(),
        "machine": platform.platform(),
        "ranks": problem.domain.mesh.comm.size,
        "unknowns": {system.prefix.strip("_"): system.size for system in problem.systems},
        "coupling": "staggered" if len(problem.systems) > 1 else "monolithic",
        "steps": last.number,
        "newton_iterations": iterations,
        "cuts": number(parts, "cuts"),
        "seconds": spent,
        "seconds_per_step": round(spent["total"] / max(last.number, 1), 4),
        "seconds_per_newton_iteration": round(solving / max(iterations, 1), 4),
        "parts": list(parts),
        "changes": [change for part in parts for change in part.get("changes", ())],
        "own_code": case.own_code,
        "files": digests(case.geometry.parameters),
        "case_warnings": [issue.lines()[0] for issue in case.warnings],
        "exit": code,
    }


def symmetry_axes(problem: "Problem") -> list[int]:
    """Return the axes (0 to 2) whose plane 0 is a boundary with symmetry; collective."""
    domain, found = problem.domain, set()
    for name, boundary in problem.case.boundaries.items():
        axis = domain.normal_axis(name) if boundary.symmetry else None
        if axis is not None:
            points = domain.own_facet_points(name).reshape(-1, domain.dim)
            low, high = common_box(domain.mesh.comm, points)
            if max(abs(low[axis]), abs(high[axis])) <= ON_PLANE * domain.size():
                found.add(axis)
    return sorted(found)


def _versions() -> dict[str, str]:
    found = {"nanoglue": __version__}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


def _commit() -> str | None:
    """Commit of a checkout, None for an installed package."""
    here = Path(__file__).parent
    try:
        done = subprocess.run(
            ["git", "rev-parse", "HEAD"],
            cwd=here,
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() or None

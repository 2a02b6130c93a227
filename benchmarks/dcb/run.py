"""A double cantilever of two cohesive resolutions: nanoglue, scikit-fem, Akantu and fedoo.

``python -m benchmarks.dcb.run [--quick | --ours | --tables]``; it writes the README's table.
"""

from pathlib import Path

from benchmarks.comparison import CACHED, OURS, Comparison, Run, main
from benchmarks.dcb.problem import END, PROCESS, STEPS, error
from benchmarks.nanoglue_run import command

HERE = Path(__file__).resolve().parent
CODES = (OURS, CACHED, "scikit_fem", "akantu", "fedoo")
LARGER = (OURS, CACHED, "scikit_fem")
SMALL, LARGE, QUICK = 270, 540, 50
"""Facets in the path of the crack."""
SHORT = 2
"""Steps of a quick run."""


def nanoglue(facets: int, mesh_anew: bool, steps: int) -> list[str]:
    """Return the command of a run with a number of facets, without viscosity."""
    fine = f"geometry.process_zone_size={PROCESS / facets:.6g} mm"
    long = f"geometry.process_zone={PROCESS:g} mm"
    sharp = "interfaces.upper_lower.viscosity=0 s"
    symmetric = "solver.petsc.pc_type=cholesky"  # in one mode the tangent is
    settings = (fine, long, sharp, symmetric, f"time.end={END:g} s")
    return command("verification/dcb", *settings, steps=steps, mesh_anew=mesh_anew)


def arguments(facets: int, quick: bool) -> list[str]:
    """Return the arguments of the other codes' scripts: facets, steps and how many are taken."""
    return [str(facets), str(STEPS), *([str(SHORT)] if quick else [])]


def derive(found: Run) -> Run:
    """Add the error: nanoglue reports a force."""
    force = next((v for name, v in found.items() if name.startswith("force_y:upper_end")), None)
    if force is None:
        return found
    return {**found, "error": error(force * 1e-3)}  # uN/um to N/mm


COMPARISON = Comparison(
    folder=HERE,
    title="Double cantilever beam",
    size_name="facets",
    repetitions={
        SMALL: dict.fromkeys(CODES, 1) | dict.fromkeys(LARGER, 3),
        LARGE: dict.fromkeys(LARGER, 1),
    },
    quick={QUICK: dict.fromkeys(CODES, 1)},
    nanoglue=nanoglue,
    arguments=arguments,
    derive=derive,
    quick_steps=SHORT,
    counts=("steps", "cuts"),
)

if __name__ == "__main__":
    main(COMPARISON)

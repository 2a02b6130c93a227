"""An octant of a thick neo-Hookean shell in space: nanoglue, NGSolve and FElupe.

``python -m benchmarks.octant.run [--quick | --ours | --tables]``; it writes the README's table.
"""

import sys
from pathlib import Path

from benchmarks.comparison import CACHED, OURS, Comparison, Run, main
from benchmarks.nanoglue_run import command
from benchmarks.octant.problem import error

from benchmarks import measured

HERE = Path(__file__).resolve().parent
CODES = (OURS, CACHED, "ngsolve", "felupe")
SMALL, LARGE, QUICK = 10_000, 25_000, 1_000
MESHES = Path("results/bench/octant").absolute()


def mesh(unknowns: int) -> Path:
    """Return the file that all codes read."""
    return MESHES / f"{unknowns}.msh"


def prepare(unknowns: int) -> None:
    """Write the mesh; not a part of any code's time."""
    measured.run([sys.executable, "-m", "benchmarks.octant.mesh", str(unknowns), mesh(unknowns)])


def nanoglue(unknowns: int, mesh_anew: bool, steps: int) -> list[str]:
    """Return the command of nanoglue."""
    file = f"geometry.mesh={mesh(unknowns)}"
    return command(HERE / "case.yaml", file, steps=steps, mesh_anew=mesh_anew)


def derive(found: Run) -> Run:
    """Add the error: nanoglue reports the energy."""
    stored = found.get("energy_stored [pJ]")
    return found if stored is None else {**found, "error": error(stored)}


COMPARISON = Comparison(
    folder=HERE,
    title="Octant of a neo-Hookean shell in space",
    size_name="unknowns wanted",
    repetitions={SMALL: dict.fromkeys(CODES, 3), LARGE: dict.fromkeys(CODES, 1)},
    quick={QUICK: dict.fromkeys(CODES, 1)},
    nanoglue=nanoglue,
    arguments=lambda unknowns, _: [mesh(unknowns)],
    derive=derive,
    prepare=prepare,
)

if __name__ == "__main__":
    main(COMPARISON)

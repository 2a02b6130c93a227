"""Sizes of the bare particle and the commands of its runs."""

import json
import sys
from pathlib import Path

import numpy as np
from benchmarks.nanoglue_run import command

SIZES = {"interface_size": 4.0, "bulk_size": 12.0, "axis_size": 1.5, "far_size": 60.0}  # [nm]
FACTORS = ((4_000, 3.0), (8_500, 1.0), (16_600, 0.5), (41_000, 0.25), (128_000, 0.125))
"""Unknowns with these sizes times a factor; beyond, they grow with its square."""

LEVELS = {6_000: (3, 0), 25_000: (1, 30), 100_000: (1, 20)}
"""Unknowns: repetitions and most steps (0: to 10 % of expansion)."""

LARGE_LEVELS = {400_000: (1, 12)}
QUICK = {1_000: (1, 2)}
GENTLE = 100_000
"""Unknowns from which the first step of the case, 1 s, is too long for its sharp front."""
FRESH = "solver.factor_reuse=0"
"""New factors in each iteration."""

WHOLE = (5_000, 8_500)
"""Unknowns of whole runs, until the particle is off."""
THREADED = {100_000: 5}
"""Unknowns, and steps."""
WAYS = ((1, 1), (1, 2), (2, 1))
"""Ranks, and threads of each."""

FACTORED = (25_000, 100_000, 400_000)
LARGE_FACTORED = (1_300_000,)
LOW_RANK = {
    "ksp_type": "gmres",
    "ksp_rtol": 1e-8,
    "ksp_max_it": 60,
    "mat_mumps_icntl_35": 2,
    "mat_mumps_cntl_7": 1e-6,
}
ITERATIVE = {
    "direct": "solver.linear=direct",
    "multigrid (`solver.linear: multigrid`)": "solver.linear=multigrid",
    "GMRES, MUMPS of low rank (1e-6)": f"solver.petsc={json.dumps(LOW_RANK)}",
}


def settings(unknowns: int) -> list[str]:
    """Element sizes that give about so many unknowns, and a first step their front can take."""
    known, factors = map(list, zip(*FACTORS, strict=True))
    if unknowns > known[-1]:
        factor = factors[-1] * (known[-1] / unknowns) ** 0.5
    else:
        factor = float(np.exp(np.interp(np.log(unknowns), np.log(known), np.log(factors))))
    sizes = [f"geometry.{name}={size * factor:.4g} nm" for name, size in SIZES.items()]
    return sizes if unknowns < GENTLE else [*sizes, "stepping.first=0.1 s"]


def nanoglue(unknowns: int, steps: int, ranks: int, *more: str) -> list[str]:
    """The command of a run to 10 % of expansion, or of its first steps."""
    base = command("nanoglue/bare", *settings(unknowns), *more, steps=steps, expansion=0.1)
    mpiexec = Path(sys.executable).with_name("mpiexec")
    return base if ranks == 1 else [str(mpiexec), "-n", str(ranks), *base]

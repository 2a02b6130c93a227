"""PETSc options that a case may set: linear solvers, preconditioners and MUMPS, by plain values.

A case is data. Options that read or write files, open viewers, load libraries, or call Python are
refused, and so is every option that is not in the table: PETSc has thousands, and some of each kind
are dangerous.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

FLAG = ("", "true", "false", "yes", "no", "on", "off", "0", "1")
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", re.ASCII)
NUMBERS = re.compile(rf"{NUMBER.pattern}(,{NUMBER.pattern}){{0,9}}", re.ASCII)
INTEGER = re.compile(r"[-+]?\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Limits:
    """A number that must lie between two values."""

    pattern: re.Pattern[str]
    low: float
    high: float

    def admit(self, text: str) -> bool:
        """Return whether a text is such a number."""
        return bool(self.pattern.fullmatch(text)) and self.low <= float(text) <= self.high


COUNT = Limits(INTEGER, 1, 999_999_999)
RELATIVE = Limits(NUMBER, 1e-16, 0.9)
"""A tolerance relative to the right-hand side; 1 would accept any solution."""

SYSTEM = re.compile(r"nanoglue_\d{1,2}_")
PART = re.compile(
    r"(fieldsplit_(displacement|mean_stress|\d{1,2})_|mg_levels_(\d{1,2}_)?|mg_coarse_|sub_|esteig_)"
)
"""Prefixes of the solvers inside a solver."""

KRYLOV = (
    *("preonly", "richardson", "chebyshev", "cg", "fcg", "minres", "gmres", "fgmres", "lgmres"),
    *("dgmres", "gcr", "bcgs", "bcgsl", "fbcgs", "ibcgs", "tfqmr", "cr", "symmlq", "none"),
)
PRECONDITIONERS = (
    *("none", "lu", "cholesky", "ilu", "icc", "jacobi", "pbjacobi", "vpbjacobi", "bjacobi", "sor"),
    *("asm", "gasm", "gamg", "hypre", "fieldsplit", "redundant", "ksp", "mg", "svd"),
)
ORDERINGS = ("natural", "nd", "1wd", "rcm", "qmd", "rowlength", "amd", "external")

ALLOWED: dict[str, Any] = {
    "ksp_type": KRYLOV,
    "ksp_rtol": RELATIVE,
    **dict.fromkeys(("ksp_atol", "ksp_divtol", "ksp_richardson_scale"), NUMBER),
    **dict.fromkeys(("ksp_max_it", "ksp_gmres_restart", "ksp_bcgsl_ell"), COUNT),
    "ksp_min_it": INTEGER,
    **dict.fromkeys(("ksp_chebyshev_eigenvalues", "ksp_chebyshev_esteig"), NUMBERS),
    "ksp_norm_type": ("none", "preconditioned", "unpreconditioned", "natural"),
    "ksp_pc_side": ("left", "right", "symmetric"),
    "ksp_gmres_cgs_refinement_type": ("refine_never", "refine_ifneeded", "refine_always"),
    "ksp_diagonal_scale": FLAG,
    "ksp_diagonal_scale_fix": FLAG,
    "ksp_gmres_modifiedgramschmidt": FLAG,
    "ksp_monitor": FLAG,
    "ksp_converged_reason": FLAG,
    "ksp_error_if_not_converged": FLAG,
    "snes_monitor": FLAG,
    "pc_type": PRECONDITIONERS,
    "pc_side": ("left", "right", "symmetric"),
    "pc_factor_mat_solver_type": ("mumps", "petsc", "superlu", "superlu_dist", "umfpack", "klu"),
    "pc_factor_mat_ordering_type": ORDERINGS,
    "pc_factor_shift_type": ("none", "nonzero", "positive_definite", "inblocks"),
    "pc_factor_shift_amount": NUMBER,
    "pc_factor_zeropivot": NUMBER,
    "pc_factor_fill": NUMBER,
    "pc_factor_levels": INTEGER,
    "pc_factor_reuse_ordering": FLAG,
    "pc_factor_reuse_fill": FLAG,
    "pc_jacobi_type": ("diagonal", "rowl1", "rowmax", "rowsum"),
    **dict.fromkeys(("pc_sor_omega", "pc_gamg_threshold_scale"), NUMBER),
    **dict.fromkeys(("pc_sor_its", "pc_sor_lits", "pc_bjacobi_blocks"), COUNT),
    **dict.fromkeys(("pc_sor_symmetric", "pc_sor_forward", "pc_sor_backward"), FLAG),
    **dict.fromkeys(("pc_sor_local_symmetric", "pc_sor_local_forward"), FLAG),
    "pc_asm_overlap": INTEGER,
    "pc_asm_type": ("basic", "restrict", "interpolate", "none"),
    "pc_gamg_type": ("agg", "classical"),
    "pc_gamg_threshold": NUMBERS,
    **dict.fromkeys(("pc_gamg_agg_nsmooths", "pc_gamg_coarse_eq_limit"), INTEGER),
    **dict.fromkeys(("pc_gamg_aggressive_coarsening", "pc_gamg_process_eq_limit"), INTEGER),
    "pc_gamg_reuse_interpolation": FLAG,
    "pc_gamg_repartition": FLAG,
    "pc_mg_levels": INTEGER,
    "pc_mg_cycle_type": ("v", "w"),
    "pc_mg_type": ("additive", "multiplicative", "full", "kaskade"),
    "pc_hypre_type": ("boomeramg", "euclid", "pilut", "parasails"),
    "pc_hypre_boomeramg_strong_threshold": NUMBER,
    "pc_hypre_boomeramg_max_iter": INTEGER,
    "pc_fieldsplit_type": ("additive", "multiplicative", "symmetric_multiplicative", "schur"),
    "pc_fieldsplit_schur_fact_type": ("diag", "lower", "upper", "full"),
    "pc_fieldsplit_schur_precondition": ("self", "selfp", "a11", "full"),
    **{f"mat_mumps_icntl_{n}": INTEGER for n in (4, 6, 7, 8, 10, 11, 12, 13, 14, 16, 23, 24)},
    **{f"mat_mumps_icntl_{n}": INTEGER for n in (27, 28, 29, 35, 36, 37, 38, 48, 58)},
    **{f"mat_mumps_cntl_{n}": NUMBER for n in (1, 2, 3, 4, 5, 7)},
}
"""Values of each option without its prefixes: a pattern, limits, or the words that it may have.

MUMPS's ICNTL(1) to ICNTL(3) are numbers of output files and ICNTL(22) writes factors to files.
"""


def refused(options: Mapping[str, object]) -> Iterator[str]:
    """Yield a message for each option that a case may not set, or not to this value.

    >>> list(refused({"ksp_type": "gmres", "nanoglue_0_ksp_rtol": 1e-8, "ksp_monitor": None}))
    []
    >>> next(refused({"ksp_view": "ascii:victim.txt"}))
    "'ksp_view' is not among the PETSc options that a case may set"
    >>> next(refused({"ksp_rtol": 1e9}))
    "ksp_rtol must be a number from 1e-16 to 0.9, not '1000000000.0'"
    """
    for name, value in options.items():
        allowed = ALLOWED.get(_without_prefixes(name))
        if allowed is None:
            yield f"{name[:60]!r} is not among the PETSc options that a case may set"
            continue
        text = _text(value)
        if isinstance(allowed, tuple):
            good, expected = text in allowed, "a flag" if allowed is FLAG else ", ".join(allowed)
        elif isinstance(allowed, Limits):
            good = allowed.admit(text)
            expected = f"a number from {allowed.low:g} to {allowed.high:g}"
        else:
            good = allowed.fullmatch(text) is not None
            expected = "a whole number" if allowed is INTEGER else "a number"
        if not good:
            yield f"{name} must be {expected}, not {text[:60]!r}"


def _without_prefixes(name: str) -> str:
    """Return the name of an option without those of the system and of the parts of its solver."""
    rest, inner = SYSTEM.sub("", name, count=1) if SYSTEM.match(name) else name, True
    while inner:
        found = PART.match(rest)
        rest, inner = (rest[found.end() :], True) if found else (rest, False)
    return rest


def _text(value: object) -> str:
    """Return a value as PETSc reads it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)

"""Resources of the jobs of a sweep, estimated from the meshes of its cases."""

import math
from dataclasses import dataclass

from nanoglue.case import Case, CaseError
from nanoglue.sweep.plan import BAD, Plan

BASE_MEGABYTES = 700.0
"""Memory [MB] of a rank besides its unknowns: Python, DOLFINx, compiled forms, Gmsh."""

KILOBYTES_PER_UNKNOWN = {2: 4.8, 3: 14.0}
"""Memory [kB] per unknown of a direct factorisation in a section and in three dimensions."""

UNKNOWNS_IN_SPACE = 52_000
"""Unknowns at which that of three dimensions was measured; it grows with their cube root."""

SAFETY = 2.0
"""Requested over estimated memory and time [-]."""

COMPILATION_S = 1200.0
"""Time [s] added for the compilation of the forms."""

LONGEST_S = 24 * 3600.0
"""Longest requested time [s]; a point that takes longer resumes in a further job."""


@dataclass(frozen=True, slots=True)
class JobRequest:
    """Memory per rank and time that a job requests."""

    megabytes: int = 2000
    seconds: int = 4 * 3600
    expected: str = ""
    """Size from which they follow, in words; empty if it is not known."""

    @property
    def time(self) -> str:
        """Time as hours, minutes and seconds.

        >>> JobRequest(seconds=5400).time
        '01:30:00'
        """
        minutes, seconds = divmod(self.seconds, 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"


def request_for(dim: int, unknowns: int, seconds: float, ranks: int) -> JobRequest:
    """Return the request for a case of some unknowns that takes some time [s] on one core.

    >>> request_for(2, 100_000, 3600.0, 1)
    JobRequest(megabytes=1700, seconds=8400, expected='about 100000 unknowns and 4000 s')
    """
    each = KILOBYTES_PER_UNKNOWN[dim]
    if dim == 3:
        each *= max(1.0, (unknowns / UNKNOWNS_IN_SPACE) ** (1 / 3))
    memory = BASE_MEGABYTES + SAFETY * each * unknowns / 1000 / ranks
    asked = min(COMPILATION_S + SAFETY * seconds, LONGEST_S)
    return JobRequest(
        megabytes=100 * math.ceil(memory / 100),
        seconds=600 * math.ceil(asked / 600),
        expected=f"about {unknowns} unknowns and {float(f'{seconds:.1g}'):g} s",
    )


def estimate(plan: Plan, ranks: int) -> JobRequest:
    """Return the request for the larger of the first and the last valid point; both are meshed.

    Raises:
        CaseError: neither can be meshed.
        EnvironmentProblem: Gmsh cannot be loaded.
    """
    valid = [point for point in plan.points if plan.status(point) != BAD]
    found: list[tuple[int, int, float]] = []
    problems: list[CaseError] = []
    for point in {0: valid[0], len(valid) - 1: valid[-1]}.values():
        try:
            found.append(_size(plan.read(point)))
        except CaseError as error:
            problems.append(error)
    if not found:
        raise problems[0]
    dims, unknowns, seconds = zip(*found, strict=True)
    return request_for(max(dims), max(unknowns), max(seconds), ranks)


def _size(case: Case) -> tuple[int, int, float]:
    """Return dimensions, unknowns and time [s] on one core."""
    from nanoglue.mesh.examination import SECONDS_PER_UNKNOWN, examine, expected_steps

    size = examine(case)
    if size.issues:
        raise CaseError(size.issues)
    seconds = expected_steps(case) * size.unknowns * SECONDS_PER_UNKNOWN
    return 3 if case.coordinates == "three_dimensional" else 2, size.unknowns, seconds

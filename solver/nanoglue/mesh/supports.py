"""Bodies that can move without deformation, which neither a check nor a run accepts."""

from collections.abc import Iterator

import numpy as np

from nanoglue.case import Case
from nanoglue.case.text.errors import CaseIssue
from nanoglue.mesh.rigid_modes import free_modes


def unsupported(case: Case, arrays: dict[str, np.ndarray]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the path of a key and a message for each group of bodies that can move."""
    for bodies, motions in free_modes(case, arrays):
        names = " and ".join(bodies)
        yield (
            ("boundaries",) if case.boundaries else ("bodies", bodies[0]),
            f"{names} can move freely ({', '.join(motions)}): give a displacement or symmetry in "
            "boundaries, or point_supports",
        )


def unsupported_issues(case: Case, arrays: dict[str, np.ndarray]) -> tuple[CaseIssue, ...]:
    """Return an issue at the place of its key for each group of bodies that can move."""
    return tuple(case.wrong(path, text).issues[0] for path, text in unsupported(case, arrays))

"""Bodies that can move without deformation, which neither a check nor a run accepts."""

from collections.abc import Iterator

import numpy as np

from nanoglue.case import Case
from nanoglue.case.text.errors import CaseIssue
from nanoglue.mesh.files.facets import written
from nanoglue.mesh.rigid_modes import Arrays, Part, free_modes


def unsupported(case: Case, arrays: Arrays) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the path of a key and a message for each connected part that can move."""
    for part, motions in free_modes(case, arrays):
        yield (
            ("boundaries",) if case.boundaries else ("bodies", part.bodies[0]),
            f"{_title(part, arrays)} can move freely ({', '.join(motions)}): give a displacement "
            "or symmetry in boundaries, or point_supports",
        )


def _title(part: Part, arrays: Arrays) -> str:
    """Return the bodies of a part, with its middle where they have others."""
    bodies = " and ".join(part.bodies)
    cells = arrays["cells"][np.isin(arrays["cell_names"], part.bodies)]
    if part.nodes[cells].all():
        return bodies
    middle = arrays["points"][part.nodes].mean(axis=0)
    return f"the separate part of {bodies} about {written(middle)} um"


def unsupported_issues(case: Case, arrays: Arrays) -> tuple[CaseIssue, ...]:
    """Return an issue at the place of its key for each part that can move."""
    return tuple(case.wrong(path, text).issues[0] for path, text in unsupported(case, arrays))

"""Bodies that can move without deformation, which neither a check nor a run accepts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from nanoglue.case import Case
from nanoglue.case.text.errors import CaseError, CaseIssue
from nanoglue.mesh import gmsh_mesh
from nanoglue.mesh.rigid_modes import free_modes
from nanoglue.runtime.signals import StoppedInSetup

if TYPE_CHECKING:
    from nanoglue.runtime.fenics import MPI


def unsupported(case: Case, arrays: dict[str, np.ndarray]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the path of a key and a message for each group of bodies that can move."""
    for bodies, motions in free_modes(case, arrays):
        names = " and ".join(bodies)
        yield (
            ("boundaries",) if case.boundaries else ("bodies", bodies[0]),
            f"{names} can move freely ({', '.join(motions)}): give a displacement or symmetry in "
            "boundaries, or point_supports",
        )


def refuse_unsupported(case: Case, comm: "MPI.Comm") -> None:
    """Raise an error on every rank if a body can move without deformation; collective.

    A mesh that cannot be generated is left to what needs it.

    Raises:
        CaseError: with the bodies and their motions.
    """
    issues: list[CaseIssue] = []
    if comm.rank == 0:
        try:
            found = unsupported(case, gmsh_mesh.draw(case))
            issues = [case.wrong(path, message).issues[0] for path, message in found]
        except StoppedInSetup:
            raise  # ends the other ranks as well
        except (Exception, SystemExit):  # of Gmsh or of the recipe's author
            issues = []
    if issues := comm.bcast(issues):
        raise CaseError(tuple(issues))

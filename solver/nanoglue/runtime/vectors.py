"""Assembly of vectors that are distributed over ranks, and exchange of their ghost values."""

from collections.abc import Sequence

from nanoglue.runtime.fenics import PETSc, fem, petsc

# The stubs of petsc4py declare the members of these enumerations as integers, and those of
# DOLFINx describe only the first of several overloads of a function.


def assemble_vector(vector: PETSc.Vec, form: fem.Form | Sequence[fem.Form]) -> None:
    """Replace the values of a vector by those of a form, or of one form per block; collective.

    The owned values are complete; the ghost values are not updated.
    """
    with vector.localForm() as local:
        local.set(0.0)  # including ghosts
    add_to_vector(vector, form)
    sum_ghosts(vector)


def add_to_vector(vector: PETSc.Vec, form: fem.Form | Sequence[fem.Form]) -> None:
    """Add the contributions of this rank's cells, without those of other ranks."""
    petsc.assemble_vector(vector, form)  # type: ignore[arg-type]


def sum_ghosts(vector: PETSc.Vec) -> None:
    """Add the ghost values of all ranks to the values of their owners; collective."""
    vector.ghostUpdate(addv=PETSc.InsertMode.ADD, mode=PETSc.ScatterMode.REVERSE)  # type: ignore[arg-type]


def update_ghosts(vector: PETSc.Vec) -> None:
    """Copy the values of the owners to the ghosts of all ranks; collective."""
    vector.ghostUpdate(addv=PETSc.InsertMode.INSERT, mode=PETSc.ScatterMode.FORWARD)  # type: ignore[arg-type]

"""Assembly of vectors that are distributed over ranks, and exchange of their ghost values."""

from collections.abc import Sequence

import numpy as np

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


def global_numbers(fields: Sequence[fem.Function]) -> list[np.ndarray]:
    """Return the row in a block vector of each local dof, ghosts included; collective."""
    first = int(fields[0].function_space.mesh.comm.exscan(sum(map(owned_size, fields))) or 0)
    numbers = []
    for field in fields:
        carrier, owned = fem.Function(field.function_space), owned_size(field)
        carrier.x.array[:owned] = first + np.arange(owned)
        carrier.x.scatter_forward()
        numbers.append(carrier.x.array.astype(np.int64))
        first += owned
    return numbers


def row_starts(fields: Sequence[fem.Function]) -> np.ndarray:
    """Return the first row (ranks,) of each rank in a block vector; collective."""
    sizes = fields[0].function_space.mesh.comm.allgather(sum(map(owned_size, fields)))
    return np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)


def owned_size(field: fem.Function) -> int:
    """Return the number of values of a field that this rank owns."""
    dofmap = field.function_space.dofmap
    return int(dofmap.index_map.size_local * dofmap.bs)

"""Copies between fields and a PETSc vector: owned values of all fields, then ghosts."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nanoglue.runtime.fenics import MPI, PETSc, fem


class Blocks:
    """Map between fields and the block vectors that DOLFINx creates for their spaces."""

    def __init__(self, fields: Sequence[fem.Function]) -> None:
        """Record the position of each field's values.

        Args:
            fields: fields in the order of the blocks.
        """
        self.comm: Any = fields[0].function_space.mesh.comm
        owned = [field.x.array[: _owned(field)] for field in fields]
        ghosts = [field.x.array[_owned(field) :] for field in fields]
        ends = np.cumsum([len(part) for part in (*owned, *ghosts)])
        begins = np.concatenate([[0], ends[:-1]])
        places = [slice(*ends) for ends in zip(begins, ends, strict=True)]
        self.parts = list(zip((*owned, *ghosts), places, strict=True))
        self.owned = places[: len(owned)]

    def gather(self, vector: PETSc.Vec) -> None:
        """Copy the fields into a vector, including ghosts."""
        with vector.localForm() as local:
            values = local.array_w
            for part, place in self.parts:
                values[place] = part

    def scatter(self, vector: PETSc.Vec) -> None:
        """Copy a vector, including its ghost values, into the fields."""
        with vector.localForm() as local:
            values = local.array_r
            for part, place in self.parts:
                part[:] = values[place]

    def largest(self, vector: PETSc.Vec) -> np.ndarray:
        """Return the largest absolute entry (fields,) of each block over all ranks."""
        return self.largest_of(np.abs(vector.array_r))

    def largest_of(self, values: np.ndarray) -> np.ndarray:
        """Return the largest of owned values (n,), at least 0, of each block over all ranks."""
        local = np.array([values[place].max(initial=0.0) for place in self.owned])
        everywhere = np.empty_like(local)
        self.comm.Allreduce(local, everywhere, op=MPI.MAX)
        return everywhere


def _owned(field: fem.Function) -> int:
    dofmap = field.function_space.dofmap
    return int(dofmap.index_map.size_local * dofmap.bs)

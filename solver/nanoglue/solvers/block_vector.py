"""Fields as blocks of a vector of PETSc: owned values of each in turn, then those of its ghosts."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nanoglue.runtime.fenics import MPI, PETSc, fem


class Blocks:
    """Moves values between fields and vectors that DOLFINx makes of their spaces."""

    def __init__(self, fields: Sequence[fem.Function]) -> None:
        """Note where each field's values are.

        Args:
            fields: in the order of the blocks.
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
        """Copy the fields into a vector, ghosts included."""
        with vector.localForm() as local:
            values = local.array_w
            for part, place in self.parts:
                values[place] = part

    def scatter(self, vector: PETSc.Vec) -> None:
        """Copy a vector into the fields, ghosts included, as they are in it."""
        with vector.localForm() as local:
            values = local.array_r
            for part, place in self.parts:
                part[:] = values[place]

    def largest(self, vector: PETSc.Vec) -> np.ndarray:
        """Largest absolute entry (fields,) of each block over all ranks, in its field's unit."""
        values = np.abs(vector.array_r)
        local = np.array([values[place].max(initial=0.0) for place in self.owned])
        everywhere = np.empty_like(local)
        self.comm.Allreduce(local, everywhere, op=MPI.MAX)
        return everywhere


def _owned(field: fem.Function) -> int:
    dofmap = field.function_space.dofmap
    return int(dofmap.index_map.size_local * dofmap.bs)

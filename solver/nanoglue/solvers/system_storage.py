"""Vectors and matrix of a block system, and copies between them and the fields."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from nanoglue.physics.tie import Tie
from nanoglue.runtime.fenics import MPI, PETSc, fem, petsc
from nanoglue.runtime.vectors import update_ghosts
from nanoglue.solvers.block_matrix import BlockMatrix
from nanoglue.solvers.block_vector import Blocks
from nanoglue.solvers.prescribed_values import held, missing_values
from nanoglue.solvers.system_forms import SystemForms
from nanoglue.solvers.tied_unknowns import TiedUnknowns


class SystemStorage:
    """Vectors F, x and dx of several fields, and one monolithic matrix J.

    Each is created where it is first used, which is collective: a system that is never solved has
    none.
    """

    def __init__(
        self,
        forms: SystemForms,
        bcs: Sequence[fem.DirichletBC],
        widens: bool,
        ties: Sequence[Tie],
    ) -> None:
        """Note what is to be stored.

        Args:
            forms: fields, residual and tangent.
            bcs: prescribed values.
            widens: whether the sparsity of J may grow.
            ties: fields that are equal on perfectly bonded interfaces.
        """
        self.forms, self.fields, self.bcs = forms, forms.fields, list(bcs)
        self.widens, self.ties = widens, list(ties)
        self.spaces = [field.function_space for field in self.fields]
        self.comm: MPI.Intracomm = self.spaces[0].mesh.comm
        self.bcs_by_block = fem.bcs_by_block([space._cpp_object for space in self.spaces], self.bcs)
        self.places = Blocks(self.fields)

    @cached_property
    def tangent(self) -> BlockMatrix:
        """Tangent J without the constraints of ties."""
        return BlockMatrix(self.forms.tangent, self.spaces, self.bcs, self.widens)

    @cached_property
    def tied(self) -> TiedUnknowns | None:
        """Constraints of ties, if there are any."""
        if not self.ties:
            return None
        self.tangent.assemble()
        return TiedUnknowns(self.tangent.matrix, self.fields, self.ties, self.held())

    @property
    def matrix(self) -> PETSc.Mat:
        """Tangent J with its constraints."""
        return self.tied.matrix if self.tied else self.tangent.matrix

    @cached_property
    def vector(self) -> PETSc.Vec:
        """Residual F."""
        return petsc.create_vector(self.spaces, kind="mpi")

    @cached_property
    def unknown(self) -> PETSc.Vec:
        """Unknowns x."""
        return petsc.create_vector(self.spaces, kind="mpi")

    @cached_property
    def increment(self) -> PETSc.Vec:
        """Increment dx."""
        return petsc.create_vector(self.spaces, kind="mpi")

    @cached_property
    def blocks(self) -> object:
        """Places of the fields in the vectors, as DOLFINx has them."""
        return self.vector.getAttr("_blocks")

    def gather(self) -> None:
        """Copy the fields into the vector of unknowns."""
        self.places.gather(self.unknown)

    def scatter(self) -> None:
        """Copy the vector of unknowns back into the fields, ghosts included."""
        update_ghosts(self.unknown)
        self.places.scatter(self.unknown)

    def block_norms(self, vector: PETSc.Vec) -> np.ndarray:
        """Largest absolute entry of each field's block, over all ranks."""
        return self.places.largest(vector)

    def missing_values(self) -> list[np.ndarray]:
        """Return the difference of each field to its prescribed values, 0 elsewhere."""
        return missing_values(self.fields, self.bcs_by_block)

    def held(self) -> list[np.ndarray]:
        """1 where a field has a prescribed value and 0 elsewhere."""
        return held(self.fields, self.bcs_by_block)

    @property
    def size(self) -> int:
        """Unknowns on all ranks."""
        maps = ((space.dofmap.index_map, space.dofmap.index_map_bs) for space in self.spaces)
        return int(sum(index_map.size_global * size for index_map, size in maps))

"""Multigrid of two orders: quadratic displacements above linear ones on the same elements.

The linear displacements of the vertices are the coarse level of the quadratic ones, and smoothed
aggregation solves them. It aggregates quadratic displacements less well.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from nanoglue.runtime.fenics import PETSc, fem, petsc
from nanoglue.solvers.near_null_space import rigid_motions

FINE, COARSE = "mg_levels_", "mg_coarse_"
"""Prefixes of the options of the two levels."""

SPLIT_PREFIX = "fieldsplit_displacement_"
"""Prefix of the options of displacements that are split from mean stresses."""

CONTEXT = "_order_multigrid"
"""Attribute of a solver with its multigrid of two orders."""

WHOLE: Any = PETSc.Mat.InfoType.GLOBAL_SUM  # an integer in the stubs

SMOOTHING: dict[str, object] = {
    "ksp_type": "chebyshev",
    "ksp_max_it": 4,
    "pc_type": "pbjacobi",
}
"""Options of the quadratic level."""


def combines_orders(displacements: Sequence[fem.Function]) -> bool:
    """Return whether all displacements are quadratic and in space."""
    spaces = [field.function_space for field in displacements]
    return bool(spaces) and all(
        space.element.basix_element.degree == 2 and space.mesh.geometry.dim == 3 for space in spaces
    )


class OrderMultigrid:
    """Python preconditioner for PETSc: one cycle over quadratic and linear displacements."""

    def __init__(self, displacements: Sequence[fem.Function], prefix: str) -> None:
        """Create the interpolation; collective.

        Args:
            displacements: unknowns, in the order of their rows.
            prefix: prefix of the PETSc options of the two levels.
        """
        self.linear = [_linear(field) for field in displacements]
        self.prolongation = _prolongation(self.linear, displacements)
        self.prefix = prefix
        self.entries = 0.0  # of the matrix
        self.coarse: Any = None
        self.cycle = PETSc.PC()  # created with the first matrix

    def setUp(self, pc: PETSc.PC) -> None:
        """Form the coarse matrix and the hierarchy below it; collective."""
        matrix = pc.getOperators()[1]
        entries = matrix.getInfo(WHOLE)["nz_used"]
        if entries != self.entries:  # new, or with a sparsity that has grown
            self.entries = entries
            self._begin(matrix)
        else:
            matrix.PtAP(self.prolongation, result=self.coarse)
        self.cycle.setOperators(matrix, matrix)
        self.cycle.getMGSmoother(1).setOperators(matrix, matrix)
        self.cycle.setUp()
        pc.setFailedReason(self.cycle.getFailedReason())

    def _begin(self, matrix: Any) -> None:
        """Create the coarse matrix and the cycle, and free the former."""
        self._free()
        self.coarse = matrix.PtAP(self.prolongation)
        self.coarse.setBlockSize(matrix.getBlockSize())
        motions = rigid_motions(matrix.comm, self.linear)
        self.coarse.setNearNullSpace(motions)
        motions.destroy()  # the matrix keeps them
        self.cycle = PETSc.PC().create(matrix.comm)
        self.cycle.setOptionsPrefix(self.prefix)
        self.cycle.setType(PETSc.PC.Type.MG)
        self.cycle.setMGLevels(2)
        self.cycle.setMGInterpolation(1, self.prolongation)
        self.cycle.setOperators(matrix, matrix)
        levels = self.cycle.getMGSmoother(1), self.cycle.getMGCoarseSolve()
        for level, own in zip(levels, (matrix, self.coarse), strict=True):
            level.setOperators(own, own)
            level.setFromOptions()

    def apply(self, pc: PETSc.PC, rhs: PETSc.Vec, solution: PETSc.Vec) -> None:  # noqa: ARG002
        """Apply one cycle; collective."""
        self.cycle.apply(rhs, solution)

    def destroy(self, pc: PETSc.PC) -> None:  # noqa: ARG002
        """Free what the preconditioner holds, when PETSc frees that; collective."""
        self._free()
        self.prolongation.destroy()

    def _free(self) -> None:
        if self.coarse is not None:
            self.coarse.destroy()
        self.cycle.destroy()


def level_options(aggregation: Mapping[str, object]) -> dict[str, object]:
    """Return the options of the preconditioner, with those of aggregation on the linear level."""
    levels = {FINE + name: value for name, value in SMOOTHING.items()}
    return {
        "pc_type": "python",
        **levels,
        **{COARSE + name: value for name, value in aggregation.items()},
    }


def attach(solver: PETSc.KSP, displacements: Sequence[fem.Function], prefix: str) -> None:
    """Give a new solver its multigrid of two orders, unless its options choose another one."""
    solver.setAttr(CONTEXT, OrderMultigrid(displacements, prefix))
    _complete(solver.getPC(), solver)


def set_up(solver: PETSc.KSP) -> None:
    """Factorise, or make the hierarchy of multigrid; collective."""
    solver.setUp()
    solver.getPC().setUp()
    if solver.getPC().getType() == PETSc.PC.Type.FIELDSPLIT:
        displacement = solver.getPC().getFieldSplitSubKSP()[0]
        _complete(displacement.getPC(), solver)
        displacement.setUp()


def _complete(preconditioner: PETSc.PC, solver: PETSc.KSP) -> None:
    """Set the context of a Python preconditioner of displacements that has none."""
    is_python = preconditioner.getType() == PETSc.PC.Type.PYTHON
    if is_python and preconditioner.getPythonContext() is None:
        preconditioner.setPythonContext(solver.getAttr(CONTEXT))


def _linear(field: fem.Function) -> fem.Function:
    """Return a linear displacement on the elements of a quadratic one."""
    mesh = field.function_space.mesh
    shape = (mesh.geometry.dim,)
    return fem.Function(fem.functionspace(mesh, ("Lagrange", 1, shape)))


def _prolongation(linear: Sequence[fem.Function], quadratic: Sequence[fem.Function]) -> Any:
    """Return the interpolation from the vertices of all bodies."""
    blocks: list[list[Any]] = []
    for place, pair in enumerate(zip(linear, quadratic, strict=True)):
        matrix = petsc.interpolation_matrix(*(field.function_space for field in pair))
        matrix.assemble()
        blocks.append([matrix if column == place else None for column in range(len(linear))])
    nest = PETSc.Mat().createNest(blocks, comm=blocks[0][0].comm)
    interpolation = nest.convert("aij")  # in place
    for place, row in enumerate(blocks):
        row[place].destroy()
    return interpolation

"""Stress of a plastic body on its facets, from its quadrature points."""

import numpy as np

from nanoglue.mesh.quadrature_state import quadrature_points
from nanoglue.mesh.quadrature_values import QuadratureValues
from nanoglue.models.expressions import Expr
from nanoglue.physics.mechanics import Mechanics
from nanoglue.runtime.fenics import fem, mesh


class FacetStress:
    """Nominal stress [MPa] of a body, linear in each element: ``value`` (dim, dim).

    Plastic state exists at quadrature points alone; a least-squares fit extends the stress from
    them to the facets of their element.
    """

    def __init__(self, body: Mechanics) -> None:
        """Compile the stress at the quadrature points of the body."""
        mesh = body.u.function_space.mesh
        dim = mesh.geometry.dim
        self.value = fem.Function(fem.functionspace(mesh, ("DG", 1, (dim, dim))), name="stress")
        stress = nominal_stress(body, mesh)
        parts = [stress[i, j] for i in range(dim) for j in range(dim)]
        self.stresses = QuadratureValues(body.domain.forms, mesh, body.degree, parts)
        space = self.value.function_space
        basis = space.element.basix_element.tabulate(0, quadrature_points(mesh, body.degree))
        self.fit = np.linalg.pinv(np.asarray(basis)[0, :, :, 0])
        self.dofs = np.asarray(space.dofmap.list)

    def update(self) -> None:
        """Set the value to the present stress, on owned and ghost elements."""
        values = np.concatenate(self.stresses(), axis=2)
        fitted = np.einsum("bq,cqi->cbi", self.fit, values)
        self.value.x.array.reshape(-1, fitted.shape[-1])[self.dofs] = fitted


def nominal_stress(body: Mechanics, parent: mesh.Mesh | None = None) -> Expr:
    """Return the nominal stress (3, 3) [MPa] of a body, on its own mesh or on the parent's."""
    gradient = body.gradient(body.u, parent)
    return body.kinematics.nominal_stress(body.kirchhoff_stress(gradient), gradient, body.swelling)

"""Cauchy stress and displacement gradient at the quadrature points of a body."""

import numpy as np
import ufl

from nanoglue.mesh.quadrature_values import QuadratureValues
from nanoglue.models.invariants import Tensor
from nanoglue.models.stress_measures import symmetric_entries, tensors
from nanoglue.physics.mechanics import Mechanics


def cauchy_stress(mechanics: Mechanics, updated: bool) -> Tensor:
    """Return the Cauchy stress (3, 3) [MPa] in a body.

    Args:
        mechanics: of the body.
        updated: whether the history is that of the end of the step, as after a step is accepted;
            before, the plastic flow of the step is included.
    """
    gradient = mechanics.gradient(mechanics.u, mechanics.u.function_space.mesh)
    ratio = mechanics.kinematics.elastic_volume_ratio(gradient, mechanics.swelling)
    # After the update nothing flows any more, and a viscous overstress is not relaxed twice.
    part = mechanics.trial(gradient)[1] if updated else mechanics.deviatoric_stress(gradient)
    stress = part + mechanics.mean_stress(gradient) * ufl.Identity(3)
    return mechanics.kinematics.cauchy(stress, ratio)


class StressPoints:
    """Values at all points of the cells of this rank, owned cells first, then ghosts."""

    def __init__(self, mechanics: Mechanics) -> None:
        """Compile stress and gradient after a step is accepted."""
        mesh = mechanics.u.function_space.mesh
        gradient = mechanics.gradient(mechanics.u, mesh)
        cauchy = cauchy_stress(mechanics, updated=True)
        rows = [gradient[i, j] for i in range(3) for j in range(3)]
        shown = [ufl.as_vector(symmetric_entries(cauchy)), ufl.as_vector(rows)]
        self.values = QuadratureValues(mechanics.domain.forms, mesh, mechanics.degree, shown)

    def __call__(self) -> tuple[np.ndarray, np.ndarray]:
        """Return stresses [MPa] and displacement gradients [-], each (cells, points, 3, 3)."""
        stresses, gradients = self.values()
        return tensors(stresses), gradients.reshape(*gradients.shape[:2], 3, 3)

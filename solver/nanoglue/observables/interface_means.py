"""Means over each interface of what acts on it."""

import numpy as np

from nanoglue.case import columns
from nanoglue.mesh.interface_quadrature import InterfaceQuadrature
from nanoglue.observables import Values
from nanoglue.physics.cohesion import Cohesion
from nanoglue.physics.interface_area import area_ratio
from nanoglue.physics.model_parts import ModelParts

COLUMNS = (
    columns.OPENING_MEAN,
    columns.SLIDING_MEAN,
    columns.TRACTION_NORMAL_MEAN,
    columns.TRACTION_TANGENTIAL_MEAN,
    columns.DAMAGE_MEAN,
    columns.AREA_RATIO_MEAN,
)
"""Averaged quantities."""

TRUE = {
    columns.TRACTION_NORMAL_MEAN: columns.CAUCHY_TRACTION_NORMAL_MEAN,
    columns.TRACTION_TANGENTIAL_MEAN: columns.CAUCHY_TRACTION_TANGENTIAL_MEAN,
}
"""Nominal tractions and those per present area."""


class InterfaceMeans:
    """Mean opening, sliding, tractions (tension positive) and damage over the undeformed area.

    The tractions are nominal, per undeformed area; those called Cauchy are the same forces per
    present area.
    """

    order = 4

    def __init__(self, problem: ModelParts) -> None:
        """Watch every interface of the problem."""
        self.comm = problem.domain.mesh.comm
        self.values = {
            name: _values(problem, cohesion) for name, cohesion in problem.cohesion.items()
        }

    def __call__(self) -> Values:
        """Return the columns ``opening_mean:NAME [um]`` and so on."""
        found: Values = {}
        for name, values in self.values.items():
            sums = self.comm.allreduce(
                np.array([values.integral(shown) for shown in (*values(), 1.0)])
            )
            for column, total in zip(COLUMNS, sums[:-1], strict=True):
                found[column.at(name)] = float(total / sums[-1])
            ratio = found[columns.AREA_RATIO_MEAN.at(name)]
            for nominal, true in TRUE.items():
                found[true.at(name)] = found[nominal.at(name)] / ratio
            found[columns.LOAD_BEARING.at(name)] = 1 - found[columns.DAMAGE_MEAN.at(name)]
        return found

    def accept(self) -> None:
        """Do nothing; there is no state."""


def _values(problem: ModelParts, cohesion: Cohesion) -> InterfaceQuadrature:
    opening, sliding = cohesion.jump.present()
    damage = cohesion.damage(opening, sliding)
    tractions = cohesion.tractions(opening, sliding, damage)
    ratio = area_ratio(problem, cohesion)
    return InterfaceQuadrature(cohesion, [opening, sliding, *tractions, damage, ratio])

"""Means over each interface of what acts on it."""

from typing import Any

import numpy as np

from nanoglue.case import columns
from nanoglue.mesh.interface_quadrature import InterfaceQuadrature
from nanoglue.observables import Values
from nanoglue.physics.model_parts import ModelParts

COLUMNS = (
    columns.OPENING_MEAN,
    columns.SLIDING_MEAN,
    columns.TRACTION_NORMAL_MEAN,
    columns.TRACTION_TANGENTIAL_MEAN,
    columns.DAMAGE_MEAN,
)
"""Averaged quantities."""


class InterfaceMeans:
    """Mean opening, sliding, tractions (tension positive) and damage over the area."""

    order = 4

    def __init__(self, problem: ModelParts) -> None:
        """Watch every interface of the problem."""
        self.comm = problem.domain.mesh.comm
        self.values = {name: _values(cohesion) for name, cohesion in problem.cohesion.items()}

    def __call__(self) -> Values:
        """Return the columns ``opening_mean:NAME [um]`` and so on."""
        found: Values = {}
        for name, values in self.values.items():
            sums = self.comm.allreduce(
                np.array([values.integral(shown) for shown in (*values(), 1.0)])
            )
            for column, total in zip(COLUMNS, sums[:-1], strict=True):
                found[column.at(name)] = float(total / sums[-1])
            found[columns.LOAD_BEARING.at(name)] = 1 - found[columns.DAMAGE_MEAN.at(name)]
        return found

    def accept(self) -> None:
        """Do nothing; there is no state."""


def _values(cohesion: Any) -> InterfaceQuadrature:
    opening, sliding = cohesion.jump.present()
    damage = cohesion.damage(opening, sliding)
    tractions = cohesion.tractions(opening, sliding, damage)
    return InterfaceQuadrature(cohesion, [opening, sliding, *tractions, damage])

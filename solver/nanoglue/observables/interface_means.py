"""Means over each interface of what acts on it."""

from typing import Any

import numpy as np

from nanoglue.mesh.interface_quadrature import InterfaceQuadrature

COLUMNS = {
    "opening_mean": "um",
    "sliding_mean": "um",
    "traction_normal_mean": "MPa",
    "traction_tangential_mean": "MPa",
    "damage_mean": "-",
}
"""What is averaged, with its unit."""


class InterfaceMeans:
    """Mean opening, sliding, tractions (tension positive) and damage over the area."""

    order = 4

    def __init__(self, problem: Any) -> None:
        """Watch every interface of the problem."""
        self.comm = problem.domain.mesh.comm
        self.values = {name: _values(cohesion) for name, cohesion in problem.cohesion.items()}

    def __call__(self) -> dict[str, float]:
        """Columns ``opening_mean:NAME [um]`` and so on."""
        columns: dict[str, float] = {}
        for name, values in self.values.items():
            sums = self.comm.allreduce(
                np.array([values.integral(shown) for shown in (*values(), 1.0)])
            )
            for (title, unit), total in zip(COLUMNS.items(), sums[:-1], strict=True):
                columns[f"{title}:{name} [{unit}]"] = float(total / sums[-1])
        return columns

    def accept(self) -> None:
        """Nothing is remembered."""


def _values(cohesion: Any) -> InterfaceQuadrature:
    opening, sliding = cohesion.jump.present()
    damage = cohesion.damage(opening, sliding)
    tractions = cohesion.tractions(opening, sliding, damage)
    return InterfaceQuadrature(cohesion, [opening, sliding, *tractions, damage])

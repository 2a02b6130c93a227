"""Displacements of material points, and distances between them."""

import numpy as np

from nanoglue.case import columns
from nanoglue.mesh.point_search import locate
from nanoglue.observables import Values
from nanoglue.physics.model_parts import ModelParts


class Points:
    """Displacement of each point of ``output.points`` and the distances of ``output.distances``.

    A distance is that of two of the points as they have moved: a thickness, a gap, a diameter.
    """

    order = 6

    def __init__(self, problem: ModelParts) -> None:
        """Find the points.

        Raises:
            CaseError: on every rank, if one is outside its body.
        """
        self.components = problem.domain.coordinates.components
        self.comm = problem.domain.mesh.comm
        self.points = {}
        self.distances = problem.case.output.distances
        for name, point in problem.case.output.points.items():
            u = problem.mechanics[point.body].u
            found = locate(u.function_space.mesh, point.at)
            if found is None:
                raise problem.case.wrong(
                    ("output", "points", name, "at"), f"lies outside {point.body}"
                )
            self.points[name] = (u, found)

    def __call__(self) -> Values:
        """Return the columns ``displacement_z:NAME [um]`` and ``distance:NAME [um]``."""
        values: Values = {}
        places: dict[str, np.ndarray] = {}
        for name, (u, found) in self.points.items():
            here = np.zeros(len(self.components))
            if found.cell is not None:
                here = np.asarray(u.eval(found.point, np.array([found.cell]))).reshape(-1)
            moved = self.comm.allreduce(here)
            places[name] = found.point[: len(moved)] + moved
            for component, value in zip(self.components, moved, strict=True):
                values[columns.displacement(component).at(name)] = float(value)
        for name, (first, second) in self.distances.items():
            apart = np.linalg.norm(places[first] - places[second])
            values[columns.DISTANCE.at(name)] = float(apart)
        return values

    def accept(self) -> None:
        """Do nothing; there is no state."""

"""Contact of bodies without an interface: penetration, force and area."""

import numpy as np

from nanoglue.case import columns
from nanoglue.observables import Values
from nanoglue.physics.contact.bodies_in_contact import BodiesInContact
from nanoglue.physics.model_parts import ModelParts
from nanoglue.runtime.fenics import MPI


class ContactPairs:
    """Largest penetration [um], resultant force [uN] and undeformed area [um^2] of each pair."""

    order = 2

    def __init__(self, problem: ModelParts) -> None:
        """Watch every contact pair of a problem."""
        self.pairs = problem.contact_pairs

    def __call__(self) -> Values:
        """Return the columns ``penetration_max:NAME [um]`` and so on; collective."""
        found: Values = {}
        for pair in self.pairs:
            response = pair.now()[1]
            depth = float(response.depth.max(initial=0.0))
            depth = pair.comm.allreduce(depth, op=MPI.MAX)
            area = pair.comm.allreduce(float(response.areas.sum()))
            found[columns.PENETRATION_MAX.at(pair.name)] = depth
            found[columns.CONTACT_FORCE.at(pair.name)] = float(np.linalg.norm(resultant(pair)))
            found[columns.CONTACT_AREA.at(pair.name)] = area
        return found

    def accept(self) -> None:
        """Do nothing; there is no state."""


def resultant(pair: BodiesInContact) -> np.ndarray:
    """Return the force (3,) [uN] of a contact pair on its first body; collective."""
    response = pair.now()[1]
    on_first = response.force[:, :18].reshape(-1, 6, 3).sum(axis=1)
    return np.asarray(pair.comm.allreduce(-(response.areas[:, None] * on_first).sum(axis=0)))

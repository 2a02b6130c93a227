"""Facet of each contact point, and the one of the other surface that is closest to it."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from nanoglue.runtime.exchange import Exchange
from nanoglue.runtime.fenics import MPI, fem


class Surface(Protocol):
    """Facets of a surface on this rank, with their nodes."""

    def at_nodes(self, values: np.ndarray) -> np.ndarray:
        """Return the values (m, k, dim) at the nodes of a field's values; collective."""


@dataclass(frozen=True, slots=True)
class Partners:
    """Facets of n points of this rank.

    Args:
        plus: the points' surface.
        own: (n,) facets of it.
        minus: the other surface.
        exchange: by which this rank gets facets of all ranks.
        other: (n,) which of them are closest.
    """

    plus: Surface
    own: np.ndarray
    minus: Surface
    exchange: Exchange
    other: np.ndarray

    def at_nodes(self, plus: np.ndarray, minus: np.ndarray) -> np.ndarray:
        """Return the values (n, nodes dim) at the nodes of each point; collective.

        Args:
            plus: values of the displacement of the points' body on this rank, ghosts included.
            minus: those of the other one.
        """
        own = self.plus.at_nodes(plus)[self.own]
        other = self.exchange.forward(self.minus.at_nodes(minus))[self.other]
        both = np.concatenate([own, other], axis=1)
        return both.reshape(len(both), both.shape[1] * both.shape[2])


class LastDisplacements:
    """Displacements for which a contact was computed the last time."""

    def __init__(self, *fields: fem.Function) -> None:
        """Know none yet."""
        self.fields, self.comm = fields, fields[0].function_space.mesh.comm
        self.values: list[np.ndarray] = []

    def are_present(self) -> bool:
        """Return whether they are those of now on all ranks; collective."""
        pairs = zip(self.values, self.fields, strict=False)
        same = bool(self.values) and all(np.array_equal(one, u.x.array) for one, u in pairs)
        return bool(self.comm.allreduce(same, MPI.LAND))

    def keep(self) -> None:
        """Take those of now."""
        self.values = [field.x.array.copy() for field in self.fields]

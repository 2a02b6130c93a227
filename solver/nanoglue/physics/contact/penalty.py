"""Penalty contact of points with a surface of quadratic edges: pressure, forces and tangent.

Pressure k s(t) <-g> along the normal, with the gap g = (x - x(t)) . n to the closest point, at t on
its edge, and the taper s, which is 1 except near the end of a surface. Forces act on the six nodes
of a point, three of its own edge and three of the opposite one, by their shape functions; the
tangent is their exact derivative (Wriggers 2006, doi:10.1007/978-3-540-32609-0, where the surface
is one of splines). Forces and moments balance at each point, and where s is 1 they are the
gradient of k <-g>^2 / 2, without dissipation.
"""

from dataclasses import dataclass, replace

import numpy as np

from nanoglue.physics.contact.closest_point import Projection, shapes


@dataclass(frozen=True, slots=True)
class Pairing:
    """Points and their projections onto the opposite surface.

    Args:
        own: (n, 3) shape functions of the points on their own edges.
        feet: closest points; ``feet.edge`` is not used here.
        side: (n,) 1 or -1, the normal of an edge being ``side`` times (dy/dt, -dx/dt).
        start: (n,) and ``span`` (n,), by which start + span t is the place on the whole facet, 0 to
            1, if the edge is a part of one.
        ends: (n, 2) whether the surface ends at the first and at the last node of the facet.
        edge_taper: facets past an end at which the support begins to fade; it is gone one farther.
    """

    own: np.ndarray
    feet: Projection
    side: np.ndarray
    start: np.ndarray
    span: np.ndarray
    ends: np.ndarray
    edge_taper: float


@dataclass(frozen=True, slots=True)
class ContactResponse:
    """Contact response at n points, per area.

    ``gap`` (n,) [um], ``pressure`` (n,) [MPa], ``energy`` (n,) [pJ/um^2], ``force`` (n, 12) by the
    components of the six nodes [MPa] and ``tangent`` (n, 12, 12) [MPa/um].
    """

    gap: np.ndarray
    pressure: np.ndarray
    energy: np.ndarray
    force: np.ndarray
    tangent: np.ndarray

    def by_nodes(self, weights: np.ndarray) -> "ContactResponse":
        """Return the response in terms of m other nodes with weights (n, 6, m)."""
        count, _, nodes = weights.shape
        moved = np.einsum("nab,ij->naibj", weights, np.eye(2)).reshape(count, 12, 2 * nodes)
        force = np.einsum("nab,na->nb", moved, self.force)
        tangent = moved.swapaxes(1, 2) @ self.tangent @ moved
        return replace(self, force=force, tangent=tangent)


def contact_response(places: np.ndarray, pairing: Pairing, stiffness: float) -> ContactResponse:
    """Return the contact response at the present positions of the nodes.

    Args:
        places: (n, 6, 2) present places of the nodes [um], those of the points' edges first.
        pairing: which point of the other edge is closest.
        stiffness: k [MPa/um].
    """
    gap, slope, bend, turn = _gap(places, pairing)
    share, falls = _support(pairing)
    deep = np.minimum(gap, 0.0)
    one = (stiffness * share * deep)[:, None]
    tangent = one[..., None] * bend
    tangent += (stiffness * share * (gap < 0))[:, None, None] * _outer(slope, slope)
    tangent += (stiffness * falls * deep)[:, None, None] * _outer(slope, turn)
    energy = stiffness / 2 * share * deep**2
    return ContactResponse(gap, -one[:, 0], energy, one * slope, tangent)


def _support(pairing: Pairing) -> tuple[np.ndarray, np.ndarray]:
    """Return the taper [-] at a point and its derivative by t."""
    place, span = pairing.start + pairing.span * pairing.feet.t, pairing.span
    before, past = np.where(pairing.ends.T, [-place, place - 1], -np.inf)
    left = 1 - (np.maximum(before, past) - pairing.edge_taper)
    way = np.where(past > before, -span, span)
    return np.clip(left, 0.0, 1.0), np.where((left > 0) & (left < 1), way, 0.0)


def _gap(places: np.ndarray, pairing: Pairing) -> tuple[np.ndarray, ...]:
    """Return the gap (n,) with its first and second derivatives, and the gradient of t."""
    feet, other = pairing.feet, places[:, 3:]
    values, slopes, bends = shapes(feet.t)
    none = np.zeros_like(values)
    difference = _operator(np.concatenate([pairing.own, -values], axis=1))
    way = np.einsum("nij,nj->ni", difference, places.reshape(-1, 12))
    a, b = (np.einsum("na,nai->ni", s, other) for s in (slopes, bends))
    square = (a**2).sum(axis=1)
    normal = pairing.side[:, None] * np.column_stack([a[:, 1], -a[:, 0]])
    normal /= np.sqrt(square)[:, None]
    along = (way * normal).sum(axis=1)
    apart = np.linalg.norm(way, axis=1)
    corner = feet.corner & (apart > 1e-12)
    gap = np.where(corner, np.copysign(apart, along), along)
    normal = np.where(corner[:, None], way / np.where(corner, gap, 1.0)[:, None], normal)
    slope = _by(normal, difference)
    inner = _operator(np.concatenate([none, slopes], axis=1))
    bend, turn = _smooth(gap, (a, b, normal), difference, inner)
    across = np.eye(2) - _outer(normal, normal)
    sharp = np.einsum("nia,nij,njb->nab", difference, across, difference)
    sharp /= np.where(corner, gap, 1.0)[:, None, None]
    bend = np.where(corner[:, None, None], sharp, bend)
    return gap, slope, bend, np.where(corner[:, None], 0.0, turn)


def _smooth(
    gap: np.ndarray,
    frame: tuple[np.ndarray, np.ndarray, np.ndarray],
    difference: np.ndarray,
    inner: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the second derivative of the gap and the gradient of t, away from corners.

    From (x - x(t)) . a = 0 with a = dx/dt, b = da/dt, m = a . a, h = m - g n . b.
    """
    a, b, n = frame
    m, beta = ((u * v).sum(axis=1)[:, None] for u, v in ((a, a), (n, b)))
    sheared, tilted = _by(a, difference), _by(n, inner)
    turn = (sheared + gap[:, None] * tilted) / (m - gap[:, None] * beta)
    tilt = tilted + beta * turn  # of a, along the normal
    return -_outer(sheared, tilt) / m[..., None] - _outer(tilted, turn), turn


def _operator(weights: np.ndarray) -> np.ndarray:
    """Return the operator from the components (12,) of six nodes to a weighted vector (2,)."""
    return np.einsum("na,ij->niaj", weights, np.eye(2)).reshape(len(weights), 2, 12)


def _by(vector: np.ndarray, operator: np.ndarray) -> np.ndarray:
    return np.einsum("ni,nia->na", vector, operator)


def _outer(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return one[:, :, None] * other[:, None, :]

"""Contact stiffness that keeps the penetration invisible, and the penetration that is tolerable."""

import numpy as np

from nanoglue.case.schema.case import Case
from nanoglue.mesh.cohesive_zone import softer_modulus
from nanoglue.mesh.domain import Domain
from nanoglue.models.cohesive import TractionLaw
from nanoglue.runtime.fenics import MPI

OF_OPENING = 1e-2
"""Penetration over the final opening of a law [-] that the default stiffness does not exceed."""

OF_ELEMENT = 1e-3
"""The same over the size of an element, where a law has no final opening [-]."""

DOUBTFUL = 10.0
"""Factor [-] on this penetration above which a warning is given: a tenth of the final opening."""


def default_contact_stiffness(case: Case, domain: Domain, name: str, law: TractionLaw) -> float:
    """Return the stiffness [MPa/um] of an interface whose case gives none; collective.

    The smaller Young's modulus over the allowed penetration: a contact pressure of this size, far
    above what any solid bears, reaches the allowed penetration. At least the law's stiffness.
    """
    modulus = softer_modulus(case, name)
    return max(law.normal_stiffness, modulus / allowed_penetration(case, domain, name))


def allowed_penetration(case: Case, domain: Domain, name: str) -> float:
    """Return the penetration [um] of an interface that no result shows; collective.

    A hundredth of the final opening 2 G_c / strength, but not more than a hundredth of an element;
    a thousandth of an element, where the law has no strength.
    """
    size = element_size(domain, name)
    law = case.interfaces[name].law
    if law is not None and hasattr(law, "strength") and hasattr(law, "toughness"):
        return float(min(OF_OPENING * 2 * law.toughness / law.strength, OF_OPENING * size))
    return OF_ELEMENT * size


def doubtful_penetrations(case: Case, domain: Domain) -> dict[str, float]:
    """Return the penetration [um] of each interface above which a warning is given."""
    return {name: DOUBTFUL * allowed_penetration(case, domain, name) for name in case.interfaces}


def element_size(domain: Domain, name: str) -> float:
    """Return the smallest height [um] of the elements beside an interface; collective."""
    if domain.dim == 3:
        return _height_in_space(domain, name)
    cells = domain.interfaces[name].entities[:, [0, 2]].ravel()
    corners = domain.mesh.geometry.x[domain.mesh.geometry.dofmaps[0][cells][:, :3], :2]
    edges = corners - np.roll(corners, 1, axis=1)
    first, second = edges[:, 0], edges[:, 1]
    doubled = np.abs(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0])
    heights = doubled / np.linalg.norm(edges, axis=2).max(axis=1, initial=0.0)
    return float(domain.mesh.comm.allreduce(float(heights.min(initial=np.inf)), op=MPI.MIN))


def _height_in_space(domain: Domain, name: str) -> float:
    """Return the smallest height [um] of the tetrahedra beside an interface; collective."""
    cells = domain.interfaces[name].entities[:, [0, 2]].ravel()
    corners = domain.mesh.geometry.x[domain.mesh.geometry.dofmaps[0][cells][:, :4]]
    volumes = np.abs(np.linalg.det(corners[:, 1:] - corners[:, :1]))
    areas = [
        np.linalg.norm(
            np.cross(corners[:, b] - corners[:, a], corners[:, c] - corners[:, a]), axis=1
        )
        for a, b, c in ((1, 2, 3), (0, 2, 3), (0, 1, 3), (0, 1, 2))
    ]
    heights = volumes / np.max(areas, axis=0)
    return float(domain.mesh.comm.allreduce(float(heights.min(initial=np.inf)), op=MPI.MIN))

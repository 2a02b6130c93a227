"""Invariants: largest principal stretch and equivalent stress."""

from typing import Any

import ufl

from nanoglue.models.tensors import deviator, largest_eigenvalue

Tensor = Any  # a UFL tensor of shape (3, 3)


def largest_stretch(gradient: Tensor) -> Any:
    """Largest principal stretch [-] of a displacement gradient, swelling included."""
    deformation = ufl.Identity(3) + gradient
    return ufl.sqrt(largest_eigenvalue(deformation.T * deformation))


def von_mises(stress: Tensor) -> Any:
    """Equivalent stress [MPa] of a Cauchy stress, for output and not to differentiate."""
    part = deviator(stress)
    return ufl.sqrt(1.5 * ufl.inner(part, part))

"""Closed forms for symmetric 3 x 3 tensors: block tensors in two dimensions, full ones in three.

The mesh of an expression decides: a section has tensors with a 2 x 2 block and an entry out of the
plane, a body in space has all six entries. An expression without a mesh counts as a section.
"""

from types import ModuleType
from typing import Any

from ufl.domain import extract_domains

from nanoglue.models import block_tensors, full_tensors
from nanoglue.models.expressions import Expr

Tensor = Any  # a UFL tensor of shape (3, 3)
VIRGIN = {2: (1.0, 1.0, 0.0, 1.0), 3: (1.0, 1.0, 1.0, 0.0, 0.0, 0.0)}
"""Entries of the identity, by the dimension of the mesh."""


def _forms(tensor: Tensor) -> ModuleType:
    dimensions = {domain.geometric_dimension for domain in extract_domains(tensor)}
    return full_tensors if dimensions == {3} else block_tensors


def logarithm(tensor: Tensor) -> Tensor:
    """Return the logarithm of a symmetric positive definite tensor."""
    return _forms(tensor).logarithm(tensor)


def exponential(tensor: Tensor) -> Tensor:
    """Return the exponential of a symmetric tensor."""
    return _forms(tensor).exponential(tensor)


def determinant(tensor: Tensor) -> Any:
    """Return the determinant of a tensor, symmetric or not."""
    return _forms(tensor).determinant(tensor)


def inverse(tensor: Tensor) -> Tensor:
    """Return the inverse of a tensor, symmetric or not."""
    return _forms(tensor).inverse(tensor)


def deviator(tensor: Tensor) -> Tensor:
    """Return the deviatoric part."""
    return _forms(tensor).deviator(tensor)


def norm(tensor: Tensor) -> Any:
    """Return the Frobenius norm of a symmetric tensor, with derivative 0 at the origin."""
    return _forms(tensor).norm(tensor)


def largest_eigenvalue(tensor: Tensor) -> Any:
    """Return the largest eigenvalue of a symmetric tensor, for output and not to differentiate."""
    return _forms(tensor).largest_eigenvalue(tensor)


def components(tensor: Tensor) -> Any:
    """Return the independent entries of a symmetric tensor as a vector of four or six."""
    return _forms(tensor).components(tensor)


def symmetric(entries: Expr) -> Tensor:
    """Return the symmetric tensor of its four or six entries."""
    forms = full_tensors if entries.ufl_shape == (6,) else block_tensors
    return forms.symmetric(entries)

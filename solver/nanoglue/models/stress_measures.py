"""Measures of many stresses and displacement gradients at once, on numbers.

Axes are (r, z, theta) in axisymmetry and (x, y, z) otherwise, so that the third normal stress is
the hoop stress or the one out of the plane.
"""

import numpy as np

from nanoglue.models.expressions import Expr

VTK_ORDER = ((0, 0), (1, 1), (2, 2), (0, 1), (1, 2), (0, 2))
"""Entries of a symmetric tensor in the order of VTK and ParaView: 11, 22, 33, 12, 23, 13."""


def symmetric_entries(tensor: Expr) -> list[Expr]:
    """Return the six entries of a symmetric tensor, of numbers or UFL, in the order of VTK."""
    return [tensor[pair] for pair in VTK_ORDER]


def tensors(entries: np.ndarray) -> np.ndarray:
    """Return symmetric tensors (..., 3, 3) of their six entries (..., 6).

    >>> tensors(np.arange(6.0))[0].tolist()
    [0.0, 3.0, 5.0]
    """
    found = np.empty((*entries.shape[:-1], 3, 3))
    for index, (i, j) in enumerate(VTK_ORDER):
        found[..., i, j] = found[..., j, i] = entries[..., index]
    return found


def principal(tensor: np.ndarray) -> np.ndarray:
    """Return the principal values (..., 3), the largest first, of symmetric tensors (..., 3, 3).

    Tensors without entries 13 and 23, as all in two dimensions, need no iteration.

    >>> principal(np.array([[1.0, 2.0, 0.0], [2.0, 1.0, 0.0], [0.0, 0.0, 7.0]])).tolist()
    [7.0, 3.0, -1.0]
    """
    if np.any(tensor[..., :2, 2]):
        return np.linalg.eigvalsh(tensor)[..., ::-1]
    values = np.stack([*_in_plane(tensor), tensor[..., 2, 2]], axis=-1)
    return np.sort(values, axis=-1)[..., ::-1]


def _in_plane(tensor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the smaller and the larger principal value in the plane of the first two axes."""
    mean = (tensor[..., 0, 0] + tensor[..., 1, 1]) / 2
    radius = np.hypot((tensor[..., 0, 0] - tensor[..., 1, 1]) / 2, tensor[..., 0, 1])
    return mean - radius, mean + radius


def hydrostatic(stresses: np.ndarray) -> np.ndarray:
    """Return a third of the trace (...) of tensors (..., 3, 3)."""
    mean: np.ndarray = np.trace(stresses, axis1=-2, axis2=-1) / 3
    return mean


def von_mises(stresses: np.ndarray) -> np.ndarray:
    """Return the equivalent stress (...) of tensors (..., 3, 3).

    >>> round(float(von_mises(np.diag([3.0, 3.0, 10.0]))), 9)
    7.0
    """
    first, second, third = (stresses[..., axis, axis] for axis in range(3))
    normal = (first - second) ** 2 + (second - third) ** 2 + (third - first) ** 2
    shear = sum(stresses[..., i, j] ** 2 for i, j in ((0, 1), (1, 2), (0, 2)))
    equivalent: np.ndarray = np.sqrt(normal / 2 + 3 * shear)
    return equivalent


def logarithmic_strain(gradients: np.ndarray) -> np.ndarray:
    """Return ln V (..., 3, 3), the strain along the axes of the deformed body.

    >>> from math import e
    >>> float(logarithmic_strain(np.diag([e - 1, 0.0, 0.0]))[0, 0].round(12))
    1.0
    """
    deformation = np.eye(3) + gradients
    values, axes = np.linalg.eigh(deformation @ np.swapaxes(deformation, -1, -2))
    logarithms = 0.5 * np.log(np.maximum(values, 1e-300))
    strains: np.ndarray = (axes * logarithms[..., None, :]) @ np.swapaxes(axes, -1, -2)
    return strains

"""Extreme strains and stresses of a body, beyond which its laws are doubtful."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import ufl

from nanoglue.case.schema.case import Case
from nanoglue.mesh.quadrature_values import QuadratureValues
from nanoglue.models.tensors import components, symmetric
from nanoglue.physics.mechanics import Mechanics
from nanoglue.runtime.fenics import MPI
from nanoglue.stepping.validity_rules import Finding, Rule


class BodyStrains:
    """Largest deformation of a body at its quadrature points; collective."""

    def __init__(self, body: Mechanics, case: Case) -> None:
        """Compile displacement gradient and elastic left Cauchy-Green tensor."""
        self.body, elastic = body, case.bodies[body.name].drawn_elasticity
        # Stress over Young's modulus depends on Poisson's ratio alone, also where E falls with x.
        self.young, self.bulk = float(elastic.youngs_modulus), float(elastic.bulk)
        mesh = body.u.function_space.mesh
        gradient = body.gradient(body.u, mesh)
        metric: Any = ufl.Identity(3) if body.metric is None else symmetric(body.metric.old)
        be = body.kinematics.left_cauchy_green(
            body.isochoric_gradient(gradient), body.swelling, metric
        )
        space = mesh.geometry.dim == 3
        block = ((0, 0), (0, 1), (1, 0), (1, 1), (2, 2))
        places = tuple(np.ndindex(3, 3)) if space else block
        entries = [gradient[place] for place in places]
        shown = [ufl.as_vector(entries), components(be)]
        self.values = QuadratureValues(body.domain.forms, mesh, body.degree, shown)
        self.comm = mesh.comm

    def findings(self) -> Iterator[Finding]:
        """Yield the extreme values of the body."""
        gradient, be = (values.reshape(-1, values.shape[2]) for values in self.values())
        finite = self.body.elasticity.finite_strain
        strains = elastic_strains(be, finite)
        volume = volume_ratio(gradient)
        stresses = abs(principal_stresses(strains, self.young, self.bulk)) / self.young
        yield self._extreme(Rule.VOLUME_RATIO, volume)
        yield self._extreme(Rule.ELASTIC_STRAIN, abs(strains).max(axis=1))
        yield self._extreme(Rule.ELASTIC_STRESS, stresses.max(axis=1))
        if not finite:
            yield self._extreme(Rule.SMALL_STRAIN, abs(gradient).max(axis=1))

    def _extreme(self, rule: Rule, values: np.ndarray) -> Finding:
        """Return the worst value on all ranks; not a number is the worst."""
        sign = 1.0 if rule.upper else -1.0
        worst = float((sign * np.nan_to_num(values, nan=sign * np.inf)).max(initial=-np.inf))
        return rule, self.body.name, sign * float(self.comm.allreduce(worst, MPI.MAX))


def volume_ratio(gradient: np.ndarray) -> np.ndarray:
    """Return det F [-] of displacement gradients.

    Their shape is (n, 9), or (n, 5) with the entries aa, ab, ba, bb, cc.

    >>> volume_ratio(np.array([[1.0, 0.0, 0.0, 0.0, 0.5]])).tolist()
    [3.0]
    """
    found: np.ndarray
    if gradient.shape[1] == 9:
        found = np.linalg.det(np.eye(3) + gradient.reshape(-1, 3, 3))
        return found
    aa, ab, ba, bb, cc = gradient.T
    found = ((1 + aa) * (1 + bb) - ab * ba) * (1 + cc)
    return found


def elastic_strains(be: np.ndarray, finite: bool) -> np.ndarray:
    """Return the principal elastic strains [-], shape (n, 3), logarithmic at finite strain.

    Args:
        be: elastic left Cauchy-Green tensors, or I + 2 eps_e, as aa, bb, ab, cc; shape
            (n, 4), or aa, bb, cc, ab, ac, bc; shape (n, 6).
        finite: whether the strain is finite.

    >>> elastic_strains(np.array([[1.2, 1.0, 0.0, 1.0]]), False).round(12).tolist()
    [[0.1, 0.0, 0.0]]
    """
    principal = _eigenvalues_in_space(be) if be.shape[1] == 6 else _eigenvalues(be)
    if not finite:
        found: np.ndarray = (principal - 1) / 2
        return found
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.log(principal) / 2


def _eigenvalues(be: np.ndarray) -> np.ndarray:
    aa, bb, ab, cc = be.T
    mean, radius = (aa + bb) / 2, np.hypot((aa - bb) / 2, ab)
    return np.column_stack([mean + radius, mean - radius, cc])


def _eigenvalues_in_space(be: np.ndarray) -> np.ndarray:
    finite = np.isfinite(be).all(axis=1)
    tensors = be[:, [0, 3, 4, 3, 1, 5, 4, 5, 2]].reshape(-1, 3, 3)
    values = np.full((len(be), 3), np.nan)
    values[finite] = np.linalg.eigvalsh(tensors[finite])[:, ::-1]
    return values


def principal_stresses(strains: np.ndarray, young: float, bulk: float) -> np.ndarray:
    """Return Hooke's principal stresses [MPa] of principal elastic strains, shape (n, 3)."""
    poisson = (3 * bulk - young) / (6 * bulk)
    volumetric = strains.sum(axis=1, keepdims=True)
    deviatoric = strains - volumetric / 3
    found: np.ndarray = young / (1 + poisson) * deviatoric + bulk * volumetric
    return found

"""Flux of a species by its diffusivity, which papers and cell models define in three ways.

With the concentration c = c_host x, the chemical potential mu = mu_chem(x) + mu_stress and the
flux J = -M grad(mu):

``chemical``
    Fick's law J = -D grad(c), as measured by titration or impedance and used in single-particle
    models. The open-circuit curve enters the voltage only. With stress in the potential M = D
    c_host / (d mu_chem/dx), which is the same law with the drift by stress that belongs to it.
``tracer``
    M = D c/(R T), the law of a random walk; Fick's coefficient is D times the thermodynamic factor
    (x/(R T)) d mu_chem/dx. (Larche and Cahn 1985, Acta Metall. 33, 331.)
``mobility``
    M = D c_host/(R T), a constant mobility, for fronts between two phases: on a plateau of the
    open-circuit curve Fick's coefficient vanishes and the front stays sharp.

With the ideal potential mu = R T x the first and the last are one. At equilibrium mu is uniform
with each of them.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import ufl

from nanoglue.models.expressions import Expr, positive

if TYPE_CHECKING:
    from nanoglue.physics.diffusion import Diffusion


DiffusivityKind = Literal["chemical", "tracer", "mobility"]


def _chemical(body: "Diffusion") -> Expr:
    if not body.species.stress_coupling:
        return body.density_diffusivity * ufl.grad(body.x)
    x = ufl.variable(body.x)
    slope = ufl.diff(body.formula.potential.chemical_potential(x, body.temperature), x)
    return body.density_diffusivity / slope * ufl.grad(body.mu)


def _tracer(body: "Diffusion") -> Expr:
    return body.density_diffusivity * positive(body.x) / body.thermal * ufl.grad(body.mu)


def _mobility(body: "Diffusion") -> Expr:
    return body.density_diffusivity / body.thermal * ufl.grad(body.mu)


FLUXES: dict[DiffusivityKind, Callable[[Any], Any]] = {
    "chemical": _chemical,
    "tracer": _tracer,
    "mobility": _mobility,
}


def downhill_flux(body: "Diffusion") -> Expr:
    """Return -J [amol/(um^2 s)] of a body, a vector.

    Args:
        body: its ``x``, ``mu``, ``formula``, ``species``, ``temperature``, ``thermal`` (R T) and
            ``density_diffusivity`` (D c_host).
    """
    return FLUXES[body.species.diffusivity_is](body)

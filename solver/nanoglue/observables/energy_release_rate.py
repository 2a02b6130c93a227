"""Energy-release rate of the debonding of each interface."""

from typing import Any

import numpy as np

from nanoglue.case import columns
from nanoglue.mesh.crack_tips import CrackTip, InterfaceFacets
from nanoglue.models.expressions import positive
from nanoglue.observables import Values
from nanoglue.physics.cohesion import Cohesion
from nanoglue.physics.energy.domain_integral import CORE, REACH, DomainIntegral, TipRate
from nanoglue.physics.interface_quadrature import InterfaceQuadrature
from nanoglue.physics.model_parts import ModelParts
from nanoglue.runtime.fenics import MPI, fem

FLOWED = 1e-9
"""Equivalent plastic strain [-] above which a body is not elastic any more."""


class EnergyReleaseRate:
    """Energy-release rate of each interface: the largest domain integral over its crack tips.

    A tip is where failed and bonded facets meet, of one interface or of two between the same
    bodies, or where an unbonded crack ends at the interface. Where there is none, no room for the
    integral, or a body that has flowed plastically or whose conversion has a direction
    (``thickness_ratio``), which the integral does not contain, it is the largest work of separation
    per area done so far at any point. ``crack_tip_facets`` states how well the domain of the
    integral is resolved.

    At the tail of a cohesive zone that is small against the debonded length, the J-integral around
    the zone is the work done there, integral of traction over jump (Rice 1968,
    doi:10.1115/1.3601206), here by trapezoids: below the toughness a crack stands, at the toughness
    it runs. Work against contact is not part of it; that against viscosity and friction is.
    """

    order = 5

    def __init__(self, problem: ModelParts) -> None:
        """Watch every interface of the problem."""
        self.interfaces = {name: _Work(cohesion) for name, cohesion in problem.cohesion.items()}
        self.problem, self.comm = problem, problem.domain.mesh.comm
        self.by_integral = problem.domain.dim == 2  # around crack tips, not fronts
        self.facets = (
            {name: InterfaceFacets(problem.domain, name) for name in problem.cohesion}
            if self.by_integral
            else {}
        )
        self.integral: DomainIntegral | None = None
        self.has_direction = any(
            body.shape is not None and body.stretches is None for body in problem.mechanics.values()
        )

    @property
    def functions(self) -> list[Any]:
        """Work done so far per area, and the last jumps and tractions."""
        return [function for work in self.interfaces.values() for function in work.functions]

    def __call__(self) -> Values:
        """Return the columns ``energy_release_rate:NAME [J/m^2]`` and ``crack_tip_facets:NAME``."""
        found: Values = {}
        for name, work in self.interfaces.items():
            largest = self.comm.allreduce(float(work().max(initial=0.0)), op=MPI.MAX)
            tips = self._tips(name) if self.by_integral else []
            valid = bool(tips) and not self.has_direction and not self._has_flowed()
            rates = self._at_tips(name, tips) if valid else []
            facets = 0.0 if tips else CORE * REACH
            best = max(rates, key=lambda one: one.rate, default=TipRate(float(largest), facets))
            found[columns.ENERGY_RELEASE_RATE.at(name)] = best.rate
            found[columns.CRACK_TIP_FACETS.at(name)] = best.facets
        return found

    def _has_flowed(self) -> bool:
        """Return whether any body has a plastic strain; collective."""
        strains = [
            float(body.alpha.old.x.array.max(initial=0.0))
            for body in self.problem.mechanics.values()
            if body.alpha is not None
        ]
        return bool(self.comm.allreduce(max(strains, default=0.0), op=MPI.MAX) > FLOWED)

    def _tips(self, name: str) -> list[CrackTip]:
        """Return the crack tips of an interface; collective."""
        facets = self.facets[name]
        beside = [np.empty((0, 2))]
        for other, crack in self.facets.items():
            if other != name and crack.bodies == facets.bodies:
                beside.append(crack.failed_points(self._failed(other)))
        return facets.tips(self._failed(name), np.concatenate(beside))

    def _failed(self, name: str) -> np.ndarray:
        """Return whether each owned facet of an interface has failed."""
        failed: np.ndarray = (self._envelope(name) >= self._whole(name)).all(axis=1)
        return failed

    def _envelope(self, name: str) -> np.ndarray:
        """Return the damage at the points of each owned facet of an interface."""
        cohesion, owned = self.problem.cohesion[name], self.facets[name].owned
        found: np.ndarray = cohesion.envelope_old.x.array[cohesion.space.dofmap.list[:owned]]
        return found

    def _whole(self, name: str) -> float:
        return float(self.problem.cohesion[name].law.failed_at()) - 1e-12

    def _at_tips(self, name: str, tips: list[CrackTip]) -> list[TipRate]:
        """Domain integrals at the crack tips of an interface; collective."""
        cohesion, envelope = self.problem.cohesion[name], self._envelope(name)
        points = cohesion.space.dofmap.list[: self.facets[name].owned]
        if self.integral is None:  # compiled only where there is a crack
            self.integral = DomainIntegral(self.problem)
        rates = []
        for tip in tips:
            damaged = cohesion.positions[points][(envelope > 0) & (envelope < self._whole(name))]
            distance = np.linalg.norm(damaged - tip.position, axis=1)
            zone = float(self.comm.allreduce(float(distance.max(initial=0.0)), op=MPI.MAX))
            rates.append(self.integral(tip, zone))
        return [rate for rate in rates if rate is not None]

    def accept(self) -> None:
        """The present step becomes history."""
        for work in self.interfaces.values():
            work.accept()


class _Work:
    """Work of separation [pJ/um^2] at the points of one interface."""

    def __init__(self, cohesion: Cohesion) -> None:
        opening, sliding = cohesion.jump.present()
        damage = cohesion.damage(opening, sliding)
        normal, tangential = cohesion.interface_tractions(opening, sliding, damage)
        self.values = InterfaceQuadrature(
            cohesion, [positive(opening), sliding, positive(normal), tangential]
        )
        names = ("work", "last_opening", "last_sliding", "last_normal", "last_tangential")
        self.functions = [fem.Function(cohesion.space, name=name) for name in names]
        self.fresh: list[np.ndarray] = []

    def __call__(self) -> np.ndarray:
        """At owned and ghost points, up to the present step."""
        values = self.values()
        work: np.ndarray
        work, *last = (function.x.array for function in self.functions)
        for jump, traction in ((0, 2), (1, 3)):
            mean = (values[traction] + last[traction]) / 2
            work = work + mean * (values[jump] - last[jump])
        self.fresh = [work, *values]
        return work

    def accept(self) -> None:
        """Keep what the last call found, from before the history moved."""
        for function, values in zip(self.functions, self.fresh, strict=True):
            function.x.array[:] = values

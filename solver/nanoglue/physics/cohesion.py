"""Cohesive interface between two bodies, with damage, fatigue, viscosity, contact and friction."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import ufl

from nanoglue.case.schema.interface import Interface
from nanoglue.mesh.domain import Domain
from nanoglue.mesh.quadrature_state import quadrature_space
from nanoglue.models.expressions import TINY, Expr, positive
from nanoglue.physics.contact.augmented_lagrangian import AugmentedLagrangian
from nanoglue.physics.contact.bond_compression import BondCompression
from nanoglue.physics.contact.sliding import SlidingContact
from nanoglue.physics.fatigue import FatigueState
from nanoglue.physics.friction import Friction
from nanoglue.physics.interface_area import surface_ratio
from nanoglue.physics.interface_quadrature import InterfaceQuadrature, point_measures
from nanoglue.physics.jump import Jump
from nanoglue.physics.parameters import constant, in_forms
from nanoglue.physics.protocol import Compiled, Coupling, PointwiseUpdate, Update
from nanoglue.physics.softening import LargestJump, OneDamage, Softening
from nanoglue.runtime.fenics import fem


class Cohesion(Coupling):
    """Tractions of an interface with its state: damage, largest opening, slip.

    Normal n from the minus to the plus body, jump = u_plus - u_minus, opening = jump . n > 0, and
    the traction acts on the minus side (tension positive). What is bonded keeps its partner and
    its normal, and what has failed too, unless ``contact`` finds it new ones.
    """

    def __init__(
        self,
        domain: Domain,
        name: str,
        model: Interface,
        law: Any,
        u: Mapping[str, fem.Function],
        dt: fem.Constant,
        stick_stiffness: float | None = None,
        layered: bool = False,
    ) -> None:
        """Make the virgin history of an interface.

        Args:
            domain: interfaces, measures and coordinates.
            name: the interface.
            model: ``viscosity``, ``contact_stiffness``, ``penetration_tolerance``, ``friction``,
                ``initial_gap``, ``sliding``, ``traction_area``, ``fatigue`` and ``quadrature`` of
                the case.
            law: from jumps to tractions.
            u: displacement of each body by name.
            dt: length of the present step [s].
            stick_stiffness: resistance to sliding before friction slips [MPa/um]; by default that
                of the law.
            layered: whether the bond is compressed with its own stiffness while it is intact.
        """
        self.domain, self.name, self.model, self.law = domain, name, model, law
        formula = self.formula = in_forms(law, domain.mesh)
        self.gap = constant(domain.mesh, max(model.initial_gap, 0.0))  # [um]
        self.contact_modulus = constant(domain.mesh, self.contact_stiffness)
        self.interface = domain.interfaces[name]
        self.u_plus, self.u_minus = u[self.interface.plus.name], u[self.interface.minus.name]
        self.scheme, self.quadrature = model.quadrature.rule, model.quadrature.degree
        self.viscosity, self.dt = fem.Constant(domain.mesh, float(model.viscosity)), dt
        self.frozen = fem.Constant(domain.mesh, 0.0)  # 1: damage held at its last accepted value
        self.space = quadrature_space(self.interface.mesh, self.quadrature, 1, self.scheme)
        self.damage_old = fem.Function(self.space, name="damage")
        self.envelope_old = fem.Function(self.space, name="damage_envelope")
        self.largest_old = fem.Function(self.space, name="largest_opening")
        given = stick_stiffness
        stick = formula.shear_stiffness if given is None else constant(domain.mesh, given)
        self.friction = Friction(self, stick)
        self._update: tuple[Sequence[fem.Function], Compiled] | None = None
        self.softening: Softening = (
            LargestJump(law, formula, self.space, self.viscosity / dt, self.frozen)
            if law.has_potential
            else OneDamage(law, formula, self.damage_old)
        )
        self.contact: SlidingContact | None = None
        allowed = model.penetration_tolerance
        self.augmented = None if allowed is None else AugmentedLagrangian(self.space, allowed)
        self.layer = BondCompression(self.space, formula, self.contact_modulus) if layered else None
        self.positions = np.ascontiguousarray(
            self.space.tabulate_dof_coordinates()[:, : domain.dim]
        )
        self._point_measures = point_measures(self)
        self.jump = Jump(self)
        ageing = in_forms(model.fatigue, domain.mesh)
        self.fatigue = FatigueState(ageing, formula, self.space, self.jump) if ageing else None
        if model.sliding == "finite":
            self.contact = SlidingContact(self)

    @cached_property
    def measures(self) -> tuple[np.ndarray, np.ndarray]:
        """Flat and whole measure of the points; collective when first read."""
        return self._point_measures()

    def set_time(self, time: float) -> None:
        """Open the initial gap; an interference acts from the first step on."""
        given = self.model.initial_gap
        self.gap.value[...] = given if time > 0 else max(given, 0.0)

    @property
    def histories(self) -> list[fem.Function]:
        """State variables, each a quadrature function of the interface."""
        aged = self.fatigue.histories if self.fatigue else []
        kept = [self.augmented.kept] if self.augmented else []
        own = [self.damage_old, self.envelope_old, self.largest_old]
        own += [self.layer.damage_open] if self.layer else []
        return [*own, *self.friction.slip_old, *self.softening.histories, *aged, *kept]

    @property
    def contact_stiffness(self) -> float:
        """Resistance to penetration [MPa/um]."""
        given = self.model.contact_stiffness
        return self.law.normal_stiffness if given is None else given

    def envelope(self, opening: Expr, sliding: Expr) -> Expr:
        """Damage [-] without viscosity: that of the jump and of fatigue, never less than before."""
        fresh = self.softening.envelope(opening, sliding)
        if self.fatigue is not None:
            fresh = self.fatigue.damage(opening, sliding, fresh, self.damage_old("+"))
        return ufl.max_value(fresh, self.damage_old("+"))

    def damage(self, opening: Expr, sliding: Expr) -> Expr:
        """Damage [-] that acts: it follows the envelope by backward Euler with a viscosity [s]."""
        lag = self.viscosity / self.dt
        followed = (self.envelope(opening, sliding) + lag * self.damage_old("+")) / (1 + lag)
        acting = ufl.conditional(ufl.gt(self.frozen, 0.5), self.damage_old("+"), followed)
        return self.softening.damage(opening, sliding, acting)

    def supported(self, sliding: Expr) -> Expr:
        """Share [-] of a point that the minus surface supports: all of it but past its end."""
        return self.jump.supported(sliding) if self.model.contact_beyond_edge else 1.0

    def contact_pressure(self, opening: Expr, sliding: Expr) -> Expr:
        """Pressure [MPa] against penetration by the partner, if contact has not found others."""
        pressure = self.pressed(opening) * self.supported(sliding)
        return pressure if self.contact is None else (1 - self.damage_old("+")) * pressure

    def pressed(self, opening: Expr) -> Expr:
        """Contact pressure [MPa] where the point is opposite the minus surface."""
        if self.layer is not None:
            return self.layer.pressure(opening)
        kept = self.augmented.kept("+") if self.augmented else 0.0
        return positive(kept - self.contact_modulus * opening)

    def law_area(self) -> Expr:
        """Area [-] on which the law acts, per undeformed area."""
        return surface_ratio(self) if self.model.traction_area == "current" else 1.0

    def tractions(self, opening: Expr, sliding: Expr, damage: Expr) -> tuple[Any, Any]:
        """Nominal normal and tangential traction [MPa] on the minus side, of all that acts."""
        normal, tangential = self.interface_tractions(opening, sliding, damage)
        if self.contact is not None:
            normal -= self.contact.pressure("+")
        return normal, tangential

    def interface_tractions(self, opening: Expr, sliding: Expr, damage: Expr) -> tuple[Any, Any]:
        """Normal and tangential traction [MPa], per undeformed area, that depend on the jump.

        The tangential one is the component in the direction of sliding.
        """
        normal, tangential = self.law_tractions(opening, sliding, damage)
        if self.friction.acts:
            rubbing = damage * self.friction.along(opening, sliding)
            tangential += rubbing * self.law_area()
        return normal, tangential

    def law_tractions(self, opening: Expr, sliding: Expr, damage: Expr) -> tuple[Any, Any]:
        """Normal and tangential traction [MPa], per undeformed area, without friction."""
        # Where a virgin interface is closed, its stiffness is that of opening, not none.
        pressure = self.contact_pressure(opening, sliding)
        opened = ufl.conditional(ufl.ge(opening, 0.0), opening, 0.0)
        normal, tangential = self.softening.tractions(opened, sliding, damage)
        if self.augmented:
            normal -= pressure
        else:
            normal -= ufl.conditional(ufl.ge(opening, 0.0), 0.0, pressure)
        area = self.law_area()
        return normal * area, tangential * area

    def refresh(self) -> None:
        """Update what no form computes to the present displacements; collective."""
        if self.contact is not None:
            self.contact.show()

    def residual(self, tests: Mapping[fem.Function, Expr]) -> Expr:
        """Virtual work of the tractions on the jump."""
        opening, sliding = self.jump.present()
        damage = self.damage(opening, sliding)
        normal, tangential = self.law_tractions(opening, sliding, damage)
        d_opening, d_sliding = self.jump.virtual(tests)
        work = normal * d_opening + tangential * d_sliding
        if self.friction.acts:
            parts = self.friction.traction(opening, sliding), self.jump.virtual_slide(tests)
            rubbing = sum(part * change for part, change in zip(*parts, strict=True))
            work += damage * self.law_area() * rubbing
        return work * self.dA()

    def dA(self, flat: bool = False) -> Expr:
        """Area measure of the interface; ``flat`` without the hoop length."""
        return self.domain.dA(self.name, self.scheme, self.quadrature, flat=flat)

    def prepare(self) -> None:
        """Compile the update of the history."""
        update = self.pointwise_update()
        self._update = update.functions, update.compile(update.expressions)
        if self.augmented:
            self.augmented.prepare(self)

    def pointwise_update(self) -> PointwiseUpdate:
        """Return damage, jumps and slip after the present step."""
        state = self.updated_history()
        return PointwiseUpdate(list(state), list(state.values()), self._compiled)

    def _compiled(self, expressions: Sequence[Expr]) -> Compiled:
        """Compile expressions at the quadrature points."""
        return InterfaceQuadrature(self, list(expressions))

    def updated_histories(self) -> list[Update]:
        """Damage, jumps and slip after the present step."""
        assert self._update is not None, "prepared with the coupled model"
        return list(zip(self._update[0], self._update[1](), strict=True))

    def updated_history(self) -> dict[fem.Function, Any]:
        """What each history becomes when the present step is accepted."""
        opening, sliding = self.jump.present()
        damage = self.damage(opening, sliding)
        total = ufl.sqrt(ufl.max_value(positive(opening) ** 2 + sliding**2, TINY))
        state = {
            self.damage_old: damage,
            self.envelope_old: ufl.max_value(
                self.envelope(opening, sliding), self.envelope_old("+")
            ),
            self.largest_old: ufl.max_value(total, self.largest_old("+")),
        }
        if self.layer is not None:
            state[self.layer.damage_open] = self.layer.updated(opening, damage)
        state |= self.softening.updated_history(opening, sliding)
        if self.fatigue is not None:
            state |= self.fatigue.updated_history(opening, sliding, self.damage_old("+"))
        if self.friction.acts:
            state |= self.friction.updated_slip(opening, sliding)
        return state

"""Energy account: what went in against what is stored and what was dissipated."""

from functools import partial
from typing import Any

from nanoglue.case import columns
from nanoglue.observables import Values
from nanoglue.physics.elastic_energy import stiffness_force, swelling_changes
from nanoglue.physics.energy.body import BodyWork, Change
from nanoglue.physics.energy.external import ExternalWork
from nanoglue.physics.energy.interface import InterfaceWork
from nanoglue.physics.interface_outputs import contact_energy
from nanoglue.physics.model_parts import ModelParts

DISSIPATED = ("plastic", "cohesive", "viscous", "frictional")
KINDS = ("external", "swelling", *DISSIPATED)
ROUNDING = 1e-14
"""Energy [-] over bulk modulus times volume of a domain below which there is rounding alone."""


class Energy:
    """Energies in pJ, summed by the trapezoidal rule over the accepted steps.

    In: work of supports and loads, and work of swelling (the elastic energy that uptake brings at
        fixed deformation). Out: elastic energy of bodies and interfaces, plastic work, cohesive,
        viscous and frictional dissipation.
    The error is the difference over the largest energy met so far, or over what rounding makes of
    nothing.
    """

    order = 3

    def __init__(self, problem: ModelParts) -> None:
        """Compile the terms of every body and interface."""
        domain = problem.domain
        self.pressed = [contact.energy for contact in problem.contacts]
        self.pressed += [
            domain.integral(contact_energy(cohesion) * cohesion.dA())
            for cohesion in problem.cohesion.values()
            if cohesion.contact is not None
        ]
        self.bodies = [
            BodyWork(body, _changes(problem, name)) for name, body in problem.mechanics.items()
        ]
        self.interfaces = {name: InterfaceWork(c) for name, c in problem.cohesion.items()}
        self.outer = ExternalWork(problem)
        self.followed: list[Any] = [*self.bodies, *self.interfaces.values(), self.outer]
        stiffest = max(body.drawn_elasticity.bulk for body in problem.case.bodies.values())
        self.smallest_scale = (
            ROUNDING
            * stiffest
            * domain.size() ** (3 if domain.coordinates.has_axis or domain.dim == 3 else 2)
        )
        self.totals = dict.fromkeys(KINDS, 0.0)
        self.present: dict[str, float] = {}
        self.stored = 0.0
        self.totals |= {"start": 0.0, "largest": 0.0}
        domain.forms.when_compiled(self._begin)

    def _begin(self) -> None:
        """Note the state before the first step."""
        self.totals["start"] = self._stored()

    def _stored(self) -> float:
        """Return the stored energy of bodies, interfaces and contact."""
        return sum(each.stored for each in self._parts()) + sum(term() for term in self.pressed)

    def _parts(self) -> list[Any]:
        return [*self.bodies, *self.interfaces.values()]

    @property
    def functions(self) -> list[Any]:
        """State of the terms between steps."""
        return [function for each in self.followed for function in each.old]

    def resume(self) -> None:
        """Take back the energies stored in the interfaces before the step to come."""
        for name, interface in self.interfaces.items():
            stored = self.totals.get(f"stored:{name}", interface.stored_old)
            interface.resume(stored, self.totals.get(f"gap:{name}", interface.gap_old))

    def __call__(self) -> Values:
        """Return the columns ``energy_stored [pJ]``, ... and ``energy_error [-]``."""
        step = {"external": self.outer()}
        for part in self._parts():
            for name, value in part().items():
                step[name] = step.get(name, 0.0) + value
        self.present = {name: self.totals[name] + step.get(name, 0.0) for name in KINDS}
        self.stored = self._stored()
        put_in = self.present["external"] + self.present["swelling"]
        taken = self.stored - self.totals["start"] + sum(self.present[name] for name in DISSIPATED)
        sizes = (abs(value) for value in self.present.values())
        scale = max(self.smallest_scale, self.totals["largest"], self.stored, *sizes)
        found: Values = {columns.energy(name): value for name, value in self.present.items()}
        found[columns.ENERGY_STORED] = self.stored
        found[columns.ENERGY_ERROR] = abs(put_in - taken) / scale
        return found

    def accept(self) -> None:
        """Carry the totals over."""
        largest = max(
            self.totals["largest"], self.stored, *(abs(value) for value in self.present.values())
        )
        self.totals |= {**self.present, "largest": largest}
        for each in self.followed:
            each.accept()
        for name, interface in self.interfaces.items():
            self.totals[f"stored:{name}"] = interface.stored_old
            self.totals[f"gap:{name}"] = interface.gap_old


def _changes(problem: ModelParts, name: str) -> list[Change]:
    """What the elastic energy of a body depends on besides its deformation."""
    body, phase = problem.mechanics[name], problem.phases.get(name)
    changes: list[Change] = []
    if phase and phase.model.feels_stress:
        changes.append((partial(phase.elastic_force, body), phase.share))
    elif body.swells or body.has_eigenstrain:
        changes += swelling_changes(body)
    if body.modulus is not None:
        changes.append((partial(stiffness_force, body), body.elasticity.youngs_modulus))
    conversion = problem.conversions.get(name)
    if conversion and conversion.thickens:
        changes.append((partial(conversion.driving, body), conversion.share))
    return changes

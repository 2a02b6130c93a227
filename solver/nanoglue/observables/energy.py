"""Energy account: what went in against what is stored and what was dissipated."""

from functools import partial
from typing import Any

from nanoglue.accounts.interface_work import InterfaceWork
from nanoglue.accounts.outer_work import OuterWork
from nanoglue.accounts.plastic_work import PlasticWork
from nanoglue.accounts.swelling_work import SwellingWork

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

    def __init__(self, problem: Any) -> None:
        """Compile the terms of every body and interface."""
        domain = problem.domain
        self.stored_terms = [
            domain.integral(body.stored_energy() * domain.dV(name, body.degree))
            for name, body in problem.mechanics.items()
        ]
        self.stored_terms += [contact.energy for contact in problem.contacts]
        self.stored_terms += [
            domain.integral(cohesion.pressed_energy() * cohesion.dA())
            for cohesion in problem.cohesion.values()
            if cohesion.contact is not None
        ]
        self.flowing = [PlasticWork(b) for b in problem.mechanics.values() if b.plasticity]
        acting = {name: p for name, p in problem.phases.items() if p.model.feels_stress}
        self.swellers = [
            SwellingWork(body, body.swelling_force, body.swelling)
            for name, body in problem.mechanics.items()
            if body.swells and name not in acting
        ]
        self.swellers += [
            SwellingWork(body, partial(phase.elastic_force, body), phase.share)
            for name, phase in acting.items()
            for body in [problem.mechanics[name]]
        ]
        self.swellers += [
            SwellingWork(each.mechanics, each.driving, each.share)
            for each in problem.conversions.values()
            if each.thickens
        ]
        self.interfaces = {name: InterfaceWork(c) for name, c in problem.cohesion.items()}
        self.outer = OuterWork(problem)
        self.followed: list[Any] = [*self.swellers, *self.flowing]
        self.followed += [*self.interfaces.values(), self.outer]
        stiffest = max(body.elasticity.bulk for body in problem.case.bodies.values())
        self.least = (
            ROUNDING * stiffest * domain.size() ** (3 if domain.coordinates.has_axis else 2)
        )
        self.totals = dict.fromkeys(KINDS, 0.0)
        self.present: dict[str, float] = {}
        self.stored = 0.0
        self.totals |= {"start": self._stored(), "largest": 0.0}

    def _stored(self) -> float:
        return sum(term() for term in self.stored_terms) + sum(
            each.stored() for each in self.interfaces.values()
        )

    @property
    def functions(self) -> list[Any]:
        """What the terms remember from step to step."""
        return [function for each in self.followed for function in each.old]

    def resume(self) -> None:
        """Take back the energies stored in the interfaces before the step to come."""
        for name, interface in self.interfaces.items():
            interface.stored_old = self.totals[f"stored:{name}"]

    def __call__(self) -> dict[str, float]:
        """Columns ``energy_stored [pJ]``, ... and ``energy_error [-]``."""
        step = {"external": self.outer(), "plastic": sum(each() for each in self.flowing)}
        step["swelling"] = sum(each() for each in self.swellers)
        for interface in self.interfaces.values():
            for name, value in interface().items():
                step[name] = step.get(name, 0.0) + value
        self.present = {name: self.totals[name] + step.get(name, 0.0) for name in KINDS}
        self.stored = self._stored()
        put_in = self.present["external"] + self.present["swelling"]
        taken = self.stored - self.totals["start"] + sum(self.present[name] for name in DISSIPATED)
        sizes = (abs(value) for value in self.present.values())
        scale = max(self.least, self.totals["largest"], self.stored, *sizes)
        columns = {f"energy_{name} [pJ]": value for name, value in self.present.items()}
        columns["energy_stored [pJ]"] = self.stored
        columns["energy_error [-]"] = abs(put_in - taken) / scale
        return columns

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

"""Charge, state of charge and coulombic efficiency of the half cycles of a body."""

from nanoglue.case import columns
from nanoglue.observables import Values
from nanoglue.physics.inflow import bodies_with_voltage
from nanoglue.physics.model_parts import ModelParts
from nanoglue.units.constants import AMPERE, FARADAY

WITHOUT_DIRECTION = 1e-9
"""Charge of a step over the capacity [-] below which the step does not begin a half cycle.

At the end of a long hold the current is rounding noise of either sign.
"""


class Capacity:
    """Columns of each body whose voltage is recorded.

    A half cycle lasts while the current has one direction; rests, and currents within rounding of
    zero, belong to it. Two half cycles are
    a cycle, and its efficiency is the charge of the second over that of the first, 0 before the
    second begins. The capacity needs the molar mass of the host.
    """

    order = 9

    def __init__(self, problem: ModelParts) -> None:
        """Begin before the first half cycle."""
        self.problem = problem
        self.bodies = bodies_with_voltage(problem.case, problem.supplies)
        bodies = {name: problem.diffusion[name] for name in self.bodies}
        self.capacities = {name: body.capacity() for name, body in bodies.items()}
        self.contents = {
            name: problem.domain.integral(body.amount(body.x) * body.lumped())
            for name, body in bodies.items()
        }
        self.totals = {
            f"{name}:{key}": 0.0
            for name in self.bodies
            for key in ("direction", "number", "charge", "before", "efficiency", "rate")
        }

    def _present(self) -> dict[str, float]:
        """The account at the end of the present step, with charges in [amol]."""
        account, integration = dict(self.totals), self.problem.model.integration
        if self.problem.time == 0:
            return account
        for name in self.bodies:
            inflow = sum(s.inflow for s in self.problem.supplies if s.diffusion.name == name)
            mean = integration.mean(inflow, account[f"{name}:rate"])
            account[f"{name}:rate"] = integration.carried(mean, account[f"{name}:rate"])
            _add(account, name, mean * float(self.problem.dt.value), self.capacities[name])
        return account

    def __call__(self) -> Values:
        """Return state of charge, efficiency [-] and, if the mass is known, capacity [mAh/g]."""
        account, found = self._present(), Values()
        for name in self.bodies:
            body = self.problem.diffusion[name]
            capacity = self.capacities[name]
            found[columns.STATE_OF_CHARGE.at(name)] = self.contents[name]() / capacity
            found[columns.COULOMBIC_EFFICIENCY.at(name)] = account[f"{name}:efficiency"]
            mass = body.species.host_mass(capacity)
            if mass > 0:
                charge = account[f"{name}:charge"]
                found[columns.CAPACITY.at(name)] = milliampere_hours(charge) / (1e3 * mass)
        return found

    def accept(self) -> None:
        """Carry the account over."""
        self.totals = self._present()


def milliampere_hours(amount: float) -> float:
    """Return the charge [mAh] of an amount [amol]."""
    return amount * FARADAY * AMPERE / 3.6


def _add(account: dict[str, float], name: str, charge: float, capacity: float) -> None:
    """Add a charge [amol], positive on insertion, to the account of a body.

    One within rounding of 0 has no direction: it belongs to the present half cycle.
    """
    current = account[f"{name}:direction"]
    direction = float((charge > 0) - (charge < 0))
    if abs(charge) <= WITHOUT_DIRECTION * capacity:
        direction = current
    if direction == 0:
        return
    if direction != current:
        account[f"{name}:direction"] = direction
        account[f"{name}:number"] += 1
        account[f"{name}:before"] = account[f"{name}:charge"]
        account[f"{name}:charge"] = 0.0
    account[f"{name}:charge"] += direction * charge
    if account[f"{name}:number"] % 2 == 0:
        first = account[f"{name}:before"]
        account[f"{name}:efficiency"] = account[f"{name}:charge"] / first

"""The charge account: what a coating keeps, and how much of a first cycle comes back."""

from typing import Any


class Charge:
    """Amount that converted bodies have bound, and the efficiency of the first cycle.

    Efficiency = taken out / (let in + bound by the conversion), from the first uptake to the end of
    the first release. What the cell loses elsewhere, on the electrolyte and on carbon, is not in
    it, so that it is an upper bound of what an electrode shows.
    """

    order = 8

    def __init__(self, problem: Any) -> None:
        """Measure the bodies that were converted."""
        domain, self.problem = problem.domain, problem
        self.bound = {
            name: body.conversion.bound(domain.integrate(1.0 * domain.dV(name)))
            for name, body in problem.case.bodies.items()
            if body.conversion
        }
        self.totals = {"in": 0.0, "out": 0.0, "over": 0.0}

    def _present(self) -> dict[str, float]:
        """The account at the end of the present step; closed once a second uptake begins."""
        account = dict(self.totals)
        dt = float(self.problem.dt.value)
        flow = sum(supply.inflow for supply in self.problem.supplies) * dt
        if flow > 0 and account["out"] > 0:
            account["over"] = 1.0
        if not account["over"]:
            account["in" if flow > 0 else "out"] += abs(flow)
        return account

    def __call__(self) -> dict[str, float]:
        """Columns ``bound:NAME [amol]`` and ``first_cycle_efficiency [-]``."""
        columns = {f"bound:{name} [amol]": amount for name, amount in self.bound.items()}
        account = self._present()
        if self.bound:
            spent = account["in"] + sum(self.bound.values())
            columns["first_cycle_efficiency [-]"] = account["out"] / spent
        return columns

    def accept(self) -> None:
        """Carry the account over."""
        self.totals = self._present()

"""The charge account: what a coating keeps, and how much of a first cycle comes back."""

from nanoglue.case import columns
from nanoglue.observables import Values
from nanoglue.observables.capacity import WITHOUT_DIRECTION
from nanoglue.physics.model_parts import ModelParts


class Charge:
    """Amount that converted bodies have bound, and the efficiency of the first cycle.

    Efficiency = taken out / (let in + bound by the conversion), from the first uptake to the end of
    the first release; a conversion that follows a release belongs to the next cycle. What the cell
    loses elsewhere, on the electrolyte and on carbon, is not in it, so that it is an upper bound of
    what an electrode shows.
    """

    order = 8

    def __init__(self, problem: ModelParts) -> None:
        """Watch the bodies that bind the species for good."""
        self.problem, self.conversions = problem, problem.conversions
        self.totals = {"in": 0.0, "out": 0.0, "over": 0.0, "rate": 0.0, "bound": self._bound()}

    def _bound(self) -> float:
        """Amount [amol] that the conversions have bound so far."""
        return float(sum(body.bound for body in self.conversions.values()))

    def _present(self) -> dict[str, float]:
        """The account at the end of the present step; closed once a second uptake begins."""
        account, integration = dict(self.totals), self.problem.model.integration
        if self.problem.time == 0:
            return account
        inflow = sum(supply.inflow for supply in self.problem.supplies)
        mean = integration.mean(inflow, account["rate"])
        account["rate"] = integration.carried(mean, account["rate"])
        flow = mean * float(self.problem.dt.value)
        if abs(flow) <= WITHOUT_DIRECTION * (account["in"] + account["out"]):
            flow = 0.0
        if account["out"] > 0 and (flow > 0 or self._bound() > account["bound"]):
            account["over"] = 1.0
        if not account["over"]:
            account["in" if flow > 0 else "out"] += abs(flow)
            account["bound"] = self._bound()
        return account

    def __call__(self) -> Values:
        """Return the bound amounts [amol] and the efficiency of the first cycle [-]."""
        found: Values = {
            columns.BOUND_AMOUNT.at(name): body.bound for name, body in self.conversions.items()
        }
        account = self._present()
        if self.conversions:
            spent = account["in"] + account["bound"]
            found[columns.FIRST_CYCLE_EFFICIENCY] = account["out"] / spent if spent else 0.0
        return found

    def accept(self) -> None:
        """Carry the account over."""
        self.totals = self._present()

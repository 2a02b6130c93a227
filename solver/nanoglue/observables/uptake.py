"""Amount of the species in the bodies, against what has been let in."""

from typing import Any


class Uptake:
    """Mean stoichiometry of each body that takes up the species, cell voltage.

    And the error of the balance.

    The balance error is |amount - initial amount - what has flowed in| over what has flowed in or
    out.
    """

    order = 2

    def __init__(self, problem: Any) -> None:
        """Watch every body with a species."""
        self.problem = problem
        self.amounts = {
            name: problem.domain.integral(body.amount(body.x) * body.lumped())
            for name, body in problem.diffusion.items()
        }
        self.start = {
            name: body.species.initial / body.species.full * body.capacity()
            for name, body in problem.diffusion.items()
        }
        self.capacity = {
            name: problem.domain.integrate(body.amount(1.0) * body.lumped())
            for name, body in problem.diffusion.items()
        }
        self.totals = {"supplied": 0.0, "moved": 0.0}

    def _inflow(self) -> float:
        """Amount [amol] let in during the present step."""
        return sum(supply.inflow for supply in self.problem.supplies) * float(self.problem.dt.value)

    def __call__(self) -> dict[str, float]:
        """Columns ``stoichiometry:NAME [-]`` and ``na_balance_error [-]``."""
        if not self.amounts:
            return {}
        now = {name: amount() for name, amount in self.amounts.items()}
        columns = {
            f"stoichiometry:{name} [-]": value / self.capacity[name] for name, value in now.items()
        }
        if self.problem.closed:
            inflow = self._inflow()
            stored = sum(now.values()) - sum(self.start.values())
            moved = max(self.totals["moved"] + abs(inflow), 1e-12 * sum(self.capacity.values()))
            columns["na_balance_error [-]"] = abs(stored - self.totals["supplied"] - inflow) / moved
        return columns

    def accept(self) -> None:
        """Add what the step has let in."""
        self.totals["supplied"] += self._inflow()
        self.totals["moved"] += abs(self._inflow())

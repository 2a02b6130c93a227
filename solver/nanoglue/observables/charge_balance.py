"""Charge transferred by the currents of a protocol against the change of what is stored."""

from nanoglue.case import columns
from nanoglue.observables import Values
from nanoglue.observables.uptake import prescribed_rates
from nanoglue.physics.model_parts import ModelParts

SMALLEST = 1e-4
"""Transferred amount over the capacity of all bodies [-] below which the error refers to this."""


class ChargeBalance:
    """Error of the balance of charge of all bodies together.

    Transferred: the integral over time of the flux through the surfaces of the stages, which is
    evaluated on the surfaces and not taken from the prescribed current, and the current of
    conversions. Stored: the amount in the bodies, and that bound by conversions and by films that
    grow, which is lost for a cycle. What fluxes and sources of the case supply is subtracted. The
    column exists where the protocol has stages and no boundary prescribes a content.
    """

    order = 9

    def __init__(self, problem: ModelParts) -> None:
        """Watch every body with a species and every conversion."""
        self.problem = problem
        self.acts = bool(problem.case.protocol) and problem.closed
        bodies, domain = problem.diffusion.values(), problem.domain
        self.amounts = [domain.integral(body.amount(body.x) * body.lumped()) for body in bodies]
        shares = [body.species.initial / body.species.max_stoichiometry for body in bodies]
        capacities = [body.capacity() for body in bodies]
        self.start = sum(share * size for share, size in zip(shares, capacities, strict=True))
        self.capacity = sum(capacities) + sum(one.amount for one in problem.conversions.values())
        self.prescribed = prescribed_rates(problem)
        self.totals = {
            f"{kind}:{key}": 0.0
            for kind in ("transferred", "moved", "supplied")
            for key in ("amount", "rate")
        }

    def _rates(self) -> dict[str, float]:
        """Present rates [amol/s]: net and absolute flow of the currents, and other supply."""
        supplies = self.problem.supplies
        flows = [supply.transferred() for supply in supplies]
        bound = sum(supply.bound for supply in supplies)
        return {
            "transferred": sum(flows),
            "moved": sum(abs(flow) for flow in flows),
            "supplied": sum(net() for net, _ in self.prescribed) - bound,
        }

    def _present(self) -> dict[str, float]:
        """The account at the end of the present step."""
        account, integration = dict(self.totals), self.problem.model.integration
        if self.problem.time == 0:
            return account
        dt = float(self.problem.dt.value)
        for kind, rate in self._rates().items():
            before = account[f"{kind}:rate"]
            mean = integration.mean(rate, before)
            account[f"{kind}:amount"] += dt * mean
            account[f"{kind}:rate"] = integration.carried(mean, before)
        return account

    def __call__(self) -> Values:
        """Return the error [-] over the transferred amount."""
        if not self.acts:
            return {}
        account, time = self._present(), self.problem.time
        converting = [one for one in self.problem.conversions.values() if one.schedule]
        converted = sum(one.supplied(time) for one in converting)
        stored = sum(amount() for amount in self.amounts) - self.start
        lost = sum(one.bound for one in converting)
        transferred = account["transferred:amount"] + converted
        missing = abs(transferred + account["supplied:amount"] - stored - lost)
        moved = max(account["moved:amount"] + converted, SMALLEST * self.capacity)
        return {columns.CHARGE_BALANCE_ERROR: missing / moved}

    def accept(self) -> None:
        """Carry the account over."""
        self.totals = self._present()

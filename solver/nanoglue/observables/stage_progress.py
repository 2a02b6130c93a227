"""Quantities that may end the present stage and are in no table: charge and mean expansion."""

from enum import Enum
from typing import Any

from nanoglue.case.exchange import measures_expansion
from nanoglue.observables import Values


class Progress(Enum):
    """Quantity of a body that may end a stage and is in no table."""

    CHARGE = "net amount [amol] that the current of the stage has carried into the body"
    EXPANSION = "mean of Jc - 1 [-]"
    EXPANSION_AT_START = "mean of Jc - 1 [-] at the start of the stage"


ProgressAt = tuple[Progress, str]
"""Quantity and body."""


class StageProgress:
    """Progress of the present stage since its start."""

    order = 9

    def __init__(self, problem: Any) -> None:
        """Begin before the first stage."""
        self.problem, case = problem, problem.case
        self.totals = {"stage": -1.0, "charge": 0.0, "rate": 0.0}
        self.progress: dict[ProgressAt, float] = {}
        self.expanded, self.volumes = {}, {}
        wanted = (one.body for one in case.protocol if measures_expansion(case, one, case.names))
        for name in sorted(set(wanted)):
            body = problem.diffusion[name]
            expanded = (body.swelling(body.x) - 1) * body.weight * body.lumped()
            self.expanded[name] = problem.domain.integral(expanded)
            self.volumes[name] = problem.domain.constant_integral(body.weight * body.lumped())
            ratio = float(body.species.swelling.volume_ratio(body.species.initial))
            start = ratio / body.species.reference_volume_ratio - 1
            self.totals |= {f"{name}:now": start, f"{name}:start": start}

    def _present(self) -> dict[str, float]:
        """The account at the end of the present step; the charge is 0 where a stage begins."""
        account, integration = dict(self.totals), self.problem.model.integration
        stage = self.problem.stage
        if account["stage"] != stage.number:
            account |= {"stage": float(stage.number), "charge": 0.0}
            account |= {f"{name}:start": account[f"{name}:now"] for name in self.expanded}
        for name, expanded in self.expanded.items():
            account[f"{name}:now"] = expanded() / self.volumes[name]()
        if stage.currents:
            mean = integration.mean(stage.currents[0][1], account["rate"])
            account["rate"] = integration.carried(mean, account["rate"])
            account["charge"] += mean * float(self.problem.dt.value)
        return account

    def __call__(self) -> Values:
        """Return nothing for the tables, and note the progress; collective."""
        account, currents = self._present(), self.problem.stage.currents
        self.progress = {(Progress.CHARGE, one.body): account["charge"] for one, _ in currents[:1]}
        for name in self.expanded:
            self.progress[Progress.EXPANSION, name] = account[f"{name}:now"]
            self.progress[Progress.EXPANSION_AT_START, name] = account[f"{name}:start"]
        return {}

    def accept(self) -> None:
        """Carry the account over; collective."""
        self.totals = self._present()

"""Quantities that may end the present stage and are in no table: its charge."""

from enum import Enum
from typing import Any

from nanoglue.observables import Values


class Progress(Enum):
    """Quantity of a body that may end a stage and is in no table."""

    CHARGE = "net amount [amol] that the current of the stage has carried into the body"


ProgressAt = tuple[Progress, str]
"""Quantity and body."""


class StageProgress:
    """Progress of the present stage since its start."""

    order = 9

    def __init__(self, problem: Any) -> None:
        """Begin before the first stage."""
        self.problem = problem
        self.totals = {"stage": -1.0, "charge": 0.0, "rate": 0.0}
        self.progress: dict[ProgressAt, float] = {}

    def _present(self) -> dict[str, float]:
        """The account at the end of the present step, from 0 where a stage begins."""
        account, integration = dict(self.totals), self.problem.model.integration
        stage = self.problem.stage
        if not stage.currents:
            return account
        if account["stage"] != stage.number:
            account |= {"stage": float(stage.number), "charge": 0.0}
        mean = integration.mean(stage.currents[0][1], account["rate"])
        account["rate"] = integration.carried(mean, account["rate"])
        account["charge"] += mean * float(self.problem.dt.value)
        return account

    def __call__(self) -> Values:
        """Return nothing for the tables, and note the progress."""
        stage = self.problem.stage
        if stage.currents:
            body = stage.currents[0][0].body
            self.progress = {(Progress.CHARGE, body): self._present()["charge"]}
        return {}

    def accept(self) -> None:
        """Carry the account over."""
        self.totals = self._present()

"""Amount of the species in the bodies, against what has been let in."""

from collections.abc import Callable
from functools import cached_property

import numpy as np

from nanoglue.case import columns
from nanoglue.observables import Values
from nanoglue.physics.model_parts import ModelParts
from nanoglue.runtime.fenics import MPI

SMALLEST = 1e-5
"""Amount that has moved over the capacity of all bodies [-] below which the error refers to this.

The rounding of the stored amount, 1e-16 of the capacity, would otherwise show in a rest.
"""


class Uptake:
    """Mean stoichiometry of each body that takes up the species, and the error of the balance.

    The error is |amount - initial amount - inflow| over what has come in or gone out, by protocols,
    fluxes and sources. It has the name of the body, or of no body if several exchange the species.
    """

    order = 2

    def __init__(self, problem: ModelParts) -> None:
        """Watch every body with a species."""
        self.problem = problem
        self.place = next(iter(problem.diffusion)) if len(problem.diffusion) == 1 else ""
        self.amounts = {
            name: problem.domain.integral(body.amount(body.x) * body.lumped())
            for name, body in problem.diffusion.items()
        }
        self.contents_at_one = {
            name: problem.domain.constant_integral(body.amount(1.0) * body.lumped())
            for name, body in problem.diffusion.items()
        }
        self.prescribed = prescribed_rates(problem)
        self.totals = {"supplied": 0.0, "moved": 0.0, "rate": 0.0, "moving": 0.0}

    @cached_property
    def capacity(self) -> dict[str, float]:
        """Amount [amol] of each body at a stoichiometry of 1; collective when first read."""
        return {name: amount() for name, amount in self.contents_at_one.items()}

    @cached_property
    def start(self) -> float:
        """Amount [amol] in all bodies at the beginning; collective when first read."""
        bodies = self.problem.diffusion.values()
        shares = [body.species.initial / body.species.max_stoichiometry for body in bodies]
        return sum(one * body.capacity() for one, body in zip(shares, bodies, strict=True))

    def _step(self) -> tuple[float, float]:
        """Mean rates [amol/s] of the present step: net inflow, and what moves in or out."""
        if self.problem.time == 0:
            return 0.0, 0.0  # before the first one
        mean = self.problem.model.integration.mean
        supplies = self.problem.supplies
        supplied = [supply.inflow - supply.bound for supply in supplies]
        moved = sum(abs(supply.inflow) + supply.bound for supply in supplies)
        moved += sum(size() for _, size in self.prescribed)
        net = sum(supplied) + sum(net() for net, _ in self.prescribed)
        return mean(net, self.totals["rate"]), mean(moved, self.totals["moving"])

    def __call__(self) -> Values:
        """Return the mean stoichiometries and the error of the balance."""
        if not self.amounts:
            return {}
        now = {name: amount() for name, amount in self.amounts.items()}
        found: Values = {
            columns.STOICHIOMETRY.at(name): value / self.capacity[name]
            for name, value in now.items()
        }
        for name, body in self.problem.diffusion.items():
            x, comm = body.x.x.array, self.problem.domain.mesh.comm
            lowest, highest = float(x.min(initial=np.inf)), float(x.max(initial=-np.inf))
            found[columns.STOICHIOMETRY_MIN.at(name)] = float(comm.allreduce(lowest, MPI.MIN))
            found[columns.STOICHIOMETRY_MAX.at(name)] = float(comm.allreduce(highest, MPI.MAX))
        if self.problem.closed:
            dt = float(self.problem.dt.value)
            inflow, step = (dt * rate for rate in self._step())
            stored = sum(now.values()) - self.start
            moved = max(self.totals["moved"] + step, SMALLEST * sum(self.capacity.values()))
            missing = abs(stored - self.totals["supplied"] - inflow)
            found[columns.SPECIES_BALANCE_ERROR.at(self.place)] = missing / moved
        return found

    def accept(self) -> None:
        """Add what the step has let in."""
        carried, dt = self.problem.model.integration.carried, float(self.problem.dt.value)
        rate, moving = self._step()
        self.totals["supplied"] += dt * rate
        self.totals["moved"] += dt * moving
        self.totals["rate"] = carried(rate, self.totals["rate"])
        self.totals["moving"] = carried(moving, self.totals["moving"])


def prescribed_rates(
    problem: ModelParts,
) -> list[tuple[Callable[[], float], Callable[[], float]]]:
    """Return the net and the absolute rate [amol/s] of each flux and source of a case."""
    rates = [(flux, dA) for _, flux, dA in problem.loads.fluxes]
    rates += [(body.source.value, body.dV()) for body in problem.diffusion.values() if body.source]
    integral = problem.domain.integral
    return [(integral(rate * where), integral(abs(rate) * where)) for rate, where in rates]

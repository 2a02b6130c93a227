"""Metal that has been deposited, and the balance of what it was made of."""

import numpy as np
import ufl

from nanoglue.case import columns
from nanoglue.observables import Values
from nanoglue.physics import electrodeposition
from nanoglue.physics.model_parts import ModelParts
from nanoglue.runtime.fenics import fem, petsc
from nanoglue.runtime.vectors import assemble_vector


class Deposition:
    """Smallest ion fraction of each body, and its inflow [amol] against what is in it.

    The inflow is what the balance leaves at nodes whose ion fraction is held. The error is the
    difference over all that has flowed, or over a thousandth of what was there if that is more.
    """

    order = 9

    def __init__(self, problem: ModelParts) -> None:
        """Compile amounts and inflows."""
        domain = problem.domain
        self.problem, self.integration = problem, problem.model.integration
        self.bodies = problem.depositions
        self.amounts, self.inflows = {}, {}
        self.totals: dict[str, float] = {}
        for name, body in problem.depositions.items():
            self.amounts[name] = domain.integral(
                body.amount(body.c, body.phase.xi) * body.phase.dV()
            )
            self.inflows[name] = Inflow(problem, body)
            self.totals |= {f"start:{name}": self.amounts[name](), f"inflow:{name}": 0.0}
            self.totals |= {f"moved:{name}": 0.0, f"rate:{name}": 0.0}
        self.present: dict[str, float] = {}

    def __call__(self) -> Values:
        """Return smallest ion fraction, inflow [amol] and error of the balance of each body."""
        found: Values = {}
        for name, body in self.bodies.items():
            before, begun = self.totals[f"rate:{name}"], self.problem.time > 0
            inflow = self.inflows[name]() if begun else 0.0
            self.present[name] = self.integration.mean(inflow, before)
            step = float(self.integration.dt.value) * self.present[name]
            inflow = self.totals[f"inflow:{name}"] + step
            gained = self.amounts[name]() - self.totals[f"start:{name}"]
            start = abs(self.totals[f"start:{name}"])
            moved = max(self.totals[f"moved:{name}"] + abs(step), 1e-3 * start)
            found[columns.ION_FRACTION_MIN.at(name)] = body.lowest()[0]
            found[columns.SPECIES_INFLOW.at(name)] = inflow
            found[columns.SPECIES_BALANCE_ERROR.at(name)] = abs(gained - inflow) / moved
        return found

    def accept(self) -> None:
        """Add what the step has let in."""
        carried, dt = self.integration.carried, float(self.integration.dt.value)
        for name, rate in self.present.items():
            step = dt * rate
            self.totals[f"rate:{name}"] = carried(rate, self.totals[f"rate:{name}"])
            self.totals[f"inflow:{name}"] += step
            self.totals[f"moved:{name}"] += abs(step)


class Inflow:
    """Inflow [amol/s] at the held nodes of an ion fraction; collective."""

    def __init__(self, problem: ModelParts, body: electrodeposition.Deposition) -> None:
        """Compile the balance and find the nodes that this rank owns."""
        domain, space = problem.domain, body.c.function_space
        self.comm = domain.mesh.comm
        test = ufl.TestFunction(space)
        self.form = domain.forms.form(body.balance(test))
        self.vector = petsc.create_vector(space)
        owned = space.dofmap.index_map.size_local
        held = [
            domain.bodies[body.name].facet_tags.find(domain.boundaries[name].tags[body.name])
            for name, boundary in problem.case.boundaries.items()
            if boundary.ion_fraction and body.name in domain.boundaries[name].tags
        ]
        nodes = [fem.locate_dofs_topological(space, domain.dim - 1, facets) for facets in held]
        found = np.unique(np.concatenate([np.empty(0, dtype=np.int32), *nodes]))
        self.nodes = found[found < owned].astype(np.int32)

    def __call__(self) -> float:
        """The present inflow."""
        assemble_vector(self.vector, self.form())
        return float(self.comm.allreduce(float(self.vector.array_r[self.nodes].sum())))

"""A constant total current of the species through bonded parts of interfaces or boundaries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nanoglue.mesh.domain import Domain
from nanoglue.models.expressions import Expr
from nanoglue.physics.protocol import Coupling
from nanoglue.runtime.fenics import fem

if TYPE_CHECKING:
    from nanoglue.physics.diffusion import Diffusion


@dataclass(frozen=True, slots=True)
class Entry:
    """A surface through which the species enters.

    Its area measure, the share of it that is open, and the side of the body, None on a boundary.
    """

    dA: Any
    share: Any
    side: str | None

    def area(self) -> Expr:
        """Open area [um^2], as a form."""
        return self.share * self.dA

    def flow(self, value: Expr) -> Expr:
        """Expression of the body, such as a test function, integrated over the open area."""
        return self.share * (value if self.side is None else value(self.side)) * self.dA


class AppliedCurrent(Coupling):
    """Total inflow [amol/s] into one body, spread evenly over its entries.

    Through an interface the local share is proportional to (1 - damage) times the area, with the
    damage of the last accepted step, renewed each step so that the total stays constant.
    """

    def __init__(
        self,
        domain: Domain,
        through: Sequence[str],
        diffusion: "Diffusion",
        cohesion: Mapping[str, Any],
    ) -> None:
        """Open the entries.

        Args:
            domain: measures.
            through: interfaces or boundaries.
            diffusion: mass balance of the body that takes up the species.
            cohesion: interfaces by name.
        """
        self.domain, self.diffusion = domain, diffusion
        self.density = fem.Constant(domain.mesh, 0.0)  # [amol/(um^2 s)] where fully bonded
        self.inflow = 0.0
        self.entries = [
            _entry(domain, name, diffusion.name, cohesion.get(name)) for name in through
        ]
        areas = [entry.area() for entry in self.entries]
        self._area = fem.form(sum(areas[1:], areas[0]), entity_maps=domain.entity_maps)

    def residual(self, tests: Mapping[fem.Function, Any]) -> Expr:
        """Inflow, with the sign of the residual."""
        flows = [entry.flow(tests[self.diffusion.x]) for entry in self.entries]
        return -self.density * sum(flows[1:], flows[0])

    def inflow_area(self) -> float:
        """Area [um^2] through which the species enters, weighted with (1 - damage)."""
        local = fem.assemble_scalar(self._area)
        return float(self.domain.mesh.comm.allreduce(local))

    def set_current(self, inflow: float) -> None:
        """Set the total inflow [amol/s] of the next step."""
        area = self.inflow_area()
        self.inflow = inflow if area > 0 else 0.0
        self.density.value = self.inflow / area if area > 0 else 0.0


def _entry(domain: Domain, name: str, body: str, cohesion: Any | None) -> Entry:
    """An interface's bonded part, or a boundary of the body."""
    if cohesion is None:
        return Entry(domain.dA(name, degree=4, body=body), 1.0, None)
    side = "+" if cohesion.interface.plus.name == body else "-"
    return Entry(cohesion.dA(), 1 - cohesion.damage_old("+"), side)

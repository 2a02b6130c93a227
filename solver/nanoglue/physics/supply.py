"""A constant total current of the species through an interface's bonded part or a boundary."""

from collections.abc import Mapping
from typing import Any

from nanoglue import stack  # noqa: F401  before dolfinx

from dolfinx import fem  # isort: skip


class Supply:
    """Total inflow [amol/s] into one body, spread over its entry.

    Through an interface the local share is proportional to (1 - damage) times the area, with the
    damage of the last accepted step, renewed each step so that the total stays constant.
    """

    def __init__(
        self, domain: Any, through: str, diffusion: Any, cohesion: Mapping[str, Any]
    ) -> None:
        """Open an entry.

        Args:
            domain: measures.
            through: an interface or a boundary.
            diffusion: mass balance of the body that takes up the species.
            cohesion: interfaces by name.
        """
        self.domain, self.through, self.diffusion = domain, through, diffusion
        self.density = fem.Constant(domain.mesh, 0.0)  # [amol/(um^2 s)] where fully bonded
        self.inflow = 0.0
        self.interface = cohesion.get(through)
        if self.interface is None:
            self.dA = domain.dA(through, degree=4, body=diffusion.name)
            self._area = fem.form(1.0 * self.dA, entity_maps=domain.entity_maps)
        else:
            self.dA = self.interface.dA()
            share = 1 - self.interface.damage_old("+")
            self._area = fem.form(share * self.dA, entity_maps=domain.entity_maps)
            plus = self.interface.interface.plus.name == diffusion.name
            self.side = "+" if plus else "-"

    def residual(self, tests: Mapping[fem.Function, Any]) -> Any:
        """Inflow, with the sign of the residual."""
        test = tests[self.diffusion.x]
        if self.interface is None:
            return -self.density * test * self.dA
        return -self.density * (1 - self.interface.damage_old("+")) * test(self.side) * self.dA

    def entry_area(self) -> float:
        """Area [um^2] through which the species enters, weighted with (1 - damage)."""
        local = fem.assemble_scalar(self._area)
        return float(self.domain.mesh.comm.allreduce(local))

    def set_current(self, inflow: float) -> None:
        """Set the total inflow [amol/s] of the next step."""
        area = self.entry_area()
        self.inflow = inflow if area > 0 else 0.0
        self.density.value = self.inflow / area if area > 0 else 0.0

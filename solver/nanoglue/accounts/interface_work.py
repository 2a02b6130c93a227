"""Work done on an interface over a step, and where it went."""

from typing import Any

from nanoglue import stack  # noqa: F401  before dolfinx

from dolfinx import fem  # isort: skip

from nanoglue.physics.interface_values import InterfaceValues


class InterfaceWork:
    """Stored energy [pJ] of an interface and its dissipation in a step by the trapezoidal rule.

    Total dissipation = work of the tractions - change of the stored energy. Of it, viscous is the
    work of the overstress that lagging damage adds, frictional that of the Coulomb traction,
    cohesive the rest.
    """

    def __init__(self, cohesion: Any) -> None:
        """Compile the work of the tractions of an interface, per point."""
        domain = cohesion.domain
        opening, sliding = cohesion.present_jump()
        damage, law = cohesion.damage(opening, sliding), cohesion.law
        normal, tangential = cohesion.tractions(opening, sliding, damage)
        lag = cohesion.envelope(opening, sliding) - damage
        rubbing = (
            [damage * cohesion.friction(opening, sliding)] if cohesion.model.friction > 0 else []
        )
        over = [
            lag * law.normal_stiffness * cohesion.open_part(opening),
            lag * law.shear_stiffness * sliding,
        ]
        self.values = InterfaceValues(
            cohesion, [opening, sliding, normal, tangential, *over, *rubbing]
        )
        self.now = [fem.Function(cohesion.space) for _ in self.values.forms]
        self.old = [fem.Function(cohesion.space) for _ in self.values.forms]
        opened, slid = self._change(0), self._change(1)
        self.total = domain.integral(
            (self._mean(2) * opened + self._mean(3) * slid) * cohesion.dA()
        )
        self.viscous = domain.integral(
            (self._mean(4) * opened + self._mean(5) * slid) * cohesion.dA()
        )
        self.frictional = (
            domain.integral(self._mean(6) * slid * cohesion.dA()) if rubbing else lambda: 0.0
        )
        self.stored = domain.integral(cohesion.stored_energy() * cohesion.dA())
        self.stored_old = self.stored()
        self.stored_now = self.stored_old

    def _change(self, index: int) -> Any:
        return self.now[index]("+") - self.old[index]("+")

    def _mean(self, index: int) -> Any:
        return (self.now[index]("+") + self.old[index]("+")) / 2

    def __call__(self) -> dict[str, float]:
        """Dissipation [pJ] of the present step: cohesive, viscous, frictional."""
        for function, values in zip(self.now, self.values(), strict=True):
            function.x.array[:] = values
        self.stored_now = self.stored()
        dissipated = self.total() - (self.stored_now - self.stored_old)
        viscous, frictional = self.viscous(), self.frictional()
        return {
            "cohesive": dissipated - viscous - frictional,
            "viscous": viscous,
            "frictional": frictional,
        }

    def accept(self) -> None:
        """The present step becomes the old one."""
        self.stored_old = self.stored_now
        for now, old in zip(self.now, self.old, strict=True):
            old.x.array[:] = now.x.array

"""Work on an interface over a step: stored, cohesive, viscous and frictional."""

from typing import TYPE_CHECKING

from nanoglue.models.expressions import Expr
from nanoglue.physics.interface_outputs import contact_energy, recoverable_energy
from nanoglue.physics.interface_quadrature import InterfaceQuadrature
from nanoglue.runtime.fenics import fem

if TYPE_CHECKING:
    from nanoglue.physics.cohesion import Cohesion


class InterfaceWork:
    """Stored energy [pJ] of an interface and its dissipation in a step by the trapezoidal rule.

    Total dissipation = work of the tractions - change of the stored energy. The frictional
    part is the work of the Coulomb traction, the cohesive part the dissipation of the law for the
    increase of damage, and the remainder is viscous. Without viscosity there is no remainder; with
    fatigue it is counted as cohesive. Energies of a law that acts on the present area grow with it;
    what the tractions do not supply of this counts as (negative) dissipation. The work by which an
    interference presses the bodies together counts as swelling.
    """

    def __init__(self, cohesion: "Cohesion") -> None:
        """Compile the work of the tractions of an interface, per point."""
        domain = cohesion.domain
        opening, sliding = cohesion.jump.present()
        damage = cohesion.damage(opening, sliding)
        normal, tangential = cohesion.law_tractions(opening, sliding, damage)
        stored = recoverable_energy(cohesion)
        if cohesion.contact is None:
            stored += contact_energy(cohesion)
        else:  # what presses changes hands as damage grows, and is counted beside the bond
            normal += cohesion.contact_pressure(opening, sliding) * cohesion.law_area()
        friction, share = cohesion.friction, damage * cohesion.law_area()
        tractions = friction.traction(opening, sliding) if friction.acts else []
        rubbing = [share * part for part in tractions]
        slide = cohesion.jump.slide() if friction.acts else []
        variables = cohesion.softening.variables(opening, sliding, damage)
        work = [normal, tangential, cohesion.law_area(), *variables, *rubbing, *slide]
        self.values = InterfaceQuadrature(cohesion, [opening, sliding, *work])
        self.variables = slice(5, 5 + len(variables))
        self.softening, self.comm = cohesion.softening, domain.mesh.comm
        self.lags = cohesion.model.viscosity > 0 and cohesion.fatigue is None
        self.now = [fem.Function(cohesion.space) for _ in range(self.values.count)]
        self.old = [fem.Function(cohesion.space) for _ in range(self.values.count)]
        opened, slid = self._change(0), self._change(1)
        self.law = domain.integral((self._mean(2) * opened + self._mean(3) * slid) * cohesion.dA())
        first, count = 5 + len(variables), len(slide)
        rubbed = sum(self._mean(first + i) * self._change(first + count + i) for i in range(count))
        self.frictional = domain.integral(rubbed * cohesion.dA()) if count else lambda: 0.0
        self.gap, self.gap_old = cohesion.gap, float(cohesion.gap.value)
        self.old[0].x.array[:] = self.gap_old
        self.pushed = domain.integral(self._mean(2) * cohesion.dA())
        self.present = domain.integral(stored * cohesion.dA())
        self.stored = self.stored_old = 0.0
        domain.forms.when_compiled(self._begin)

    def _begin(self) -> None:
        """Note the state before the first step."""
        self.stored = self.stored_old = self.present()

    def _change(self, index: int) -> Expr:
        return self.now[index]("+") - self.old[index]("+")

    def _mean(self, index: int) -> Expr:
        return (self.now[index]("+") + self.old[index]("+")) / 2

    def __call__(self) -> dict[str, float]:
        """Dissipation [pJ] of the present step, and the work of a changed gap."""
        for function, values in zip(self.now, self.values(), strict=True):
            function.x.array[:] = values
        self.stored = self.present()
        dissipated = self.law() - (self.stored - self.stored_old)
        cohesive = self._cohesive() if self.lags else dissipated
        return {
            "cohesive": cohesive,
            "viscous": dissipated - cohesive,
            "frictional": self.frictional(),
            "swelling": self.pushed() * (float(self.gap.value) - self.gap_old),
        }

    def _cohesive(self) -> float:
        """Return the dissipation [pJ] of the law for the increase of damage in the step."""
        jump = [self.now[index].x.array for index in (0, 1)]
        before, after = (
            [function.x.array for function in functions[self.variables]]
            for functions in (self.old, self.now)
        )
        taken = self.softening.law_dissipation(jump, before, after) * self.now[4].x.array
        return float(self.comm.allreduce(self.values.integral(taken)))

    def resume(self, stored: float, gap: float) -> None:
        """Set the stored energy [pJ] and the gap [um] before the step to come."""
        self.stored_old, self.gap_old = stored, gap

    def accept(self) -> None:
        """The present step becomes the old one."""
        self.stored_old, self.gap_old = self.stored, float(self.gap.value)
        for now, old in zip(self.now, self.old, strict=True):
            old.x.array[:] = now.x.array

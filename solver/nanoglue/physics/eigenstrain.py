"""Thermal expansion and residual strain of a body: its stress-free stretch besides swelling."""

from nanoglue.case.schema.case import Case
from nanoglue.mesh.domain import Domain
from nanoglue.runtime.fenics import fem


class Eigenstrain:
    """Volume ratio ((1 + alpha (T - T_0)) (1 + e_0))^3 [-] of a body as a constant of the forms.

    At small strain it is 1 + 3 (alpha (T - T_0) + e_0).

    T follows ``thermal_history`` of the case, T_0 is the temperature without thermal strain and e_0
    the residual strain. It is 1 until ``set_time`` is called.
    """

    def __init__(self, domain: Domain, case: Case, name: str) -> None:
        """Start with the volume as drawn."""
        self.case, self.body = case, case.bodies[name]
        self.value = fem.Constant(domain.mesh, 1.0)

    def set_time(self, time: float) -> None:
        """Set the volume ratio to that at a time [s]."""
        unstrained = self.body.stress_free_temperature or self.case.temperature
        warming = self.case.temperature_at(time) - unstrained
        self.value.value[...] = self.body.eigen_volume_ratio(warming)

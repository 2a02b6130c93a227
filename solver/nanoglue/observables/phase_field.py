"""Energy and extent of the phases, where their fronts stand, and how far from a closed form."""

from math import sqrt
from typing import Any

from nanoglue.physics.phase_field import interpolation


class PhaseField:
    """Of each body with an order parameter: energy of its fronts and volume of the phase.

    The front along a boundary of ``output.fronts`` is the integral of the order parameter along
    it: the length of the phase there, free of the width of the front. Where the case gives a
    closed form, the error is the norm of the difference over that of one.
    """

    order = 8

    def __init__(self, problem: Any) -> None:
        """Compile the integrals."""
        domain = problem.domain
        self.terms = {}
        self.errors = {}
        for name, phase in problem.phases.items():
            self.terms[f"front_energy:{name} [pJ]"] = domain.integral(
                phase.free_energy(phase.xi) * phase.dV()
            )
            self.terms[f"phase:{name} [um^3]"] = domain.integral(
                interpolation(phase.xi) * phase.dV()
            )
            if phase.exact is not None:
                away = domain.integral((phase.xi - phase.exact.value) ** 2 * phase.dV())
                whole = domain.integrate(1.0 * phase.dV())
                self.errors[f"order_parameter_error:{name} [-]"] = away, whole
        for name in problem.case.output.fronts:
            along = [
                phase.xi * domain.dA(name, flat=True, body=body)
                for body, phase in problem.phases.items()
                if body in domain.boundaries[name].tags
            ]
            if along:
                self.terms[f"front:{name} [um]"] = domain.integral(sum(along[1:], along[0]))

    def __call__(self) -> dict[str, float]:
        """Columns ``front_energy:NAME [pJ]``, ``phase:NAME [um^3]``, ``front:NAME [um]``."""
        columns = {name: term() for name, term in self.terms.items()}
        for name, (away, whole) in self.errors.items():
            columns[name] = sqrt(away() / whole)
        return columns

    def accept(self) -> None:
        """Nothing is remembered."""

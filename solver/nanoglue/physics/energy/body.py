"""Energy stored in a body, and the work of its swelling and of its plastic flow over a step."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from nanoglue.mesh.quadrature_state import QuadratureState
from nanoglue.mesh.quadrature_values import QuadratureValues, volumes
from nanoglue.physics.elastic_energy import flow, flow_resistance, stored_energy
from nanoglue.runtime.fenics import fem

if TYPE_CHECKING:
    from nanoglue.physics.mechanics import Mechanics

Change = tuple[Callable[[Any], Any], Any]
"""From a displacement gradient to the driving stress [MPa], and the variable [-] that it drives."""


class BodyWork:
    """Integrals over a body, its points evaluated together; works by the trapezoidal rule.

    Swelling: d(Jc psi)/dJc dJc, with psi - p as the driving stress, and the like for what else the
    elastic energy at fixed deformation depends on, such as the share of a phase. Plastic flow: V Y
    d(alpha), with the mean before and after the step of V Y, the yield stress with its viscous part
    times the volume to which it refers. (A front of swelling passes a point in a few steps, in
    which most of the flow occurs: with the values of the end alone the account would be of first
    order in the step.)
    """

    def __init__(self, mechanics: "Mechanics", changes: Sequence[Change]) -> None:
        """Compile what is evaluated at the points.

        Args:
            mechanics: of the body, its swelling known.
            changes: what the elastic energy depends on besides the deformation.
        """
        mesh, degree = mechanics.u.function_space.mesh, mechanics.degree
        gradient = mechanics.gradient(mechanics.u, mesh)
        pairs = [each for driving, variable in changes for each in (driving(gradient), variable)]
        remembered, names = pairs, ["driving_stress", "driven"] * len(changes)
        self.flows = mechanics.plasticity is not None
        if self.flows:
            remembered = [flow_resistance(mechanics, gradient), *pairs]
            names = ["flow_resistance", *names]
        now = stored_energy(mechanics, gradient), flow(mechanics, gradient)
        self.evaluated = QuadratureValues(mechanics.domain.forms, mesh, degree, [*now, *remembered])
        self.comm, self.volumes = mesh.comm, volumes(mechanics.domain, mesh, degree)
        self.histories = [QuadratureState(name, mesh, degree, 0.0) for name in names]
        self.stored = 0.0
        self.now: list[np.ndarray] = []
        mechanics.domain.forms.when_compiled(self._begin)

    def _begin(self) -> None:
        """Note the state before the first step."""
        self()
        self.accept()

    @property
    def old(self) -> list[fem.Function]:
        """Of the last step: flow resistance of metals, stress and variable of each change."""
        return [history.old for history in self.histories]

    def __call__(self) -> dict[str, float]:
        """Work [pJ] of the present step by kind."""
        stored, plastic, *self.now = self.evaluated()
        pairs = list(zip(self.now, [each.values for each in self.histories], strict=True))
        if self.flows:
            (resistance, resistance_old), *pairs = pairs
            plastic *= (resistance + resistance_old) / 2
        changes = (
            (force + force_old) / 2 * (driven - driven_old)
            for (force, force_old), (driven, driven_old) in zip(
                pairs[::2], pairs[1::2], strict=True
            )
        )
        terms = stored, plastic, sum(changes, 0.0 * stored)
        of_all = self.comm.allreduce(np.array([self._integral(term) for term in terms]))
        self.stored = float(of_all[0])
        return {"plastic": float(of_all[1]), "swelling": float(of_all[2])}

    def _integral(self, values: np.ndarray) -> float:
        """Over this rank's part of the body."""
        return float(np.sum(self.volumes() * values[: len(self.volumes()), :, 0]))

    def accept(self) -> None:
        """The present step becomes the old one."""
        for history, values in zip(self.histories, self.now, strict=True):
            history.values = values

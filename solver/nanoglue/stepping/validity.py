"""Validity checks of a run after each step, each violation kept once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import ufl

from nanoglue.case import columns
from nanoglue.case.schema.case import Case
from nanoglue.mesh.cohesive_zone import RECOMMENDED_FACETS
from nanoglue.mesh.quadrature_values import QuadratureValues
from nanoglue.models.tensors import components, symmetric
from nanoglue.observables import Observation
from nanoglue.physics.mechanics import Mechanics
from nanoglue.runtime.fenics import MPI
from nanoglue.solvers.solved_problem import SolvedProblem
from nanoglue.stepping.contradictions import Contradictions
from nanoglue.stepping.curved_sliding import CurvedSliding
from nanoglue.stepping.overlap import Overlaps
from nanoglue.stepping.pair_overlaps import pair_findings
from nanoglue.stepping.step import Step
from nanoglue.stepping.validity_rules import Rule, Violation

Finding = tuple[Rule, str, float]
"""Rule, place and value."""

SETTLED = 1e-2
"""Cohesive work over the toughness of all interfaces [-] from which viscous work is compared."""


class Validity:
    """Checks of the steps of a run; every method is collective."""

    def __init__(
        self,
        problem: SolvedProblem,
        resolution: Mapping[str, float],
        penetration: Mapping[str, float],
    ) -> None:
        """Prepare the checks.

        Args:
            problem: bodies, interfaces and case.
            resolution: facets in the cohesive length of each interface.
            penetration: penetration [um] of each interface that is tolerable.
        """
        self.problem, self.case = problem, problem.case
        self.resolution, self.penetration = dict(resolution), dict(penetration)
        self.bodies = [BodyStrains(body, self.case) for body in problem.mechanics.values()]
        self.curved_sliding = CurvedSliding(problem.cohesion)
        self.overlaps = Overlaps(problem.mechanics, problem.domain.interfaces)
        self.toughness, self.contradictions = problem.toughness(), Contradictions(problem)
        self.found: dict[tuple[Rule, str], Violation] = {}
        self.last: Observation | None = None

    def start(self) -> list[Violation]:
        """Return the violations of the case and its mesh."""
        return self._keep(0.0, self._of_case())

    def check(self, step: Step) -> list[Violation]:
        """Return the violations that are new in an accepted step."""
        findings = [
            *(finding for body in self.bodies for finding in body.findings()),
            *self._of_interfaces(step.observed),
            *self._of_pairs(step.observed),
            *self._of_species(step.observed),
            *self._of_balances(step.observed),
            *self.contradictions(),
        ]
        self.last = step.observed
        return self._keep(step.time, findings)

    def entries(self) -> list[dict[str, str | float]]:
        """Return all violations for summary.json."""
        return [violation.entry() for violation in self.found.values()]

    def restore(self, entries: Sequence[Mapping[str, object]]) -> None:
        """Take over the violations of an earlier part of the run."""
        for violation in map(Violation.of_entry, entries):
            self.found[violation.rule, violation.location] = violation

    def _keep(self, time: float, findings: Iterable[tuple[Rule, str, float]]) -> list[Violation]:
        new = []
        for rule, place, value in findings:
            if not rule.is_violated(value):
                continue
            known = self.found.get((rule, place))
            if known is not None:
                known.worsen(value)
                continue
            self.found[rule, place] = Violation(rule, place, time, float(value))
            new.append(self.found[rule, place])
        return new

    def _of_case(self) -> Iterator[Finding]:
        for name, body in self.case.bodies.items():
            if self.problem.mechanics[name].p is None:
                yield Rule.LOCKING, name, body.elasticity.poissons_ratio
        for name, count in self.resolution.items():
            yield Rule.COHESIVE_ZONE, name, count

    def _of_interfaces(self, seen: Observation) -> Iterator[Finding]:
        for name, most in self.penetration.items():
            column = columns.PENETRATION_MAX.at(name)
            if most > 0 and column in seen.values:
                yield Rule.PENETRATION, name, seen.values[column] / most
        for name, interface in self.problem.cohesion.items():
            strength = getattr(self.case.interfaces[name].law, "strength", None)
            if strength:
                traction = columns.NORMAL_MEAN_OF_LAW[interface.model.traction_area].at(name)
                yield Rule.OVERSTRESS, interface.name, seen.values[traction] / strength
            if not self._resolves_separation(name):
                facets = seen.values[columns.CRACK_TIP_FACETS.at(name)]
                yield Rule.CRACK_TIP, interface.name, facets
        for name, share in self.curved_sliding.shares().items():
            yield Rule.CURVED_SLIDING, name, share
        cohesive = seen.values[columns.energy("cohesive")]
        if cohesive > SETTLED * self.toughness > 0:
            viscous = seen.values[columns.energy("viscous")]
            yield Rule.VISCOUS_SHARE, "", viscous / cohesive

    def _of_pairs(self, seen: Observation) -> Iterator[Finding]:
        first = [place for rule, place in self.found if rule is Rule.OVERLAP]
        return pair_findings(self.overlaps(), self.case.contact_pairs, seen, first)

    def _resolves_separation(self, name: str) -> bool:
        """Return whether the mesh resolves the work of separation at an interface."""
        law = self.case.interfaces[name].law
        enough = self.resolution.get(name, np.inf) >= RECOMMENDED_FACETS
        return hasattr(law, "strength") and enough

    def _of_species(self, seen: Observation) -> Iterator[Finding]:
        for name, body in self.problem.diffusion.items():
            full = body.species.max_stoichiometry
            yield Rule.BELOW_EMPTY, name, seen.values[columns.STOICHIOMETRY_MIN.at(name)] / full
            yield Rule.ABOVE_FULL, name, seen.values[columns.STOICHIOMETRY_MAX.at(name)] / full
            mean = columns.STOICHIOMETRY.at(name)
            if self.last is not None and mean in self.last.values:
                change = abs(seen.values[mean] - self.last.values[mean])
                yield Rule.UPTAKE_STEP, name, change / full

    def _of_balances(self, seen: Observation) -> Iterator[Finding]:
        for column, value in seen.values.items():
            if column == columns.SPECIES_BALANCE_ERROR.at(column.place):
                yield Rule.SPECIES_BALANCE, column.place, value
        if columns.CHARGE_BALANCE_ERROR in seen.values:
            yield Rule.CHARGE_BALANCE, "", seen.values[columns.CHARGE_BALANCE_ERROR]
        yield Rule.ENERGY_BALANCE, "", seen.values[columns.ENERGY_ERROR]


class BodyStrains:
    """Largest deformation of a body at its quadrature points; collective."""

    def __init__(self, body: Mechanics, case: Case) -> None:
        """Compile displacement gradient and elastic left Cauchy-Green tensor."""
        self.body, elastic = body, case.bodies[body.name].drawn_elasticity
        # Stress over Young's modulus depends on Poisson's ratio alone, also where E falls with x.
        self.young, self.bulk = float(elastic.youngs_modulus), float(elastic.bulk)
        mesh = body.u.function_space.mesh
        gradient = body.gradient(body.u, mesh)
        metric: Any = ufl.Identity(3) if body.metric is None else symmetric(body.metric.old)
        be = body.kinematics.left_cauchy_green(
            body.isochoric_gradient(gradient), body.swelling, metric
        )
        space = mesh.geometry.dim == 3
        block = ((0, 0), (0, 1), (1, 0), (1, 1), (2, 2))
        places = tuple(np.ndindex(3, 3)) if space else block
        entries = [gradient[place] for place in places]
        shown = [ufl.as_vector(entries), components(be)]
        self.values = QuadratureValues(body.domain.forms, mesh, body.degree, shown)
        self.comm = mesh.comm

    def findings(self) -> Iterator[Finding]:
        """Yield the extreme values of the body."""
        gradient, be = (values.reshape(-1, values.shape[2]) for values in self.values())
        finite = self.body.elasticity.finite_strain
        strains = elastic_strains(be, finite)
        volume = volume_ratio(gradient)
        stresses = abs(principal_stresses(strains, self.young, self.bulk)) / self.young
        yield self._extreme(Rule.VOLUME_RATIO, volume)
        yield self._extreme(Rule.ELASTIC_STRAIN, abs(strains).max(axis=1))
        yield self._extreme(Rule.ELASTIC_STRESS, stresses.max(axis=1))
        if not finite:
            yield self._extreme(Rule.SMALL_STRAIN, abs(gradient).max(axis=1))

    def _extreme(self, rule: Rule, values: np.ndarray) -> Finding:
        """Return the worst value on all ranks; not a number is the worst."""
        sign = 1.0 if rule.upper else -1.0
        worst = float((sign * np.nan_to_num(values, nan=sign * np.inf)).max(initial=-np.inf))
        return rule, self.body.name, sign * float(self.comm.allreduce(worst, MPI.MAX))


def volume_ratio(gradient: np.ndarray) -> np.ndarray:
    """Return det F [-] of displacement gradients.

    Their shape is (n, 9), or (n, 5) with the entries aa, ab, ba, bb, cc.

    >>> volume_ratio(np.array([[1.0, 0.0, 0.0, 0.0, 0.5]])).tolist()
    [3.0]
    """
    found: np.ndarray
    if gradient.shape[1] == 9:
        found = np.linalg.det(np.eye(3) + gradient.reshape(-1, 3, 3))
        return found
    aa, ab, ba, bb, cc = gradient.T
    found = ((1 + aa) * (1 + bb) - ab * ba) * (1 + cc)
    return found


def elastic_strains(be: np.ndarray, finite: bool) -> np.ndarray:
    """Return the principal elastic strains [-], shape (n, 3), logarithmic at finite strain.

    Args:
        be: elastic left Cauchy-Green tensors, or I + 2 eps_e, as aa, bb, ab, cc; shape
            (n, 4), or aa, bb, cc, ab, ac, bc; shape (n, 6).
        finite: whether the strain is finite.

    >>> elastic_strains(np.array([[1.2, 1.0, 0.0, 1.0]]), False).round(12).tolist()
    [[0.1, 0.0, 0.0]]
    """
    principal = _eigenvalues_in_space(be) if be.shape[1] == 6 else _eigenvalues(be)
    if not finite:
        found: np.ndarray = (principal - 1) / 2
        return found
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.log(principal) / 2


def _eigenvalues(be: np.ndarray) -> np.ndarray:
    aa, bb, ab, cc = be.T
    mean, radius = (aa + bb) / 2, np.hypot((aa - bb) / 2, ab)
    return np.column_stack([mean + radius, mean - radius, cc])


def _eigenvalues_in_space(be: np.ndarray) -> np.ndarray:
    finite = np.isfinite(be).all(axis=1)
    tensors = be[:, [0, 3, 4, 3, 1, 5, 4, 5, 2]].reshape(-1, 3, 3)
    values = np.full((len(be), 3), np.nan)
    values[finite] = np.linalg.eigvalsh(tensors[finite])[:, ::-1]
    return values


def principal_stresses(strains: np.ndarray, young: float, bulk: float) -> np.ndarray:
    """Return Hooke's principal stresses [MPa] of principal elastic strains, shape (n, 3)."""
    poisson = (3 * bulk - young) / (6 * bulk)
    volumetric = strains.sum(axis=1, keepdims=True)
    deviatoric = strains - volumetric / 3
    found: np.ndarray = young / (1 + poisson) * deviatoric + bulk * volumetric
    return found

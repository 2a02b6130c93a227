"""Validity checks of a run after each step, each violation kept once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from nanoglue.case import columns
from nanoglue.mesh.cohesive_zone import RECOMMENDED_FACETS
from nanoglue.observables import Observation
from nanoglue.solvers.solved_problem import SolvedProblem
from nanoglue.stepping.body_strains import BodyStrains
from nanoglue.stepping.contradictions import Contradictions
from nanoglue.stepping.curved_sliding import CurvedSliding
from nanoglue.stepping.overlap import Overlaps
from nanoglue.stepping.pair_overlaps import pair_findings
from nanoglue.stepping.rotated_bonds import RotatedBonds
from nanoglue.stepping.step import Step
from nanoglue.stepping.validity_rules import Finding, Rule, Violation

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
        self.rotated_bonds = RotatedBonds(problem.cohesion)
        self.contradictions = Contradictions(problem)
        self.toughness = problem.toughness()
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

    def _keep(self, time: float, findings: Iterable[Finding]) -> list[Violation]:
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
        for name, angle in self.rotated_bonds.angles().items():
            yield Rule.ROTATION, name, angle
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

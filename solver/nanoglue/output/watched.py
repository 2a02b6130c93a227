"""Warnings and largest penetrations of a run, which a restart goes on with."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypedDict

from nanoglue.physics.contact.stiffness import doubtful_penetrations
from nanoglue.stepping.penetration import LargestPenetration
from nanoglue.stepping.step import Step
from nanoglue.stepping.validity import Validity
from nanoglue.stepping.validity_rules import Violation

if TYPE_CHECKING:
    from nanoglue.stepping.problem import Problem


class Stored(TypedDict):
    """Part of a checkpoint: warnings, penetrations [um], expansions [-] at the last fields."""

    warnings: list[dict[str, str | float]]
    penetration: dict[str, float]
    fields: dict[str, float]


class Watched:
    """Validity checks and largest penetrations of the steps of a run; collective."""

    def __init__(self, problem: "Problem", resolution: Mapping[str, float]) -> None:
        """Prepare the checks.

        Args:
            problem: of the run.
            resolution: facets in the cohesive length of each interface.
        """
        self.penetration = LargestPenetration(doubtful_penetrations(problem.case, problem.domain))
        self.validity = Validity(problem, resolution, self.penetration.doubtful)

    def start(self, stored: Stored | None) -> list[Violation]:
        """Return the violations of the case and its mesh, and take over those of a checkpoint."""
        found = self.validity.start()
        if stored:
            self.validity.restore(stored["warnings"])
            self.penetration.largest |= stored["penetration"]
        return found

    def check(self, step: Step) -> list[Violation]:
        """Return the violations that are new in an accepted step."""
        self.penetration.observe(step.observed)
        return self.validity.check(step)

    def stored(self, written_at: Mapping[str, float]) -> Stored:
        """Return what a restart needs, with the expansions [-] at the last fields."""
        return {
            "warnings": self.validity.entries(),
            "penetration": self.penetration.largest,
            "fields": dict(written_at),
        }

"""Limits beyond which a result is doubtful: one table of thresholds with their remedies."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from nanoglue.mesh.cohesive_zone import RECOMMENDED_FACETS


class Rule(Enum):
    """Validity check: quantity, threshold, unit, whether a larger value is worse, and remedy."""

    quantity: str
    threshold: float
    unit: str
    upper: bool
    remedy: str

    VOLUME_RATIO = ("smallest det F", 0.1, "-", False, "a finer mesh there, or less load")
    ELASTIC_STRAIN = (
        "largest elastic strain",
        0.1,
        "-",
        True,
        "check load and moduli: solids yield or break first; add plasticity or a lower strength",
    )
    ELASTIC_STRESS = (
        "largest Kirchhoff stress over Young's modulus",
        0.1,
        "-",
        True,
        "check load and moduli: no solid bears this stress; add plasticity or a lower strength",
    )
    SMALL_STRAIN = (
        "largest displacement gradient of a small-strain law",
        0.05,
        "-",
        True,
        "elasticity: {model: hencky} or another finite-strain law",
    )
    LOCKING = (
        "Poisson's ratio with formulation: displacement",
        0.49,
        "-",
        True,
        "formulation: mixed",
    )
    PENETRATION = ("penetration over the tolerable one", 1.0, "-", True, "raise contact_stiffness")
    OVERSTRESS = (
        "mean traction, on the area of the law, over the strength",
        1.05,
        "-",
        True,
        "a viscosity far below the duration of the loading",
    )
    VISCOUS_SHARE = (
        "viscous work over cohesive work",
        0.05,
        "-",
        True,
        "a viscosity far below the duration of the loading",
    )
    COHESIVE_ZONE = (
        "facets in the cohesive length",
        RECOMMENDED_FACETS,
        "-",
        False,
        "a finer mesh along the interface, or a lower strength",
    )
    CRACK_TIP = (
        "facets around the crack tip in the integral of the energy-release rate",
        6.0,
        "-",
        False,
        "a finer mesh at the crack tip, or at least 5 facets in the cohesive length; without a "
        "domain of elastic bodies the rate is the work of separation, which needs the latter",
    )
    CURVED_SLIDING = (
        "false opening by sliding on a curved surface in space over the final opening",
        0.05,
        "-",
        True,
        "a section; curvatures that differ with direction are replaced by their mean in space",
    )
    ROTATION = (
        "mean rotation of the normal of a bond where it holds",
        10.0,
        "deg",
        True,
        "a geometry drawn as it stands when the bond opens, as opening and sliding are taken along "
        "the normal before deformation",
    )
    OVERLAP = (
        "overlap of bodies without an interface over the size of their facets there",
        0.05,
        "-",
        True,
        "leave more room, or in three dimensions press the bodies on each other by contact_pairs, "
        "with facets that are small compared with the overlap",
    )
    MISSED_CONTACT = (
        "overlap of a contact pair that bears nothing over the size of its facets there",
        0.01,
        "-",
        True,
        "smaller facets where the bodies meet, as pressure acts at points inside those of the "
        "first body of the pair",
    )
    CONTRADICTION = (
        "difference of displacements prescribed where boundaries meet, over the largest one",
        1e-6,
        "-",
        True,
        "the same displacement there, such as by a formula in the position, or on one of them only",
    )
    BELOW_EMPTY = (
        "smallest stoichiometry over the maximum",
        -2e-3,
        "-",
        False,
        "end the stage earlier, or use a lower current",
    )
    ABOVE_FULL = (
        "largest stoichiometry over the maximum",
        1.002,
        "-",
        True,
        "end the stage earlier, or use a lower current",
    )
    SPECIES_BALANCE = (
        "error of the species balance",
        1e-8,
        "-",
        True,
        "a smaller solver.tolerance",
    )
    CHARGE_BALANCE = (
        "error of the charge balance",
        1e-10,
        "-",
        True,
        "a smaller solver.tolerance",
    )
    ENERGY_BALANCE = (
        "error of the energy balance",
        0.02,
        "-",
        True,
        "smaller steps (stepping.largest, stepping.expansion)",
    )
    UPTAKE_STEP = (
        "change of the mean stoichiometry in a step over the maximum",
        0.05,
        "-",
        True,
        "a smaller stepping.largest, so that the front crosses the body in more steps",
    )

    def __init__(
        self, quantity: str, threshold: float, unit: str, upper: bool, remedy: str
    ) -> None:
        """Set the entries of a row."""
        self.quantity, self.threshold, self.unit = quantity, threshold, unit
        self.upper, self.remedy = upper, remedy

    def is_violated(self, value: float) -> bool:
        """Return whether a value is beyond the threshold; not a number counts as beyond."""
        within = value <= self.threshold if self.upper else value >= self.threshold
        return not within


Finding = tuple[Rule, str, float]
"""Rule, place and value."""


@dataclass(slots=True)
class Violation:
    """First violation of a rule at a place, with the worst value of the run."""

    rule: Rule
    location: str
    time: float
    value: float

    @classmethod
    def of_entry(cls, entry: Mapping[str, Any]) -> "Violation":
        """Return the violation that an entry of warnings.json states."""
        value = entry["value"] if isinstance(entry["value"], int | float) else float("nan")
        return cls(Rule[entry["check"].upper()], entry["location"], entry["time"], value)

    def worsen(self, value: float) -> None:
        """Keep the worse of two values; not a number is the worst."""
        worse = value > self.value if self.rule.upper else value < self.value
        if worse or value != value:
            self.value = value

    def entry(self) -> dict[str, str | float]:
        """Return the entry of summary.json; text for a value that is not a number."""
        number = self.value if self.value == self.value else "not a number"
        return {
            "check": self.rule.name.lower(),
            "quantity": self.rule.quantity,
            "time": self.time,
            "location": self.location,
            "value": number,
            "threshold": self.rule.threshold,
            "remedy": self.rule.remedy,
        }

    def __str__(self) -> str:
        """Return the sentence for terminal and report."""
        return sentence(self.entry())


def sentence(entry: dict[str, str | float]) -> str:
    """Return a warning of summary.json as a sentence.

    >>> sentence(Violation(Rule.LOCKING, "shell", 0.0, 0.4999).entry())
    "shell: Poisson's ratio with formulation: displacement is 0.4999 (limit 0.49); remedy: \
formulation: mixed"
    """
    value = entry["value"]
    number = f"{value:.4g}" if isinstance(value, float) else str(value)
    place = f"{entry['location']}: " if entry["location"] else ""
    first = float(entry["time"])
    since = f", first at t = {first:.4g} s" if first else ""
    limit = f"{float(entry['threshold']):.4g}"
    return (
        f"{place}{entry['quantity']} is {number} (limit {limit}){since}; remedy: {entry['remedy']}"
    )

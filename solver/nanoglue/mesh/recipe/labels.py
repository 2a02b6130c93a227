"""Names that a geometry recipe gives to its parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PartLabels:
    """Bodies; interfaces with plus and minus body; boundaries with the bodies that they bound."""

    bodies: tuple[str, ...]
    interfaces: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    boundaries: Mapping[str, str | Sequence[str]] = field(default_factory=dict)


Names = PartLabels
"""Name of ``PartLabels`` before release 0.2; accepted for one release."""

"""Names of the parts of a geometry, as a case uses them."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class PartNames(Protocol):
    """Bodies, interfaces with their plus and minus body, and boundaries with their bodies."""

    @property
    def bodies(self) -> tuple[str, ...]:
        """Names of the bodies."""

    @property
    def interfaces(self) -> Mapping[str, tuple[str, str]]:
        """Plus and minus body by the name of the interface."""

    @property
    def boundaries(self) -> Mapping[str, str | Sequence[str]]:
        """Bounded body or bodies by the name of the boundary."""

"""How a species is supplied over time, one protocol to a file."""

from typing import Any, Protocol


class Stage(Protocol):
    """One stage of a protocol."""

    body: str
    until: Any
    converts: bool  # or else the species goes into the host

    @property
    def entries(self) -> tuple[str, ...]:
        """Interfaces and boundaries through which the species enters."""

    def inflow(self, capacity: float) -> float:
        """Total inflow [amol/s] into a body that takes up ``capacity`` [amol] when full."""

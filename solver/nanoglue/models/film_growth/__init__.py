"""Growth of a surface film with time, one law per file."""

from typing import Protocol


class FilmGrowth(Protocol):
    """Interface of a law by which a surface film thickens."""

    def thickness(self, initial: float, time: float) -> float:
        """Return the thickness [um] at a time [s], with the initial one [um] at time 0."""

"""Largest penetration of each interface during a run, and when it is doubtful."""

from collections.abc import Mapping

from nanoglue.case import columns
from nanoglue.observables import Observation


class LargestPenetration:
    """Largest penetration [um] of each interface over the steps of a run."""

    def __init__(self, doubtful: Mapping[str, float]) -> None:
        """Begin without any.

        Args:
            doubtful: penetration [um] of each interface above which a warning is given.
        """
        self.doubtful = dict(doubtful)
        self.largest = dict.fromkeys(doubtful, 0.0)

    def observe(self, seen: Observation) -> None:
        """Take account of an accepted step."""
        for name in self.largest:
            now = seen.values.get(columns.PENETRATION_MAX.at(name), 0.0)
            self.largest[name] = max(self.largest[name], now)

    def warnings(self) -> list[str]:
        """Return a sentence for each interface that is penetrated too far."""
        return [
            penetrates(name, self.largest[name], most)
            for name, most in self.doubtful.items()
            if self.largest[name] > most
        ]


def penetrates(name: str, largest: float, most: float) -> str:
    """Return the warning of a penetration [um].

    >>> penetrates("top_bottom", 2e-3, 1e-3)
    'top_bottom: the bodies overlap by up to 2 nm (doubtful above 1 nm); raise contact_stiffness.'
    """
    shown = f"{1e3 * largest:.3g} nm (doubtful above {1e3 * most:.3g} nm)"
    return f"{name}: the bodies overlap by up to {shown}; raise contact_stiffness."

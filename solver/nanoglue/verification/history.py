"""The history of a run as columns of numbers."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nanoglue.output.results_folder import rows

TIME = "time [s]"


@dataclass(frozen=True, slots=True)
class History:
    """Columns of ``history.csv`` by name, each of shape (steps,)."""

    columns: dict[str, np.ndarray]

    @classmethod
    def read(cls, directory: Path) -> "History":
        """The history in a results folder.

        Raises:
            LookupError: there is none.
        """
        found = rows(directory / "history.csv")
        if not found:
            raise LookupError(f"no history in {directory.name}")
        names = found[0]
        return cls({name: np.array([float(row[name]) for row in found]) for name in names})

    def __getitem__(self, name: str) -> np.ndarray:
        """A column.

        Raises:
            LookupError: no column of that name.
        """
        if name not in self.columns:
            raise LookupError(f"the history has no column {name}")
        return self.columns[name]

    def rows_at(self, times: np.ndarray) -> np.ndarray:
        """Number of the row that ends at each of the times [s].

        Raises:
            LookupError: no step ends there.
        """
        present = self[TIME]
        nearest = np.abs(present[:, None] - times).argmin(axis=0)
        missed = np.abs(present[nearest] - times) > 1e-6 * np.maximum(times, present[-1] * 1e-6)
        if missed.any():
            raise LookupError(f"no step ends at t = {times[missed][0]:g} s")
        return nearest

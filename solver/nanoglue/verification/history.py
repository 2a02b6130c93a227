"""The history of a run as columns of numbers."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nanoglue.case import columns
from nanoglue.output.results_folder import rows

TIME = columns.TIME.name


@dataclass(frozen=True, slots=True)
class History:
    """Columns of ``history.csv`` by name, each of shape (steps,)."""

    columns: dict[str, np.ndarray]

    @classmethod
    def read(cls, directory: Path) -> "History":
        """Read the history of a results folder.

        Raises:
            LookupError: there is no history.
        """
        table = rows(directory / "history.csv")
        if not table:
            raise LookupError(f"no history in {directory.name}")
        names = table[0]
        return cls({name: np.array([float(row[name]) for row in table]) for name in names})

    def __getitem__(self, name: str) -> np.ndarray:
        """Return a column.

        Raises:
            LookupError: there is no such column.
        """
        if name not in self.columns:
            raise LookupError(f"the history has no column {name}")
        return self.columns[name]

    def rows_at(self, times: np.ndarray) -> np.ndarray:
        """Return the row numbers of the steps that end at the times [s].

        Raises:
            LookupError: no step ends at a time.
        """
        present = self[TIME]
        nearest = np.abs(present[:, None] - times).argmin(axis=0)
        missed = np.abs(present[nearest] - times) > 1e-6 * np.maximum(times, present[-1] * 1e-6)
        if missed.any():
            raise LookupError(f"no step ends at t = {times[missed][0]:g} s")
        return nearest

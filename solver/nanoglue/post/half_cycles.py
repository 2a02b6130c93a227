"""Half cycles of a body: the parts of a run in which its current has one direction."""

from dataclasses import dataclass

import numpy as np

from nanoglue.case import columns
from nanoglue.case.columns import Column
from nanoglue.post.figures.results import Results


@dataclass(frozen=True, slots=True)
class HalfCycle:
    """A half cycle with the voltage [V] and the charge of its steps, each (steps,).

    ``inserts`` is whether the species enters. ``unit`` is that of the charge: mAh/g, or - for the
    change of the state of charge if the mass of the host is unknown.
    """

    inserts: bool
    voltage: np.ndarray
    charge: np.ndarray
    efficiency: float
    unit: str

    @property
    def mean_voltage(self) -> float:
        """Mean over the charge [V], by the trapezoidal rule.

        At the begin of the first step, where the current jumps, the voltage is that of its end.
        """
        if self.charge[-1] <= 0:
            return float(self.voltage.mean())
        charge = np.concatenate([[0.0], self.charge])
        voltage = np.concatenate([self.voltage[:1], self.voltage])
        return float(np.trapezoid(voltage, charge) / self.charge[-1])


def bodies(results: Results) -> list[str]:
    """Return the bodies with a voltage in the history."""
    return list(results.columns(columns.VOLTAGE))


def half_cycles(results: Results, body: str) -> list[HalfCycle]:
    """Return the half cycles of a body, in order; rests are left out."""
    history = results.history

    def values(column: Column) -> np.ndarray:
        return history[column.at(body).name]

    current, voltage = values(columns.CURRENT), values(columns.VOLTAGE)
    filling, efficiency = (
        values(column) for column in (columns.STATE_OF_CHARGE, columns.COULOMBIC_EFFICIENCY)
    )
    specific = history.get(columns.CAPACITY.at(body).name)
    flows = np.flatnonzero(np.isfinite(voltage) & (np.abs(current) > 1e-9 * np.abs(current).max()))
    turns = np.flatnonzero(np.diff(np.sign(current[flows])) != 0) + 1
    found = []
    for rows in np.split(flows, turns):
        if rows.size:
            start = filling[max(rows[0] - 1, 0)]
            known = specific is not None
            charge = specific[rows] if specific is not None else np.abs(filling[rows] - start)
            found.append(
                HalfCycle(
                    bool(current[rows[0]] > 0),
                    voltage[rows],
                    charge,
                    float(efficiency[rows[-1]]),
                    "mAh/g" if known else "-",
                )
            )
    return found

"""Derivatives of results at an event: the implicit function of its time.

An event at which a smooth quantity g(t, p) passes a value has the time t(p) with

    dt/dp = -(dg/dp) / (dg/dt),   dq/dp + dq/dt dt/dp

for a result q at the event. In time, g and q are the parabolas through three steps.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.polynomial import Polynomial
from numpy.typing import NDArray

from nanoglue.calibration.derivative import NotSmooth
from nanoglue.case import columns
from nanoglue.case.columns import Column
from nanoglue.case.event_types import EventType

Array = NDArray[np.float64]
History = Mapping[str, Array]
"""Columns of a history by heading, one number per step."""

PASSED: Mapping[EventType, tuple[Column, float]] = {
    EventType.LOAD_BEARING_10PCT: (columns.LOAD_BEARING, 0.1),
    EventType.LOAD_BEARING_1PCT: (columns.LOAD_BEARING, 0.01),
    EventType.FRACTURE: (columns.FRACTURE_RATIO, 1.0),
}
"""Quantity that passes a value at an event."""

COUNTED = (
    EventType.BONDED_50PCT,
    EventType.BONDED_10PCT,
    EventType.FRONT_AT_AXIS,
    EventType.DETACHED,
)
"""Events of the bonded area, which is a number of integration points."""

STEEP = 10.0
"""Slope in the step of an event over that in the step before it [-] from which it is a jump."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """Value that a quantity passes at an event, by its polynomial in time through some steps."""

    quantity: Column
    limit: float
    last: int
    """Last of the steps."""
    order: int = 2
    """Order of the polynomial."""

    def line(self) -> "Crossing":
        """Return the crossing by a line through the last two steps."""
        return replace(self, order=1)

    def time(self, history: History) -> float:
        """Return the time of the event [s]."""
        first, last = history[self.quantity.name][self.last - 1 : self.last + 1]
        begin, end = history[columns.TIME.name][self.last - 1 : self.last + 1]
        expected = begin + (self.limit - first) / (last - first) * (end - begin)
        if self.order == 1:
            return float(expected)
        roots = (self._curve(history, self.quantity.name) - self.limit).roots()
        return float(min((one.real for one in roots), key=lambda one: abs(one - expected)))

    def derivative(
        self, history: History, high: History, low: History, heading: str, distance: float
    ) -> float:
        """Return the derivative of a result at the event with respect to a parameter.

        Args:
            history: of the run.
            high: with a larger value of the parameter and the same steps.
            low: with a smaller value.
            heading: column of the result.
            distance: difference between both values.
        """
        time = self.time(history)

        def rate(column: str) -> float:
            change = self._curve(high, column) - self._curve(low, column)
            return float(change(time)) / distance

        def speed(column: str) -> float:
            return float(self._curve(history, column).deriv()(time))

        moved = -rate(self.quantity.name) / speed(self.quantity.name)
        return rate(heading) + speed(heading) * moved

    def _curve(self, history: History, heading: str) -> Polynomial:
        """Return the polynomial of a column over time."""
        part = slice(self.last - self.order, self.last + 1)
        times = history[columns.TIME.name][part]
        domain = [float(times[0]), float(times[-1])]
        return Polynomial.fit(times, history[heading][part], self.order, domain=domain)


def crossing(
    event: EventType, place: str, row: int, history: History, failed: Mapping[str, float]
) -> Crossing | NotSmooth:
    """Return the crossing of an event, or why the event has no derivative.

    The largest damage stays at its limit from the onset of debonding on. Its parabola is that of
    the steps before and must meet the limit near the step of the event.

    Args:
        event: type of the event.
        place: its interface or body.
        row: end of the step in which it occurs.
        history: of the run.
        failed: damage [-] of each interface at which a point has debonded.
    """
    if event in COUNTED:
        return NotSmooth.COUNTED
    if event is EventType.ONSET:
        found = Crossing(columns.DAMAGE_MAX.at(place), failed[place], row - 1)
    elif event in PASSED:
        quantity, limit = PASSED[event]
        found = Crossing(quantity.at(place), limit, row)
    else:
        return NotSmooth.UNRECORDED
    if found.last < 2:
        return NotSmooth.FEW
    return found if _smooth(found, row, history) else NotSmooth.JUMP


def _smooth(found: Crossing, row: int, history: History) -> bool:
    """Return whether the quantity of a crossing changes at a similar speed in successive steps."""
    times, values = history[columns.TIME.name], history[found.quantity.name]
    part = slice(found.last - 2, found.last + 1)
    before, slope = np.abs(np.diff(values[part]) / np.diff(times[part]))
    if found.last == row:
        return bool(slope <= STEEP * before)
    late = found.line().time(history) - times[row] if slope > 0 else np.inf
    return bool(late <= times[row] - times[row - 2])

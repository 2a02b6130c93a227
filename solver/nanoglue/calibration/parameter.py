"""Unknown number of a study with its bounds and prior distribution."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Parameter:
    """Unknown number with its bounds and prior, mapped to the unit interval.

    >>> Parameter("k", 1.0, 100.0, logarithmic=True).value(0.5)
    10.0
    """

    name: str
    low: float
    high: float
    unit: str = ""
    logarithmic: bool = False
    mean: float | None = None
    deviation: float | None = None
    start: float | None = None
    tolerance: float | None = None
    """Standard deviation of a possible measurement of the parameter itself."""

    def value(self, position: float) -> float:
        """Return the value at a position between 0 and 1."""
        return float(self.values(np.array(position)))

    def values(self, positions: Array) -> Array:
        """Return the values at positions between 0 and 1."""
        if self.logarithmic:
            return self.low * (self.high / self.low) ** positions
        return self.low + (self.high - self.low) * positions

    def position(self, value: float) -> float:
        """Return the position of a value, 0 at the lower and 1 at the upper bound."""
        if self.logarithmic:
            return float(np.log(value / self.low) / np.log(self.high / self.low))
        return (value - self.low) / (self.high - self.low)

    @property
    def prior_deviation(self) -> float:
        """Standard deviation of the prior, without its truncation for a normal one.

        >>> Parameter("k", 0.0, 12.0**0.5).prior_deviation
        1.0
        """
        if self.deviation is not None:
            return self.deviation
        if not self.logarithmic:
            return float((self.high - self.low) / np.sqrt(12))
        log = np.log(self.high / self.low)
        mean = (self.high - self.low) / log
        return float(np.sqrt((self.high**2 - self.low**2) / (2 * log) - mean**2))

    def prior_residual(self, value: float) -> float:
        """Return the deviation from the mean of a normal prior in standard deviations, or 0."""
        if self.mean is None or self.deviation is None:
            return 0.0
        return (value - self.mean) / self.deviation

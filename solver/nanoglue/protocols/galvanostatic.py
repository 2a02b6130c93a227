"""Uptake at a constant total current."""

from dataclasses import dataclass, field

from nanoglue.quantities import NonNegative, Number, PerSecond, Positive, Second


@dataclass(frozen=True, slots=True)
class Until:
    """What ends a stage: whichever is reached first of those given."""

    stoichiometry: NonNegative[Number] | None = None
    volume_expansion: Number | None = None
    time: Positive[Second] | None = None


@dataclass(frozen=True, slots=True)
class Galvanostatic:
    """A body takes up ``rate`` times its full capacity per time through a surface.

    The sign is that of the uptake: a negative rate takes the species out.
    """

    body: str
    through: str
    rate: PerSecond
    until: Until = field(default_factory=Until)

    def __post_init__(self) -> None:
        """Refuse a stage in which nothing happens.

        Raises:
            ValueError: a rate of zero.
        """
        if self.rate == 0:
            raise ValueError("rate must not be zero: nothing would flow")

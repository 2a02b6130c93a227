"""When a stage of a protocol is over."""

from dataclasses import dataclass

from nanoglue.units.quantities import Number, Second


@dataclass(frozen=True, slots=True)
class Termination:
    """End of a stage at the first limit that is reached; without limits it never ends.

    ``stoichiometry`` and ``volume_expansion`` are means over the body; they are approached from the
    side on which the stage starts, so that the same key serves sodiation and desodiation. ``time``
    counts from the start of the stage.
    """

    stoichiometry: Number | None = None
    volume_expansion: Number | None = None
    time: Second | None = None

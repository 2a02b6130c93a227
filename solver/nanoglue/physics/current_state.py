"""State of the current into a body at the end of a step."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CurrentState:
    """Current into a body: inflow [amol/s], surfaces, and range and mean of the stoichiometry [-].

    ``closes`` is whether the current is interrupted when all its surfaces have detached,
    ``is_rest`` whether the stage prescribes that no current flows, and ``either_way`` whether a
    flux or a source of unknown sign feeds the body instead of a stage.
    """

    body: str
    inflow: float
    surfaces: tuple[str, ...]
    lowest: float
    highest: float
    mean: float
    maximum: float
    closes: bool = True
    is_rest: bool = False
    either_way: bool = False

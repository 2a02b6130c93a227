"""Names of the parts of a geometry recipe."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

BOX_MARGIN = 2e-7
"""Length [um] by which bounding boxes of Gmsh may be larger than what is in them."""


@dataclass(frozen=True, slots=True)
class PartLabels:
    """Names of bodies, interfaces (plus, minus body) and boundaries (bounded bodies).

    ``dim`` is the dimension of the elements if it does not follow from the recipe's name.
    """

    bodies: tuple[str, ...]
    interfaces: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    boundaries: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    dim: int | None = None


Names = PartLabels
"""Name of ``PartLabels`` before release 0.2; accepted for one release."""

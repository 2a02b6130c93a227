"""Two blocks, described and never drawn."""

from dataclasses import dataclass

from nanoglue.recipe import Metre, PartLabels, Positive


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes of the blocks."""

    width: Positive[Metre]
    height: Positive[Metre] = 1.0

    def __post_init__(self):
        """Refuse what cannot be drawn."""
        if self.height > 100 * self.width:
            raise ValueError("height must not exceed 100 widths")


def describe(parameters):
    """PartLabels of the parts."""
    return PartLabels(
        ("upper", "lower"),
        {"upper_lower": ("upper", "lower")},
        {"top": "upper", "bottom": "lower", "sides": ("upper", "lower")},
    )


def draw(model, parameters):
    """Leave the mesh out: the case of this recipe is only read."""

"""Finite-element simulation of swelling, plasticity and debonding of coated battery particles."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nanoglue.api import Results, Simulation, load, open
    from nanoglue.calibration import calibrate
    from nanoglue.case import Case, CaseError

__version__ = "0.2.0"

PUBLIC = {
    "Case": "nanoglue.case",
    "CaseError": "nanoglue.case",
    "Results": "nanoglue.api",
    "Simulation": "nanoglue.api",
    "calibrate": "nanoglue.calibration",
    "load": "nanoglue.api",
    "open": "nanoglue.api",
}
"""Public names and their modules, which are imported when a name is first used."""

__all__ = ["Case", "CaseError", "Results", "Simulation", "__version__", "calibrate", "load", "open"]


def __getattr__(name: str) -> Any:
    """Import a public name.

    Raises:
        AttributeError: there is no such name.
    """
    if name not in PUBLIC:
        raise AttributeError(f"module 'nanoglue' has no attribute {name!r}")
    return getattr(import_module(PUBLIC[name]), name)


def __dir__() -> list[str]:
    """Public names."""
    return sorted(__all__)

"""Swelling, yielding and debonding of coated battery particles and of SEI films."""

__version__ = "0.1.0"

"""Quantities with units and physical constants."""

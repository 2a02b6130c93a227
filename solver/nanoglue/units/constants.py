"""Constants of nature in the units used inside (CODATA 2018, exact)."""

GAS_CONSTANT = 8.31446261815324e-6
"""R [pJ/(amol K)]."""

FARADAY = 96485.33212331001e-6
"""F [pC/amol]."""

AMPERE = 1e-12
"""A picocoulomb per second [A]."""

MOLE = 1e18
"""Amount of a mole [amol]."""

"""Rates over the capacity of a host, in hours: C/5 fills it in five."""

import re

DIGITS = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"


def c_rate(text: str) -> float | None:
    """Return a C-rate such as ``C/5`` or ``0.2 C`` as a rate [1/s], or None for any other text.

    >>> c_rate("C/5") == c_rate("0.2 C") == 0.2 / 3600
    True
    >>> c_rate("0.2 /hour") is None
    True
    """
    if match := re.fullmatch(r"\s*([+-]?)C\s*(?:/\s*(\d+\.?\d*))?\s*", text):
        hours = float(match[2] or 1)
        return float(f"{match[1]}1") / (3600 * hours) if hours else None
    match = re.fullmatch(rf"\s*([+-]?{DIGITS})\s*C\s*", text)
    return float(match[1]) / 3600 if match else None

"""Basis and source of a number, beside its value."""

from nanoglue.units.parsing import shown

BASES = ("given", "assumed", "calibrated", "blind", "fitted")
"""Where a number comes from: a paper, a guess, a fit to a published result, or this program."""


def value_of(mapping: dict[str, object]) -> object:
    """The value of a quantity that is given with its basis and source.

    Raises:
        ValueError: other keys than value, basis, source; or basis or source of the wrong sort.
    """
    extra = [str(key) for key in mapping if key not in ("value", "basis", "source")]
    if extra or "value" not in mapping:
        wrong = f"unknown key '{extra[0]}'" if extra else "no 'value' in it"
        raise ValueError(f"a quantity is written 'value unit' or {{value, basis, source}}: {wrong}")
    if mapping.get("basis", "given") not in BASES:
        raise ValueError(f"basis must be one of {', '.join(BASES)}, not {shown(mapping['basis'])}")
    if not isinstance(mapping.get("source", ""), str):
        raise ValueError(f"source must be a text, not {shown(mapping['source'])}")
    return mapping["value"]

"""Patterns of paths in a case, with ``*`` for any one step."""

from collections.abc import Sequence


def matches(pattern: Sequence[str], steps: Sequence[str | int]) -> bool:
    """Return whether steps match a pattern; a pattern ``**`` alone matches all.

    >>> matches("bodies.*.species".split("."), ("bodies", "particle", "species"))
    True
    """
    if pattern[:1] == ("**",):
        return True
    if len(pattern) != len(steps):
        return False
    for one, step in zip(pattern, steps, strict=True):  # a loop, as it is called very often
        if one != "*" and one != str(step):
            return False
    return True

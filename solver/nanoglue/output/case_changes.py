"""Changes of a case between the parts of a run that is resumed."""

import logging
from collections.abc import Sequence
from pathlib import Path

from nanoglue.output.results_folder import OtherCase

log = logging.getLogger("nanoglue")

MAY_CHANGE = (
    *("case.time.", "case.output.", "case.stepping.", "case.solver.", "case.stop_at"),
    *("case.title", "case.source", "case.published", "case.accepted_values"),
)
"""What may change when a run is resumed; anything else is another case."""


def others(changes: Sequence[str]) -> list[str]:
    """Return the changes that make it another case.

    >>> others(["case.time.end: 1 s -> 2 s", "case.boundaries.top.flux: 1 -> -1"])
    ['case.boundaries.top.flux: 1 -> -1']
    """
    return [change for change in changes if not change.startswith(MAY_CHANGE)]


def refuse(directory: Path, changes: Sequence[str]) -> None:
    """Refuse to resume results of another case.

    Args:
        directory: results folder.
        changes: of the case since those results.

    Raises:
        OtherCase: a change is not among those that may be.
    """
    if found := others(changes):
        raise OtherCase(_other_case(directory, found))


def record(changes: Sequence[str]) -> list[str]:
    """Log the changes and return them by the keys of the case."""
    for change in changes:
        write = log.info if change.startswith(MAY_CHANGE) else log.warning
        write("goes on with another %s", change.removeprefix("case."))
    return [change.removeprefix("case.") for change in changes]


def _other_case(directory: Path, changes: Sequence[str]) -> str:
    """Return why results cannot be resumed with a case that has changed."""
    shown = "\n".join(f"  {change.removeprefix('case.')[:200]}" for change in changes[:10])
    more = f"\n  and {len(changes) - 10} more" if len(changes) > 10 else ""
    return (
        f"{directory} holds results of another case:\n{shown}{more}\n"
        "--accept-changes goes on with the changed case, --force begins anew"
    )

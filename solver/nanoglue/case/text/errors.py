"""What is wrong with a case file: each problem with its place and what would do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

WIDTH = 100
"""Columns of a source line that an error shows."""

LONGEST = 600
"""Characters of a message; what was found can be as long as the file."""


def printable(text: str) -> str:
    """A text with a space for what could confuse a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def shortened(text: str, limit: int = LONGEST) -> str:
    """A text fit for a line of an error: printable, its middle left out where it is long.

    >>> shortened("a" * 20, 9)
    'aaa...aaa'
    """
    half = (limit - 3) // 2
    return printable(text if len(text) <= limit else f"{text[:half]}...{text[-half:]}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file (or ``--set``), line and column from 1, and the line."""

    source: str
    line: int = 0
    column: int = 0
    text: str = ""

    def __str__(self) -> str:
        """``file:line:column``, or the source alone where there are no lines."""
        return f"{self.source}:{self.line}:{self.column}" if self.line else self.source

    def caret(self) -> list[str]:
        """The source line and a caret under the column."""
        if not self.text.strip():
            return []
        shown = printable(self.text)
        skipped = max(0, self.column - WIDTH * 3 // 4)
        window = shown[skipped : skipped + WIDTH].rstrip()
        return [f"    {window}", " " * (4 + self.column - 1 - skipped) + "^"]


@dataclass(frozen=True, slots=True)
class CaseIssue:
    """An error or a warning: its place in the file, its path in the case, and the remedy."""

    place: Place
    path: Sequence[str | int]
    message: str
    severity: Literal["error", "warning"] = "error"

    def lines(self) -> list[str]:
        """``file:line:column: severity: path: message`` and the place in the file."""
        dotted = f"{shortened('.'.join(map(str, self.path)), 2 * WIDTH)}: " if self.path else ""
        said = f"{shortened(str(self.place))}: {self.severity}: {dotted}{shortened(self.message)}"
        return [said, *self.place.caret()]


class CaseError(Exception):
    """Error of a case file, raised before anything is run; its text lists every issue.

    >>> import nanoglue as ng
    >>> try:
    ...     ng.load("mode_I", set={"time.end": "5"})
    ... except ng.CaseError as error:
    ...     print(error)
    --set time.end: error: time.end: must be a time such as 5 hour, not the bare number 5
    1 error; nothing was run
    """

    def __init__(self, issues: Iterable[CaseIssue]) -> None:
        """Sort the issues by their place in the file."""
        self.issues = sorted(
            issues, key=lambda p: (p.place.line == 0, p.place.line, p.place.column)
        )
        super().__init__(self.issues)

    def __str__(self) -> str:
        """Every issue with its source line, and how many there are."""
        count = len(self.issues)
        total = f"{count} error{'s' if count != 1 else ''}; nothing was run"
        return "\n".join([*(line for issue in self.issues for line in issue.lines()), total])


def did_you_mean(found: object, offered: Iterable[str]) -> str:
    """A hint at the nearest name.

    >>> did_you_mean("strenght", ["strength", "toughness"])
    " (did you mean 'strength'?)"
    """
    near = nearest(found, offered)
    return f" (did you mean '{near}'?)" if near else ""


def nearest(found: object, offered: Iterable[str]) -> str | None:
    """The name that was probably meant."""
    return next(iter(get_close_matches(str(found)[:100], list(offered), n=1, cutoff=0.6)), None)


def listed(names: Iterable[str]) -> str:
    """Names for an error text.

    >>> listed(["a", "b", "c"])
    "'a', 'b' or 'c'"
    """
    quoted = [f"'{name}'" for name in names]
    return (
        " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted) or "none"
    )

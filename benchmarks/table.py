"""Tables of the READMEs, each between two marks."""

from collections.abc import Sequence
from pathlib import Path


def lines(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table in which all columns but the first are numbers.

    >>> print(lines(["", "time"], [["a", "1"]]))
    | | time |
    |---|---:|
    | a | 1 |
    """
    ruler = "|---|" + "---:|" * (len(head) - 1)
    body = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(
        ["|" + "|".join(f" {name} " if name else " " for name in head) + "|", ruler, *body]
    )


def rewrite(readme: Path, name: str, table: str) -> None:
    """Put a table between ``<!-- NAME -->`` and ``<!-- end -->`` of a README.

    Raises:
        ValueError: the mark does not exist.
    """
    mark = f"<!-- {name} -->"
    before, found, rest = readme.read_text().partition(mark)
    if not found:
        raise ValueError(f"{readme}: no {mark}")
    after = rest.partition("<!-- end -->")[2]
    readme.write_text(f"{before}{mark}\n{table}\n<!-- end -->{after}")


def number(value: float | None, digits: int = 3) -> str:
    """Return a number with three digits, or a dash.

    >>> number(12345.6), number(0.012345), number(None)
    ('12300', '0.0123', '-')
    """
    if value is None:
        return "-"
    rounded = float(f"{value:.{digits}g}")
    return f"{rounded:.0f}" if abs(rounded) >= 10 ** (digits - 1) else f"{rounded:.{digits}g}"

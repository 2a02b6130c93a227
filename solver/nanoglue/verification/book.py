"""All problems, chapter by chapter."""

from collections.abc import Sequence

from nanoglue.models.registry import names
from nanoglue.verification.problem import Problem


class NoSuchProblem(LookupError):
    """There is no problem or chapter of a name."""


CHAPTERS = "verification.chapters"


def problems(wanted: Sequence[str] = (), quick: bool = False) -> list[Problem]:
    """The problems of the book, in the order of their chapters.

    Args:
        wanted: names of problems or of chapters; none means all.
        quick: leave out those that take longer than a few seconds.

    Raises:
        NoSuchProblem: there is no problem or chapter of a name.
    """
    chapters = {name: chapter(name) for name in names(CHAPTERS)}
    known = {problem.name: problem for found in chapters.values() for problem in found}
    chosen: list[Problem] = []
    for name in wanted or chapters:
        if name not in chapters and name not in known:
            offered = ", ".join([*chapters, *known])
            raise NoSuchProblem(f"no {name!r} in the book; there are {offered}")
        chosen += chapters[name] if name in chapters else [known[name]]
    return [problem for problem in chosen if problem.quick or not quick]


def chapter(name: str) -> tuple[Problem, ...]:
    """The problems of a chapter: ``PROBLEMS`` of its file."""
    from importlib import import_module

    found: tuple[Problem, ...] = import_module(f"nanoglue.{CHAPTERS}.{name}").PROBLEMS
    return found

"""Problems of the verification book, by chapter."""

from collections.abc import Sequence

from nanoglue.models.registry import names
from nanoglue.verification.problem import Problem


class NoSuchProblem(LookupError):
    """There is no problem or chapter with the name."""


CHAPTERS = "verification.chapters"


def problems(selection: Sequence[str] = (), quick: bool = False) -> list[Problem]:
    """Return the problems of the book, in the order of the chapters.

    Args:
        selection: names of problems or of chapters; none means all.
        quick: omit problems that take longer than a few seconds.

    Raises:
        NoSuchProblem: there is no problem or chapter of a name.
    """
    chapters = {name: chapter(name) for name in names(CHAPTERS)}
    known = {problem.name: problem for content in chapters.values() for problem in content}
    chosen: list[Problem] = []
    for name in selection or chapters:
        if name not in chapters and name not in known:
            available = ", ".join([*chapters, *known])
            raise NoSuchProblem(f"there is no problem or chapter {name!r}; available: {available}")
        chosen += chapters[name] if name in chapters else [known[name]]
    return [problem for problem in chosen if problem.quick or not quick]


def chapter(name: str) -> tuple[Problem, ...]:
    """Return the problems of a chapter, ``PROBLEMS`` of its file."""
    from importlib import import_module

    content: tuple[Problem, ...] = import_module(f"nanoglue.{CHAPTERS}.{name}").PROBLEMS
    return content

"""A finished run as one page that needs nothing else, and several runs on one page."""

from collections.abc import Sequence
from pathlib import Path

from nanoglue.post.report.page import of_run
from nanoglue.post.report.side_by_side import of_runs


def write(directory: Path, file: Path | None = None) -> tuple[Path, list[str]]:
    """Draw every figure of a results folder and put all that is in it on a page.

    Returns:
        The page, and a line for each thing that had to be left out.

    Raises:
        FileNotFoundError: it is no results folder.
    """
    from nanoglue.output.results_folder import write_text
    from nanoglue.post.figures import draw_all
    from nanoglue.post.figures.finished import Finished

    results = Finished(directory)
    skipped = [told for told in draw_all(directory) if told.startswith("figures skipped")]
    target = file or directory / "report.html"
    write_text(target, of_run(results, skipped))
    return target, skipped


def compare(directories: Sequence[Path], file: Path) -> Path:
    """Put the histories and headlines of several results folders on a page.

    Raises:
        FileNotFoundError: one of them is no results folder.
    """
    from nanoglue.output.results_folder import write_text
    from nanoglue.post.figures.finished import Finished

    write_text(file, of_runs([Finished(directory) for directory in directories]))
    return file


__all__ = ["compare", "write"]

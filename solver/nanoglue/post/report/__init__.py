"""Self-contained report of one run or calibration, and comparison of several runs."""

from collections.abc import Sequence
from pathlib import Path

from nanoglue.post.report.calibration import is_calibration, of_calibration
from nanoglue.post.report.page import of_run
from nanoglue.post.report.side_by_side import of_runs


def write(directory: Path, file: Path | None = None) -> tuple[Path, list[str]]:
    """Draw every figure of a results folder and write its report.

    The folder of a calibration has its figures already.

    Returns:
        The file, and a line for each skipped figure.

    Raises:
        FileNotFoundError: the folder is not a results folder.
        NotAvailable: a file in it is damaged.
    """
    from nanoglue.output.results_folder import write_text
    from nanoglue.post.figures import draw_all
    from nanoglue.post.figures.results import Results

    target = file or directory / "report.html"
    if is_calibration(directory):
        write_text(target, of_calibration(directory))
        return target, []
    results = Results(directory)
    skipped = [message for message in draw_all(directory) if message.startswith("figures skipped")]
    write_text(target, of_run(results, skipped))
    return target, skipped


def compare(directories: Sequence[Path], file: Path) -> Path:
    """Write one page with the summaries and histories of several results folders.

    Raises:
        FileNotFoundError: a folder is not a results folder.
        NotAvailable: a file in one is damaged.
    """
    from nanoglue.output.results_folder import write_text
    from nanoglue.post.figures.results import Results

    write_text(file, of_runs([Results(directory) for directory in directories]))
    return file


__all__ = ["compare", "write"]

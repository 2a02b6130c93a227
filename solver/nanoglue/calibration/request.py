"""Request: the case, folder and settings that all commands of a calibration share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from nanoglue.calibration.runs import Runs
from nanoglue.calibration.study import Study, checked_study
from nanoglue.case import Case, find, read
from nanoglue.case.text.override import assignment


@dataclass(frozen=True, slots=True)
class Request:
    """Case, folder and settings of the runs of a command.

    >>> Request("case.yaml", set={"time.end": "2 s"}).overrides
    ('time.end=2 s',)
    """

    name: str | Path
    """A YAML file or the name of a built-in case."""
    output: str | Path | None = None
    """Folder of the runs; default ``results/NAME_calibration``. Runs in it are reused."""
    jobs: int = 1
    """Number of parallel runs."""
    set: Mapping[str, object] | None = None
    """Values that replace those of the file, by dotted path."""
    retry: bool = False
    """Whether runs that failed before are run again."""
    report: Callable[[str], None] = lambda _: None
    """Function called with a line for each completed run."""
    start: bool = True
    """Whether runs that are not done are started; otherwise they count as not done."""

    @property
    def overrides(self) -> tuple[str, ...]:
        """Values that replace those of the file, ``path=value`` each."""
        return tuple(assignment(*item) for item in (self.set or {}).items())

    def case(self) -> Case:
        """Return the case with its replaced values.

        Raises:
            CaseError: the case is invalid.
        """
        return read(find(self.name), self.overrides)

    def directory(self, case: Case) -> Path:
        """Return the folder of the calibration."""
        return Path(self.output or Path("results") / f"{case.path.stem}_calibration")

    def runs(self, study: Study, directory: Path) -> Runs:
        """Return the runs of a study in a folder."""
        return Runs(study, directory, self.jobs, self.report, self.retry, self.start)

    def opened(self, case: Case | None = None) -> tuple[Study, Runs]:
        """Return the study of the case and its runs, after a check of the bounds.

        Args:
            case: the case of this request if it has been read; it is read by default.

        Raises:
            CaseError: the case is invalid.
        """
        given = self.case() if case is None else case
        study = checked_study(given, self.overrides)
        return study, self.runs(study, self.directory(given))

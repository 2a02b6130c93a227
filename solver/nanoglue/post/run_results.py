"""History, events, summary and fields of a finished run as tables and grids of Python."""

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars
    import pyvista


class Results:
    """Results of a run, read from its folder; ``nanoglue.open`` returns them.

    Units are those of the headings: um, MPa, s, uN, pJ and amol, unless a heading states another.

    >>> import tempfile
    >>> import nanoglue as ng
    >>> folder = tempfile.TemporaryDirectory()
    >>> case = ng.load("mode_I", set={"stepping.fixed": "0.5 s", "output.pictures": False})
    >>> ng.Simulation(case, output=folder.name, force=True).run()
    <ExitCode.DONE: 0>
    >>> results = ng.open(folder.name)
    >>> results.history["time [s]"].to_list()
    [0.0, 0.5, 1.0]
    >>> results.events["event"].to_list()[-1], results.summary["end"]["value"]
    ('end', 1.0)
    >>> results.metadata["ranks"]
    1
    >>> folder.cleanup()
    """

    def __init__(self, directory: Path) -> None:
        """Open a folder.

        Args:
            directory: the folder that a run has written.

        Raises:
            FileNotFoundError: there is no history in it.
        """
        self.directory = directory
        if not (directory / "history.csv").is_file():
            raise FileNotFoundError(f"{directory}: no history.csv; is it a results folder?")

    @cached_property
    def history(self) -> "polars.DataFrame":
        """Table with one row per accepted step; ``.to_pandas()`` gives a pandas table."""
        import polars

        return polars.read_csv(self.directory / "history.csv", infer_schema_length=None)

    @cached_property
    def events(self) -> "polars.DataFrame":
        """Table with one row per event: its name, interface, time [s] and volume expansion [-]."""
        import polars

        return polars.read_csv(self.directory / "events.csv", infer_schema_length=None)

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Headline numbers by name, each with value, unit, published value and basis."""
        return self._json("summary.json")

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """Case, versions, cost and exit code of the run."""
        return self._json("run.json")

    def _json(self, name: str) -> dict[str, Any]:
        file = self.directory / name
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return found

    def fields(self, at: float | str) -> "pyvista.MultiBlock":
        """Return the fields of all bodies and interfaces at a time or event.

        Args:
            at: a time [s], or the name of an event such as ``onset``.

        Returns:
            Blocks by name, with the fields written nearest to that time.

        Raises:
            LookupError: there is no such event, or no field was written.
        """
        import pyvista

        time = self._time_of(at) if isinstance(at, str) else float(at)
        blocks = pyvista.MultiBlock()
        for file in sorted((self.directory / "fields").glob("*.pvd")):
            reader = pyvista.PVDReader(str(file))
            times = reader.time_values
            reader.set_active_time_value(min(times, key=lambda t: abs(t - time)))
            blocks.append(reader.read()[0], file.stem)
        if not len(blocks):
            raise LookupError(f"{self.directory} holds no fields; see output.fields of the case")
        return blocks

    def _time_of(self, event: str) -> float:
        found = self.events.filter(self.events["event"] == event)
        if not len(found):
            known = ", ".join(sorted(set(self.events["event"])))
            raise LookupError(f"no event {event!r} in {self.directory}; there are {known}")
        return float(found["time [s]"][0])

    def plot(self, *columns: str, over: str = "time [s]", axes: Any = None) -> Any:
        """Plot columns of the history and return the Matplotlib axes.

        Args:
            columns: names of columns, or their beginnings such as ``bonded_fraction``.
            over: column on the horizontal axis.
            axes: Matplotlib axes to draw on; new ones if it is None.

        Raises:
            LookupError: a name fits no column.
        """
        import matplotlib.pyplot as plt

        axes = plt.subplots(layout="constrained")[1] if axes is None else axes
        for name in columns:
            fitting = [column for column in self.history.columns if column.startswith(name)]
            if not fitting:
                raise LookupError(f"no column begins with {name!r}")
            for column in fitting:
                axes.plot(self.history[over], self.history[column], label=column)
        axes.set_xlabel(over)
        axes.legend()
        return axes

"""The results folder: made once, never overwritten unasked, each file complete or absent."""

import csv
import errno
import json
import os
import shutil
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from nanoglue.output.renamed import present_row

MINIMUM_FREE_BYTES = 20_000_000
"""Bytes that must be free before a run begins."""

OWN_FOLDERS = ("fields", "figures", "checkpoint", "mesh", "lines")
"""Folders in a results folder that hold only what nanoglue writes."""


class ResultsExist(RuntimeError):
    """The folder contains results, and overwriting was not requested."""


class OtherCase(ResultsExist):
    """The folder holds results of a case with other physics."""


class UnsafeFolder(ResultsExist):
    """The folder holds links or devices, through which a run would write elsewhere."""


class NoCheckpoint(RuntimeError):
    """There is no checkpoint to resume from."""


def prepare(directory: Path, force: bool, resume: bool) -> None:
    """Create the folder and remove earlier results; call on one rank.

    Raises:
        ResultsExist: it holds results and neither ``force`` nor ``resume`` was asked for.
        OSError: it cannot be written to, or hardly anything is free.
    """
    if (directory / "run.json").exists() or (directory / "history.csv").exists():
        if force and not resume:
            for name in ("fields", "figures", "checkpoint"):
                shutil.rmtree(directory / name, ignore_errors=True)
            for name in (
                "run.json",
                "history.csv",
                "events.csv",
                "attempts.csv",
                "summary.json",
                "warnings.json",
                "status.json",
                "log.txt",
                "resolved.yaml",
                "report.html",
            ):
                (directory / name).unlink(missing_ok=True)
        elif not resume:
            raise ResultsExist(
                f"{directory} holds results; use --force to overwrite or --resume to go on"
            )
        else:
            (directory / "run.json").unlink(missing_ok=True)  # it tells how a run ended
    directory.mkdir(parents=True, exist_ok=True)
    probe = directory / ".writable"
    probe.write_text("")
    probe.unlink()
    free = shutil.disk_usage(directory).free
    if free < MINIMUM_FREE_BYTES:
        least = MINIMUM_FREE_BYTES / 1e6
        message = f"only {free / 1e6:.1f} MB are free, and a run needs {least:.0f} MB at least"
        raise OSError(errno.ENOSPC, message, str(directory))


def refuse_links(directory: Path) -> None:
    """Raise an error if anything in a results folder is not a file or folder of its own.

    The folder itself may be a link. In a folder from elsewhere, links would lead a run to write to
    the user's files.

    Raises:
        UnsafeFolder: there is a symbolic link, a device, a pipe or a socket.
    """
    entries = list(directory.iterdir()) if directory.is_dir() else []
    for own in OWN_FOLDERS:
        for place, folders, files in os.walk(directory / own, followlinks=False):
            entries += [Path(place, name) for name in (*folders, *files)]
    for entry in entries:
        try:
            mode = entry.lstat().st_mode
        except FileNotFoundError:  # the run that writes to the folder has renamed the file
            continue
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            what = "a symbolic link" if stat.S_ISLNK(mode) else "no regular file"
            raise UnsafeFolder(
                f"{str(entry)!r} is {what}: a run would write through it; remove it, or use -o DIR"
            )


def write_text(file: Path, text: str) -> None:
    """Write a file at once: whoever reads it sees the old text or the new, never half."""
    unfinished = file.with_name(file.name + ".tmp")
    try:
        unfinished.write_text(text)
        os.replace(unfinished, file)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def write_json(file: Path, content: object) -> None:
    """Write a JSON file at once; dataclasses become objects, and what is not finite null."""
    plain = json.loads(json.dumps(content, default=_plain), parse_constant=lambda _: None)
    write_text(file, json.dumps(plain, indent=2) + "\n")


def read_json(file: Path, otherwise: object) -> Any:
    """Return the content of a JSON file, or another value if there is no such file."""
    return json.loads(file.read_text()) if file.is_file() else otherwise


def yaml_text(content: object) -> str:
    """Plain values as YAML."""
    from io import StringIO

    from ruamel.yaml import YAML

    text = StringIO()
    YAML().dump(json.loads(json.dumps(content, default=_plain)), text)
    return text.getvalue()


def write_yaml(file: Path, content: object) -> None:
    """Write a YAML file at once."""
    write_text(file, yaml_text(content))


def changes(file: Path, content: object) -> list[str]:
    """Return what differs in a YAML file from what is to be written; nothing without a file.

    Raises:
        NoCheckpoint: the file is not YAML.
    """
    from ruamel.yaml import YAML, YAMLError

    if not file.exists():
        return []
    try:
        before = YAML(typ="safe").load(file)
    except (YAMLError, UnicodeDecodeError, ValueError) as error:
        raise NoCheckpoint(
            f"{file} cannot be read, so that the case cannot be compared; "
            "use --force in place of --resume to begin anew"
        ) from error
    return differences(before, content)


def differences(before: object, now: object) -> list[str]:
    """Return path, value before and value now of what differs in two resolved cases."""
    return list(_differences(before, json.loads(json.dumps(now, default=_plain))))


def _differences(before: object, now: object, path: str = "") -> Iterator[str]:
    """Path, value before and value now of what differs.

    >>> list(_differences({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}}))
    ['a.c: 2 -> 3']
    """
    if isinstance(before, dict) and isinstance(now, dict):
        for key in dict.fromkeys([*before, *now]):
            below = f"{path}.{key}" if path else str(key)
            yield from _differences(before.get(key, "-"), now.get(key, "-"), below)
    elif before != now:
        yield f"{path}: {before} -> {now}"


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Path):
        return str(value)
    return value.item() if hasattr(value, "item") else str(value)


class Table:
    """A CSV file that grows by a row at a time and can be read while it does."""

    def __init__(
        self, file: Path, columns: Sequence[str], keep: Sequence[Mapping[str, object]] = ()
    ) -> None:
        """Begin with the header and the rows to keep of an earlier run."""
        self.columns = list(columns)
        unfinished = file.with_name(f"{file.name}.tmp")
        with unfinished.open("w", newline="") as opened:  # earlier rows are never lost half-way
            writer = csv.DictWriter(opened, self.columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows({n: _shown(row.get(n, "")) for n in self.columns} for row in keep)
            opened.flush()
            os.fsync(opened.fileno())
        unfinished.replace(file)
        self.file = file.open("a", newline="")
        self.writer = csv.DictWriter(self.file, self.columns, extrasaction="ignore")

    def add(self, row: Mapping[str, object]) -> None:
        """Append a row and flush it."""
        self.writer.writerow({name: _shown(row.get(name, "")) for name in self.columns})
        self.file.flush()

    def close(self) -> None:
        """Close the file."""
        self.file.close()


def _shown(value: object) -> Any:
    return f"{value:.12g}" if isinstance(value, float) else value


def rows(file: Path) -> list[dict[str, str]]:
    """Return the whole rows of a CSV file with present names; none if it does not exist."""
    if not file.exists():
        return []
    with file.open(newline="") as opened:
        found = [row for row in csv.DictReader(opened) if None not in row.values()]
    return [present_row(row) for row in found]


def record_exit(directory: Path, code: int) -> None:
    """Replace the exit code in run.json."""
    file = directory / "run.json"
    write_json(file, {**read_json(file, {}), "exit": code})

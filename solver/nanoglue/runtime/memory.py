"""Memory that a process may still use, of the machine and of the control groups of its job."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path, PurePosixPath


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Where a version of Linux's control groups keeps what is known about memory."""

    mounts: tuple[str, ...]
    limit: str
    usage: str
    reclaimable: str
    """Entry of ``memory.stat`` with the file cache that makes room when it is needed."""


FIRST = Hierarchy(
    ("sys/fs/cgroup/memory",),
    "memory.limit_in_bytes",
    "memory.usage_in_bytes",
    "total_inactive_file",
)
SECOND = Hierarchy(
    ("sys/fs/cgroup", "sys/fs/cgroup/unified"), "memory.max", "memory.current", "inactive_file"
)


def available(root: Path = Path("/")) -> int:
    """Return the memory [byte] that this process may still use without swapping.

    The file cache of the machine counts as free. Batch systems and containers limit the memory of
    a job by control groups, beyond which its processes are killed.

    Args:
        root: of the file system, for tests.
    """
    return max(min([_of_machine(root), *_of_groups(root)]), 0)


def _of_machine(root: Path) -> int:
    found = _entry(root / "proc/meminfo", "MemAvailable:")
    if found is None:  # not Linux
        return int(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    return 1024 * found


def _of_groups(root: Path) -> Iterator[int]:
    """Yield what is left within the limit of each group of this process that has one."""
    for kind, group in _groups(root):
        for mount, path in product(kind.mounts, (group, *group.parents)):
            folder = root / mount / str(path).lstrip("/")
            limit, used = _number(_text(folder / kind.limit)), _number(_text(folder / kind.usage))
            if limit is not None and used is not None:  # not "max", and visible in a container
                yield limit - used + (_entry(folder / "memory.stat", kind.reclaimable) or 0)


def _groups(root: Path) -> Iterator[tuple[Hierarchy, PurePosixPath]]:
    """Yield the groups of this process that limit memory."""
    for line in _text(root / "proc/self/cgroup").splitlines():
        number, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if number == "0":
            yield SECOND, PurePosixPath(path)
        elif "memory" in controllers.split(","):
            yield FIRST, PurePosixPath(path)


def _entry(file: Path, name: str) -> int | None:
    """Return the number that follows a name in a file, or None."""
    lines = (line.split() for line in _text(file).splitlines())
    return next((_number(line[1]) for line in lines if line[:1] == [name] and line[1:]), None)


def _number(text: str) -> int | None:
    """Return the number that a text is, or None."""
    return int(text) if text.strip().isdecimal() else None


def _text(file: Path) -> str:
    """Return the content of a file, empty if it cannot be read."""
    try:
        return file.read_text(errors="surrogateescape")
    except OSError:
        return ""

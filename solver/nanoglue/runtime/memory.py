"""Memory that a process may still use, of the machine and of the control groups of its job."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Where a version of Linux's control groups keeps what is known about memory."""

    mounted: str
    limit: str
    usage: str
    reclaimable: str
    """Entry of ``memory.stat`` with the file cache that makes room when it is needed."""


FIRST = Hierarchy(
    "sys/fs/cgroup/memory",
    "memory.limit_in_bytes",
    "memory.usage_in_bytes",
    "total_inactive_file",
)
SECOND = Hierarchy("sys/fs/cgroup", "memory.max", "memory.current", "inactive_file")


def available(root: Path = Path("/")) -> int:
    """Return the memory [byte] that this process may still use without swapping.

    The file cache of the machine counts as free. Batch systems and containers limit the memory of
    a job by control groups, beyond which its processes are killed.

    Args:
        root: of the file system, for tests.
    """
    return max(min([_of_machine(root), *_of_groups(root)]), 0)


def _of_machine(root: Path) -> int:
    try:
        return 1024 * _entry(root / "proc/meminfo", "MemAvailable:")
    except (OSError, LookupError):  # not Linux
        return int(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))


def _of_groups(root: Path) -> Iterator[int]:
    """Yield what is left within the limit of each group of this process that has one."""
    for kind, group in _groups(root):
        for path in (group, *group.parents):
            folder = root / kind.mounted / path.relative_to("/")
            try:
                limit = int((folder / kind.limit).read_text())
                used = int((folder / kind.usage).read_text())
                yield limit - used + _entry(folder / "memory.stat", kind.reclaimable)
            except (OSError, LookupError, ValueError):  # "max", or not visible in a container
                continue


def _groups(root: Path) -> Iterator[tuple[Hierarchy, PurePosixPath]]:
    """Yield the groups of this process that limit memory."""
    try:
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:
        return
    for number, controllers, path in (line.split(":", 2) for line in lines if line):
        if number == "0":
            yield SECOND, PurePosixPath(path)
        elif "memory" in controllers.split(","):
            yield FIRST, PurePosixPath(path)


def _entry(file: Path, name: str) -> int:
    """Return the number that follows a name in a file.

    Raises:
        LookupError: the name is missing.
    """
    words = (line.split() for line in file.read_text().splitlines())
    found = next((line[1] for line in words if line[0] == name), None)
    if found is None:
        raise LookupError(name)
    return int(found)

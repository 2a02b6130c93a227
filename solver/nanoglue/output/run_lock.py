"""Lock of a results folder: one run at a time writes to it."""

import fcntl
import json
import os
import socket
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nanoglue.output.rank_errors import raise_on_all_ranks
from nanoglue.output.results_folder import ResultsExist, refuse_links

if TYPE_CHECKING:
    from nanoglue.runtime.fenics import MPI

NAME = "run.lock"
UNSUPPORTED = (22, 37, 38, 95)
"""EINVAL, ENOLCK, ENOSYS and EOPNOTSUPP: the file system has no locks."""


class InUse(ResultsExist):
    """Another run writes to the results folder."""


class RunLock:
    """Lock file with host, process and time; the kernel releases the lock with the process.

    A lock that is left by a killed run is replaced; ``replaced`` then says whose it was.
    """

    def __init__(self, directory: Path, comm: "MPI.Comm") -> None:
        """Take the lock; collective, and only rank 0 holds it.

        Raises:
            InUse: on every rank, if another run holds it.
            UnsafeFolder: on every rank, if the folder holds links or devices.
            OSError: on every rank, if the folder cannot be written to.
        """
        self.file, self.comm, self.descriptor = directory / NAME, comm, -1
        self.replaced, self.made = "", False
        with raise_on_all_ranks(comm) as root:
            if root:
                self.made = not directory.exists()
                directory.mkdir(parents=True, exist_ok=True)
                refuse_links(directory)
                self._take()

    def _take(self) -> None:
        while True:
            self.descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
            owner = _owner(self.descriptor)
            if not _locked(self.descriptor, owner):
                self._close()
                own = owner.get("pid") == os.getpid() and owner.get("host") == socket.gethostname()
                ways = "wait for it, stop it, or use -o DIR"
                if own:  # a simulation in Python
                    ways = "that is this process: run its simulation to the end or delete it"
                whose = f"another run writes to {self.file.parent}: {_words(owner)}"
                raise InUse(f"{whose}; {ways}")
            if self._same():
                break
            self._close()  # removed by its owner in the meantime
        self.replaced = _words(owner) if owner else ""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        content = {"host": socket.gethostname(), "pid": os.getpid(), "since": now}
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, json.dumps(content).encode(), 0)
        os.fsync(self.descriptor)

    def _same(self) -> bool:
        """Return whether the locked file is the one in the folder."""
        try:
            return os.path.samestat(os.fstat(self.descriptor), os.lstat(self.file))
        except FileNotFoundError:
            return False

    def check(self) -> None:
        """Raise an error if the folder was removed or replaced; call on rank 0.

        Raises:
            FileNotFoundError: the lock file is not there any more.
        """
        if not self._same():
            message = "the results folder was removed or replaced during the run"
            raise FileNotFoundError(2, message, str(self.file.parent))

    def __del__(self) -> None:
        """Release the lock of a simulation that is not used any more."""
        self.release()

    def release(self) -> None:
        """Remove the lock file, and a folder that was made for it and is empty; unlock."""
        if getattr(self, "descriptor", -1) >= 0:
            if self._same():
                self.file.unlink(missing_ok=True)
                if self.made:
                    with suppress(OSError):  # it holds results
                        self.file.parent.rmdir()
            self._close()

    def _close(self) -> None:
        os.close(self.descriptor)
        self.descriptor = -1


def _locked(descriptor: int, owner: dict[str, object]) -> bool:
    """Lock an open file; without locks in the file system, look for the owner's process."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in UNSUPPORTED:
            return False
        here = owner.get("host") == socket.gethostname()
        return not owner or (here and not os.path.exists(f"/proc/{owner.get('pid')}"))
    return True


def _owner(descriptor: int) -> dict[str, Any]:
    """Return what a lock file says; empty for a new or damaged one."""
    try:
        content = json.loads(os.pread(descriptor, 1000, 0))
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _words(owner: dict[str, object]) -> str:
    """Return the owner of a lock in words."""
    host, pid, since = (str(owner.get(key, "?"))[:80] for key in ("host", "pid", "since"))
    return f"process {pid} on {host} since {since}"

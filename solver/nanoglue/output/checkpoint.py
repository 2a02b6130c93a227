"""Checkpoints that any number of ranks can read: values keyed by where they are.

Each field and history of a body or interface is stored with the positions of its points, which
identify them whatever the partition. Files are written under another name first, carry a checksum,
and the last two are kept.
"""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nanoglue.case.case_file import digests
from nanoglue.case.schema.settings import Checkpoint as CheckpointSettings
from nanoglue.observables import Observables
from nanoglue.output import checkpoint_file
from nanoglue.output.rank_errors import raise_on_all_ranks
from nanoglue.output.results_folder import NoCheckpoint, changes, differences
from nanoglue.output.stored_rows import Lengths
from nanoglue.output.tables import observation, row
from nanoglue.runtime.cost import Part
from nanoglue.runtime.fenics import fem
from nanoglue.solvers.outcome import Outcome, StopReason
from nanoglue.stepping.schedule import StageEnd
from nanoglue.stepping.step import Step

if TYPE_CHECKING:
    from nanoglue.stepping.problem import Problem

Pieces = Sequence[tuple[np.ndarray, np.ndarray]]  # places and values of each rank
Stored = np.ndarray | None

KEPT = 2


class Checkpoints:
    """Checkpoints of a problem and its observables in a folder; every method is collective."""

    def __init__(self, directory: Path, problem: "Problem", observables: Observables) -> None:
        """Note what is to be stored; nothing is written yet."""
        self.directory, self.comm = directory, problem.domain.mesh.comm
        self.problem, self.observables = problem, observables
        self.written_at = time.monotonic()
        self.parts: list[Part] = []  # of the run up to the checkpoint gone on from
        self.functions = [*problem.fields, *problem.remembered, *observables.functions]
        surfaces = {
            id(cohesion.space): cohesion.positions for cohesion in problem.cohesion.values()
        }
        self.places = [_positions(function, surfaces) for function in self.functions]
        self.lengths: Lengths = {}  # of the tables at the checkpoint gone on from
        self.case = {"case": problem.case.resolved(), "own_code": problem.case.own_code}
        self.case["files"] = digests(problem.case.geometry.parameters)
        self.names = [function.name for function in self.functions]

    def due(self, step: Step, wanted: CheckpointSettings) -> bool:
        """Whether so many steps or so many seconds, by the clock of rank 0, have gone by."""
        late = time.monotonic() - self.written_at > wanted.wall_time
        return step.number % wanted.every == 0 or bool(self.comm.bcast(late))

    def write(self, step: Step, parts: Sequence[Part] = (), lengths: Lengths | None = None) -> None:
        """Store the state after an accepted step, the cost up to it and the lengths of tables."""
        self.written_at = time.monotonic()
        gathered = [
            self.comm.gather(_owned(f, place))
            for f, place in zip(self.functions, self.places, strict=True)
        ]
        with raise_on_all_ranks(self.comm) as root:
            if root:
                self._store(gathered, step, parts, lengths or {})

    def _store(
        self, gathered: Sequence[Pieces], step: Step, parts: Sequence[Part], lengths: Lengths
    ) -> None:
        """Write what was gathered on rank 0; only the last ones are kept."""
        arrays = {}
        for index, pieces in enumerate(gathered):
            arrays[f"place_{index}"] = np.concatenate([piece[0] for piece in pieces])
            arrays[f"value_{index}"] = np.concatenate([piece[1] for piece in pieces])
        card: dict[str, Any] = {"number": step.number, "time": step.time, "dt": step.dt}
        card |= {"observed": row(step.observed), "ended_stages": _ended(self.problem)}
        card |= {"attempt": step.attempt, "pace": step.pace, "parts": list(parts)}
        card |= {"numbers": self.observables.numbers(), "functions": self.names}
        card |= {"tables": lengths, **self.case}
        checkpoint_file.store(self.directory / f"ckpt_{step.number:06d}.npz", arrays, card)
        for old in sorted(self.directory.glob("ckpt_*.npz"))[:-KEPT]:
            old.unlink()

    def any(self) -> bool:
        """Whether there is any, whole or not; the same on every rank."""
        return bool(self.comm.bcast(any(self.directory.glob("ckpt_*.npz"))))

    def changes(self) -> list[str]:
        """Return what differs in the case from that of the checkpoints; call on rank 0.

        Raises:
            NoCheckpoint: there is none, and the case of the folder cannot be read either.
        """
        card = (self._newest() or ({}, {}))[1]
        if "case" in card:
            without = {"case": {}, "own_code": {}, "files": self.case["files"]}  # formerly absent
            return differences({k: card.get(k, without[k]) for k in self.case}, self.case)
        before = self.directory.parent / "resolved.yaml"
        return [f"case.{one}" for one in changes(before, self.case["case"])]

    def _newest(self) -> tuple[dict[str, np.ndarray], dict[str, Any]] | None:
        """Return the newest whole checkpoint; call on rank 0."""
        newest = sorted(self.directory.glob("ckpt_*.npz"), reverse=True)
        return next(
            (loaded for loaded in map(checkpoint_file.load, newest) if loaded is not None), None
        )

    def resume(self) -> Step:
        """Restore the latest complete checkpoint and return its step.

        Raises:
            NoCheckpoint: on every rank, if no whole one is there, or it belongs to another mesh or
                holds other fields.
        """
        found: tuple[dict[str, np.ndarray], dict[str, Any]] | None = None
        if self.comm.rank == 0:
            found = self._newest()
        found = self.comm.bcast(found)
        if found is None:
            raise NoCheckpoint(
                f"no whole checkpoint in {self.directory}; --force in place of --resume begins anew"
            )
        arrays, card = found
        if card.get("functions") != self.names:
            raise NoCheckpoint(
                "the checkpoint holds other fields, as another version or another case would write;"
                " --force in place of --resume begins anew"
            )
        fits = all(
            _fill(function, place, arrays.get(f"place_{index}"), arrays.get(f"value_{index}"))
            for index, (function, place) in enumerate(zip(self.functions, self.places, strict=True))
        )
        if not self.comm.allreduce(int(fits)) == self.comm.size:
            raise NoCheckpoint(
                "the checkpoint belongs to another geometry, mesh or quadrature; --force in place"
                " of --resume begins anew"
            )
        self.observables.set_numbers(card["numbers"])
        ended = card.get("ended_stages", {}).items()
        self.problem.set_ended_stages({int(number): StageEnd(*end) for number, end in ended})
        self.parts, self.lengths = card.get("parts", []), card.get("tables", {})
        return Step(
            card["number"],
            card["attempt"],
            card["time"],
            card["dt"],
            Outcome(StopReason.RESUMED, 0),
            observation(card["observed"]),
            pace=card["pace"],
        )


def _ended(problem: "Problem") -> dict[int, tuple[float, float | None]]:
    """Return time [s] and content [-] of the stages that have ended early, by number."""
    return {number: (end.time, end.level) for number, end in problem.protocol.ended.items()}


def _positions(function: fem.Function, interface_positions: dict[int, np.ndarray]) -> np.ndarray:
    """Positions (n, dim) [um] of the points of a function, in the order of its blocks.

    Ghosts included. No two points have the same position.
    """
    element, space = function.ufl_element(), function.function_space
    if element.is_real:
        return np.zeros((1, 2))  # a single number, which has no position
    known = interface_positions.get(id(space))
    if known is not None:
        return known
    points = space.tabulate_dof_coordinates()[:, : space.mesh.geometry.dim]
    if element.has_custom_quadrature and space.mesh.topology.dim == 3:
        return _within_cells(points, space.dofmap.list)
    return np.ascontiguousarray(points)


def _within_cells(points: np.ndarray, dofs: np.ndarray) -> np.ndarray:
    """Move the points (n, 3) of each cell a tenth of the way towards their mean.

    Quadrature rules of tetrahedra have points on edges, which neighbouring cells share in place
    but not in value.

    >>> _within_cells(np.array([[0.0], [2.0], [2.0], [4.0]]), np.array([[0, 1], [2, 3]])).tolist()
    [[0.1], [1.9], [2.1], [3.9]]
    """
    moved = points.copy()
    moved[dofs] += 0.1 * (points[dofs].mean(axis=1, keepdims=True) - points[dofs])
    return moved


def _owned(function: fem.Function, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions (n, 2) and values (n, components) of this rank's own points."""
    dofmap = function.function_space.dofmap
    size = dofmap.index_map.size_local
    return place[:size], function.x.array.reshape(-1, dofmap.bs)[:size].copy()


def _fill(function: fem.Function, place: np.ndarray, stored: Stored, values: Stored) -> bool:
    """Give each point, ghosts too, the value stored for its position.

    False if some position is not there.
    """
    from scipy.spatial import KDTree

    if stored is None or values is None or values.shape[1] != function.function_space.dofmap.bs:
        return False
    if len(place) == 0:
        return True
    distance, nearest = KDTree(stored).query(place)
    if distance.max() > 1e-9 * max(float(np.ptp(stored)), 1e-12):
        return False
    function.x.array[:] = values[nearest].reshape(-1)
    return True

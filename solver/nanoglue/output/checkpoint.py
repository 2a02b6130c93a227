"""Checkpoints that any number of ranks can read: values keyed by where they are.

Each field and history of a body or interface is stored with the positions of its points, which
identify them whatever the partition. Every rank writes its own points and reads the stored ones
block by block, so that none holds those of others. Files are written under another name first,
carry a checksum, and the checkpoints of the last two steps are kept.
"""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nanoglue.case.case_file import digests
from nanoglue.case.event_types import EventType
from nanoglue.case.schema.settings import Checkpoint as CheckpointSettings
from nanoglue.observables import Observables
from nanoglue.output import checkpoint_file
from nanoglue.output.case_changes import others
from nanoglue.output.checkpoint_points import extent, fill, owned, positions
from nanoglue.output.rank_errors import raise_from_any_rank, raise_on_all_ranks
from nanoglue.output.results_folder import NoCheckpoint, changes, differences
from nanoglue.output.stored_rows import Lengths
from nanoglue.output.tables import observation, row
from nanoglue.output.watched import Stored
from nanoglue.runtime.cost import Part
from nanoglue.solvers.outcome import Outcome, StopReason
from nanoglue.stepping.events import Event
from nanoglue.stepping.schedule import StageEnd
from nanoglue.stepping.step import Step

if TYPE_CHECKING:
    from nanoglue.stepping.problem import Problem

CHECKPOINTS_KEPT = 2

FORMAT = 6
"""Number of the layout of a card; it grows with each change of what a restart needs."""


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
        self.places = [positions(function, surfaces) for function in self.functions]
        self.lengths: Lengths = {}  # of the tables at the checkpoint gone on from
        self.watched: Stored | None = None  # by the recorder, up to the same checkpoint
        self.case = {"case": problem.case.resolved(), "own_code": problem.case.own_code}
        self.case["files"] = digests(problem.case.geometry.parameters)
        self.names = [function.name for function in self.functions]

    def due(self, step: Step, wanted: CheckpointSettings) -> bool:
        """Whether so many steps or so many seconds, by the clock of rank 0, have gone by."""
        late = time.monotonic() - self.written_at > wanted.wall_time
        return step.number % wanted.every == 0 or bool(self.comm.bcast(late))

    def write(
        self,
        step: Step,
        parts: Sequence[Part] = (),
        lengths: Lengths | None = None,
        watched: Stored | None = None,
    ) -> None:
        """Store the state after an accepted step; collective.

        Args:
            step: the step.
            parts: cost of the run up to it.
            lengths: of the tables, on rank 0.
            watched: warnings and largest values up to it.
        """
        self.written_at = time.monotonic()
        files = checkpoint_file.parts(
            self.directory / checkpoint_file.name(step.number), self.comm.size
        )
        with raise_on_all_ranks(self.comm) as root:
            if root:
                self.directory.mkdir(exist_ok=True)
        arrays, checksum = self._own_arrays(), ""
        with raise_from_any_rank(self.comm):
            if self.comm.rank:
                checksum = checkpoint_file.store(files[self.comm.rank], arrays, {})
        checksums = self.comm.gather(checksum)
        with raise_on_all_ranks(self.comm) as root:
            if root:
                card = self._card(step, parts, lengths or {}) | {"checksums": checksums[1:]}
                card["watched"] = watched
                checkpoint_file.store(files[0], arrays, card)
                self._remove_old()

    def _own_arrays(self) -> dict[str, np.ndarray]:
        """Return positions and values of the points of this rank."""
        arrays = {}
        for index, (function, place) in enumerate(zip(self.functions, self.places, strict=True)):
            arrays[f"place_{index}"], arrays[f"value_{index}"] = owned(function, place)
        return arrays

    def _card(self, step: Step, parts: Sequence[Part], lengths: Lengths) -> dict[str, Any]:
        """Return what is stored beside the arrays."""
        card: dict[str, Any] = {
            "format": FORMAT,
            "number": step.number,
            "time": step.time,
            "dt": step.dt,
        }
        card |= {"observed": row(step.observed), "ended_stages": _ended(self.problem)}
        card["stopped_at"] = self.problem.protocol.stopped_at
        card |= {"attempt": step.attempt, "pace": step.pace, "parts": list(parts)}
        card["events"] = [astuple(event) for event in step.events]
        card |= {"numbers": self.observables.numbers(), "functions": self.names}
        return card | {"tables": lengths, **self.case}

    def _remove_old(self) -> None:
        """Remove all but the last checkpoints, and parts without one."""
        kept = [file.stem.removeprefix("ckpt_") for file in self._card_files()[:CHECKPOINTS_KEPT]]
        for file in self.directory.glob("*_*.npz"):
            if file.stem.split("_")[1] not in kept:
                file.unlink()

    def _card_files(self) -> list[Path]:
        """Return the files with the cards of all checkpoints, the last one first."""
        return sorted(self.directory.glob("ckpt_*.npz"), reverse=True)

    def any(self) -> bool:
        """Whether there is any, whole or not; the same on every rank."""
        return bool(self.comm.bcast(any(self.directory.glob("ckpt_*.npz"))))

    def changes(self) -> list[str]:
        """Return what differs in the case from that of the checkpoints; call on rank 0.

        Raises:
            NoCheckpoint: there is none, and the case of the folder cannot be read either; or the
                newest one is later than the end of the run.
        """
        card, end = (self._newest() or (Path(), {}))[1], self.problem.case.time.end
        if (reached := card.get("time", 0.0)) > end * (1 + 1e-12):
            raise NoCheckpoint(
                f"the checkpoint is at {reached:g} s, later than time.end, {end:g} s; raise"
                " time.end, or use --force in place of --resume to begin anew"
            )
        if "case" in card:
            return self._changes_since(card)
        before = self.directory.parent / "resolved.yaml"
        return [f"case.{one}" for one in changes(before, self.case["case"])]

    def _changes_since(self, card: Mapping[str, Any]) -> list[str]:
        """Return what differs in the case from that of a card."""
        without = {"case": {}, "own_code": {}, "files": self.case["files"]}  # formerly absent
        return differences({key: card.get(key, without[key]) for key in self.case}, self.case)

    def _newest(self) -> tuple[Path, dict[str, Any]] | None:
        """Return file and card of the newest whole checkpoint; call on rank 0."""
        cards = ((file, checkpoint_file.card_of(file)) for file in self._card_files())
        return next(((file, card) for file, card in cards if card is not None), None)

    def resume(self) -> Step:
        """Restore the latest complete checkpoint and return its step.

        Raises:
            NoCheckpoint: on every rank, if no whole one is there, or it belongs to another mesh or
                holds other fields.
        """
        found = self.comm.bcast(self._newest() if self.comm.rank == 0 else None)
        if found is None:
            raise NoCheckpoint(
                f"no whole checkpoint in {self.directory}; --force in place of --resume begins anew"
            )
        file, card = found
        if card.get("format") != FORMAT or card.get("functions") != self.names:
            raise NoCheckpoint(
                "the checkpoint holds other fields, as another version or another case would write;"
                " --force in place of --resume begins anew"
            )
        sizes = [extent(place, self.comm) for place in self.places]
        with raise_from_any_rank(self.comm):
            fits = self._fill(
                checkpoint_file.parts(file, 1 + len(card.get("checksums", []))), sizes
            )
        if not self.comm.allreduce(int(fits)) == self.comm.size:
            raise NoCheckpoint(
                "the checkpoint belongs to another geometry, mesh or quadrature; --force in place"
                " of --resume begins anew"
            )
        self.observables.set_numbers(card["numbers"])
        ended = card.get("ended_stages", {}).items()
        self.problem.set_ended_stages({int(number): StageEnd(*end) for number, end in ended})
        same = not others(self._changes_since(card))
        if card["stopped_at"] is not None and same:
            self.problem.protocol.stop(card["stopped_at"])
        self.parts, self.lengths = card.get("parts", []), card.get("tables", {})
        self.watched = card["watched"]
        return Step(
            card["number"],
            card["attempt"],
            card["time"],
            card["dt"],
            Outcome(StopReason.RESUMED, 0),
            observation(self._new_columns() | card["observed"]),
            [Event(EventType(kind), *rest) for kind, *rest in card["events"] if same],
            card["pace"],
        )

    def _new_columns(self) -> dict[str, float]:
        """Return the columns of the present case, as the output may have changed; collective."""
        return dict.fromkeys(row(self.observables()), math.nan)

    def _fill(self, files: Sequence[Path], sizes: Sequence[float]) -> bool:
        """Fill every field and history from the files; whether all their points were stored."""
        return all(
            fill(
                function,
                place,
                size,
                checkpoint_file.blocks(files, (f"place_{index}", f"value_{index}")),
            )
            for index, (function, place, size) in enumerate(
                zip(self.functions, self.places, sizes, strict=True)
            )
        )


def _ended(problem: "Problem") -> dict[int, tuple[float, dict[str, float], bool, list[str]]]:
    """Return the values of the ends of stages that were not planned, by number."""
    ended = problem.protocol.ended.items()
    return {
        number: (end.time, dict(end.levels), end.foreseen, list(end.reasons))
        for number, end in ended
    }

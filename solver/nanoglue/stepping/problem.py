"""All balance laws of a case as one or two block systems that advance together by a step."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from nanoglue.case.event_types import EventType
from nanoglue.case.schema.case import Case
from nanoglue.mesh.domain import Domain
from nanoglue.observables import Observables
from nanoglue.physics.balance_laws import CoupledModel, LawFactory
from nanoglue.physics.inflow import inflow_areas
from nanoglue.physics.model_parts import ModelParts
from nanoglue.runtime.environment import keep_freed_memory
from nanoglue.runtime.fenics import MPI, fem
from nanoglue.runtime.garbage import without_garbage_collection
from nanoglue.runtime.signals import stop_requested
from nanoglue.runtime.timers import Timers
from nanoglue.runtime.unused import free_with
from nanoglue.solvers.newton import newton
from nanoglue.solvers.outcome import Outcome, StopReason
from nanoglue.stepping.arc_length import ArcLength
from nanoglue.stepping.block_systems import block_systems, passes, system_forms
from nanoglue.stepping.predictor import Predictor, relative_size
from nanoglue.stepping.present_stage import PresentStage
from nanoglue.stepping.protocol_schedule import ProtocolSchedule
from nanoglue.stepping.schedule import StageEnd, is_same_time
from nanoglue.stepping.step import Step

UNSOLVED = Outcome(StopReason.START, 0)
"""Outcome before the first solve of a step."""

AUGMENTATIONS = 30
"""Times that a step is solved for contact pressures, at the most."""


class Problem(ModelParts):
    """Coupled model of a case with its block systems.

    ``advance`` tries a step, ``commit`` makes it history.
    """

    @without_garbage_collection()
    def __init__(
        self, case: Case, domain: Domain, watch: Timers, further: Sequence[LawFactory] = ()
    ) -> None:
        """Build the systems of a case on its domain.

        Args:
            case: as read.
            domain: mesh, bodies, interfaces, boundaries.
            watch: where time is booked.
            further: balance laws that the case does not have.
        """
        super().__init__(CoupledModel(case, domain, watch, further))
        free_with(self, domain.mesh.comm, self.communicators())
        self.floors = self.model.increment_scales
        forms = system_forms(self)
        capacity = {name: body.capacity() for name, body in self.diffusion.items()}
        bound = {name: body.amount for name, body in self.conversions.items()}
        areas = inflow_areas(case, domain, self.model.stage_inflows)
        self.protocol = ProtocolSchedule(case, capacity, bound, areas)
        self.stage = PresentStage(case, self.model, self.protocol)
        self._lay_out_conversions()
        self.systems = block_systems(self, forms)
        self.passes = passes(self, len(self.systems))
        self.predictor = Predictor(self.fields, self.evolving, self.floors)
        self._before_commit: list[Callable[[], None]] = []
        self.path = ArcLength(self) if case.solver.control == "arc_length" else None
        self.model.prepare()
        keep_freed_memory()  # what is allocated from here on comes back with every iteration

    def communicators(self) -> list[MPI.Comm]:
        """Return those of meshes and unknowns, on which PETSc has its objects."""
        meshes = [self.domain.mesh, *(body.mesh for body in self.domain.bodies.values())]
        maps = [field.function_space.dofmap.index_map for field in self.fields]
        return [each.comm for each in (*meshes, *maps)]

    def set_ended_stages(self, ended: Mapping[int, StageEnd]) -> None:
        """Lay out the protocol with the ends of stages, by number, that were not planned."""
        self.protocol.lay_out(ended)
        self._lay_out_conversions()

    def _lay_out_conversions(self) -> None:
        for name, body in self.conversions.items():
            body.lay_out(self.protocol.conversions(name))

    def end_stage(self, time: float, reasons: Collection[EventType]) -> bool:
        """End the present stage at a time [s] and return whether the run ends with it."""
        number = self.protocol.number_at(time)
        stage = self.protocol.stages[number].stage
        levels = {name: self._content(name) for name in self.protocol.measured_bodies(stage)}
        foreseen = not reasons and stage.body not in levels
        end = StageEnd(time, levels, foreseen, tuple(reasons))
        self.set_ended_stages({**self.protocol.ended, number: end})
        return self.protocol.ends_run(number, reasons)

    def _content(self, name: str) -> float:
        """Return the mean stoichiometry [-] of a body; collective."""
        body = self.diffusion[name]
        amount = self.domain.integrate(body.amount(body.x) * body.lumped())
        return float(amount / body.capacity() * body.species.max_stoichiometry)

    def start(self, observables: Observables) -> Step:
        """The state before the first step."""
        return Step(0, 0, 0.0, 0.0, Outcome(StopReason.START, 0), observables())

    def fields_of(self, body: str) -> list[fem.Function]:
        """Return the unknowns of a body."""
        mesh = self.domain.bodies[body].mesh
        return [field for field in self.fields if field.function_space.mesh is mesh]

    def advance(self, time: float, dt: float, extrapolate: bool = True) -> Outcome:
        """Solve the step that ends at ``time`` [s] and lasts ``dt`` [s].

        The fields hold the result. The iteration starts from extrapolated fields or from those of
        the last step.
        """
        self.begin(time, dt)
        outcome = self.predictor.solve(dt, self._solve, extrapolate)
        self.stage.record_currents()
        if outcome.converged and self.case.stepping.error:
            outcome = replace(outcome, error=self._error(dt))
        return outcome

    def begin(self, time: float, dt: float) -> None:
        """Set stage, loads and length of the step that ends at ``time`` [s] and lasts ``dt``."""
        self.model.begin_step(time, dt)
        self.stage.begin(self.protocol.number_at(time - dt / 2))
        self.move(time)

    def _error(self, dt: float) -> float:
        """Error of the step in time [-]: of what evolves with BDF2, else of backward Euler."""
        evolutions = self.model.evolutions
        if not (evolutions and self.model.integration.second_order):
            return self.predictor.error(dt)
        return max(
            relative_size(one.function, one.error(), self.floors[one.function.name])
            for one in evolutions
        )

    def restart_rates(self, time: float) -> bool:
        """Forget the rates before a time [s] if loads or currents have a kink there; return it."""
        kinked = any(is_same_time(kink, time) for kink in self.protocol.kinks)
        if kinked:
            self.model.integration.restart()
        return kinked

    def move(self, time: float) -> None:
        """Set every load and prescribed value to those of a time [s]."""
        self.model.set_time(time)

    def _solve(self, from_guess: bool) -> Outcome:
        """The systems; again with more pressure where bodies in contact still penetrate."""
        outcome = UNSOLVED
        for surface in self.model.electrode_surfaces:
            surface.guess()
        for _ in range(AUGMENTATIONS):
            outcome = self._solve_systems(from_guess).after(outcome)
            if not outcome.converged or not self.model.augment():
                return self.checked(outcome)
        return replace(outcome, reason=StopReason.PENETRATION)

    def checked(self, outcome: Outcome) -> Outcome:
        """Return an outcome, with the reason if a converged state is not admissible; collective."""
        found = self.model.violation() if outcome.converged else None
        if found is None:
            return outcome
        violation, detail = found
        return replace(outcome, reason=StopReason[violation.name], detail=detail)

    def _solve_systems(self, from_guess: bool) -> Outcome:
        """Solve the systems in turn; coupled ones until no first increment counts any more."""
        outcome = UNSOLVED
        for _ in range(self.passes):
            settled = True
            for system in self.systems:
                floors = np.array([self.floors[field.name] for field in system.fields])
                solved = newton(system, system.settings, floors, self.stop_requested, from_guess)
                outcome = solved.after(outcome)
                if not outcome.converged:
                    return outcome
                settled &= solved.sizes[0] <= system.settings.tolerance
            if self.passes == 1 or settled:
                return outcome
        return replace(outcome, reason=StopReason.NOT_SETTLED)

    def stop_requested(self) -> bool:
        """Return whether any rank has received a signal to stop; collective."""
        return stop_requested(self.domain.mesh.comm)

    @property
    def remembered(self) -> list[fem.Function]:
        """All that is carried from step to step besides the unknowns."""
        return [
            *self.model.history,
            *self.predictor.rates,
            *(self.path.direction if self.path else []),
        ]

    def before_commit(self, call: Callable[[], None]) -> None:
        """Call a function with each accepted step, before it becomes history."""
        self._before_commit.append(call)

    def commit(self) -> None:
        """Make the present step history."""
        for call in self._before_commit:
            call()
        self.model.update()
        self.predictor.accept()

    def snapshot(self) -> list[np.ndarray]:
        """Return copies of every field and state variable."""
        return [function.x.array.copy() for function in (*self.fields, *self.remembered)]

    def restore(self, snapshot: list[np.ndarray]) -> None:
        """Go back to a snapshot."""
        for function, values in zip((*self.fields, *self.remembered), snapshot, strict=True):
            function.x.array[:] = values

"""The case as it is once read: frozen, in the units used inside, every name known."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr, StrictInt, model_validator

from nanoglue.case.part_names import PartNames
from nanoglue.case.renamed import Deprecation
from nanoglue.case.schema.base import Count, Section, Title, Word
from nanoglue.case.schema.bodies import Body
from nanoglue.case.schema.calibration import Calibration
from nanoglue.case.schema.contact_pair import ContactPair
from nanoglue.case.schema.interface import Interface
from nanoglue.case.schema.loads import Boundary, PointSupport, Stage
from nanoglue.case.schema.settings import Event, Output, Published, Solver, Stepping, Time
from nanoglue.case.schema.time_function import TemperatureInTime
from nanoglue.case.text.document import Node
from nanoglue.case.text.errors import CaseError, CaseIssue
from nanoglue.case.text.provenance import Provenance
from nanoglue.models import registry
from nanoglue.units.quantities import Kelvin, Positive


@dataclass(frozen=True, slots=True)
class CaseSource:
    """The file of a case, and what was read with it besides its values."""

    path: Path
    text: str
    tree: Node
    recipe: ModuleType
    names: PartNames
    provenance: dict[str, Provenance]
    own_code: dict[str, str]
    deprecated: tuple[Deprecation, ...]


class Geometry(Section):
    """A recipe of the folder ``meshes``, its parameters, and the order of the mesh.

    A mesh of more than ``max_elements`` elements is refused before it is generated.
    """

    recipe: Word
    parameters: Any = Field(exclude=True)
    order: StrictInt = Field(2, ge=1, le=2)
    max_elements: Count = 500_000


class Case(Section):
    """A case describes a system, the loads on it, and how it is to be computed.

    ``nanoglue.load`` reads it, and it cannot be changed afterwards. Its attributes are the keys of
    the file with all defaults, in the units of results: um, MPa, s, K. ``accepted_values`` lists
    paths, with ``*`` for any step, whose values may lie outside the plausible ranges.

    >>> import nanoglue as ng
    >>> case = ng.load("mode_I", set={"time.end": "1 min"})
    >>> case.time.end, case.temperature, list(case.bodies)
    (60.0, 298.15, ['top', 'bottom'])
    """

    title: Title
    source: Word | None = None
    coordinates: Literal["axisymmetric", "plane_strain", "three_dimensional"]
    temperature: Positive[Kelvin] = 298.15
    thermal_history: TemperatureInTime | None = None
    geometry: Geometry
    bodies: dict[Word, Body] = Field(min_length=1)
    interfaces: dict[Word, Interface] = {}
    boundaries: dict[Word, Boundary] = {}
    contact_pairs: dict[Word, ContactPair] = {}
    point_supports: tuple[PointSupport, ...] = ()
    protocol: tuple[Stage, ...] = ()
    time: Time
    stepping: Stepping = Stepping()
    stop_at: tuple[Event, ...] = ()
    solver: Solver = Solver()
    output: Output = Output()
    published: dict[Word, Published] = {}
    calibration: Calibration | None = None
    accepted_values: tuple[Word, ...] = ()

    _source: CaseSource = PrivateAttr()
    _warnings: tuple[CaseIssue, ...] = PrivateAttr(())

    @model_validator(mode="after")
    def _fill_steps(self) -> Self:
        object.__setattr__(self, "stepping", self.stepping.filled(self.time.end))
        return self

    def keep_source(self, source: CaseSource) -> None:
        """Keep the file that the case was read from."""
        self._source = source

    def keep_warnings(self, warnings: Sequence[CaseIssue]) -> None:
        """Keep the warnings of values and combinations that are probably not intended."""
        self._warnings = tuple(warnings)

    def temperature_at(self, time: float) -> float:
        """Return the temperature [K] of the bodies at a time [s]."""
        return self.thermal_history(time) if self.thermal_history else self.temperature

    @property
    def path(self) -> Path:
        """The file that was read."""
        return self._source.path

    @property
    def text(self) -> str:
        """The file as given."""
        return self._source.text

    @property
    def warnings(self) -> tuple[CaseIssue, ...]:
        """Values and combinations that are accepted but probably not intended."""
        return self._warnings

    @property
    def deprecated(self) -> tuple[Deprecation, ...]:
        """Keys and values of earlier releases that the file or an override uses."""
        return self._source.deprecated

    @property
    def provenance(self) -> dict[str, Provenance]:
        """Where each value of the file comes from, by dotted path; others are defaults."""
        return self._source.provenance

    @property
    def own_code(self) -> dict[str, str]:
        """Python files that the case names by path and runs, with the SHA-256 of their content."""
        return self._source.own_code

    @property
    def recipe(self) -> ModuleType:
        """The module with ``describe(parameters)`` and ``draw(model, parameters)``."""
        return self._source.recipe

    @property
    def names(self) -> PartNames:
        """Names of bodies, interfaces and boundaries that the recipe declares."""
        return self._source.names

    @property
    def document(self) -> Node:
        """The file as it is written, with places."""
        return self._source.tree

    @property
    def swells(self) -> bool:
        """Whether a body swells; otherwise the time measures the progress of a run."""
        return any(body.swells for body in self.bodies.values())

    def wrong(self, path: tuple[str | int, ...], message: str) -> CaseError:
        """Return the error for an entry that is found invalid after meshing."""
        return CaseError([CaseIssue(self.document.locate(path, key=True), path, message)])

    def resolved(self) -> dict[str, Any]:
        """The case with every default written out, every quantity in the unit used inside.

        Reading it again gives the same case; ``None`` entries are left out.
        """
        dumped = self.model_dump(mode="json", exclude_none=True)
        parameters = self.geometry.parameters
        model: Any = type(parameters)
        for body in dumped["bodies"].values():
            body.pop("material", None)  # its properties are written out
        dumped["geometry"] |= registry.adapter(model).dump_python(parameters, mode="json")
        if not any(dumped["output"]["fields"].values()):
            dumped["output"]["fields"] = "none"
        pruned: dict[str, Any] = _without_none(dumped)
        return pruned


def _without_none(tree: object) -> Any:
    if isinstance(tree, dict):
        return {key: _without_none(value) for key, value in tree.items() if value is not None}
    return [_without_none(value) for value in tree] if isinstance(tree, list) else tree

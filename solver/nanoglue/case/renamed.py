"""Keys of earlier releases: one table from each old key to the present one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from nanoglue.case.former_names import EVENTS, present_key
from nanoglue.case.text.document import Node
from nanoglue.case.text.errors import CaseIssue, Place
from nanoglue.case.text.pattern import matches

Steps = tuple[str | int, ...]

CHANGED_DEFAULTS = (
    "results may differ, as the defaults of traction_area, diffusivity_is, yield_on, "
    "swelling_reference, contact_stiffness, stepping.method and stepping.expansion have changed "
    "since (changelog, 0.2.0); state them as that release had them for its results"
)
"""What a case of an earlier release does not state and is now computed otherwise."""

NO_VALUES: Mapping[str, str] = MappingProxyType({})
PHASE, LAW = "bodies.*.phase_field", "interfaces.*.law"
CRACKED = ("blister", "sei_blister", "dcb")


@dataclass(frozen=True, slots=True)
class Renamed:
    """An old key of the mappings at a path, with the present key and the renamed values.

    In ``path`` a ``*`` stands for any one step and ``**`` for any number of steps. With ``beside``
    the row applies only where the mapping has this other key, with one of ``among`` if given.
    """

    path: str
    old: str
    new: str
    values: Mapping[str, str] = field(default=NO_VALUES)
    beside: str = ""
    among: tuple[str, ...] = ()

    def applies(self, steps: Steps, node: Node) -> bool:
        """Return whether the row applies to the mapping at these steps of a document."""
        pattern = tuple(self.path.split(".")) if self.path else ()
        if not matches(pattern, steps) or not isinstance(node.value, dict):
            return False
        other = node.child(self.beside) if self.beside else node
        return other is not None and (not self.among or other.value in self.among)


RENAMED = (
    Renamed("**", "kind", "basis", beside="value"),
    Renamed("published.*", "use", "basis"),
    Renamed("**", "basis", "basis", {"predicted": "blind"}, beside="value"),
    Renamed("bodies.*.elasticity", "kind", "model"),
    Renamed("bodies.*.plasticity", "kind", "model"),
    Renamed("bodies.*.species.swelling", "kind", "model"),
    Renamed("bodies.*.species.potential", "kind", "model"),
    Renamed(LAW, "kind", "model"),
    Renamed("interfaces.*.fatigue", "kind", "model"),
    Renamed("protocol.*", "kind", "model"),
    Renamed("bodies.*.species", "full", "max_stoichiometry"),
    Renamed(LAW, "coupling", "shear_ratio", beside="model", among=("exponential",)),
    Renamed(
        LAW,
        "rigidity",
        "initial_slope",
        beside="model",
        among=("exponential_softening", "linear_softening"),
    ),
    Renamed("interfaces.*", "penetration", "penetration_tolerance"),
    Renamed("interfaces.*", "overhang", "contact_beyond_edge"),
    Renamed("interfaces.*", "slides_onto", "contact_surfaces"),
    Renamed("interfaces.*", "conductance", "permeability"),
    Renamed(PHASE, "stiffness", "modulus_ratio"),
    Renamed(PHASE, "gradient", "gradient_energy"),
    Renamed(PHASE, "barrier", "well_height"),
    Renamed(PHASE, "force", "driving_force"),
    Renamed(f"{PHASE}.deposition", "transfer", "transfer_coefficient"),
    Renamed(f"{PHASE}.deposition", "rate", "reaction_rate"),
    Renamed("solver", "path", "control", {"dissipation": "arc_length"}),
    Renamed("solver", "reuse", "factor_reuse"),
    Renamed("time", "wall", "wall_time"),
    Renamed("output.checkpoint", "wall", "wall_time"),
    *(Renamed("", "stop_at", "stop_at", {old: new}) for old, new in EVENTS.items()),
    Renamed("output", "extremes", "maxima"),
    Renamed("output", "exact", "reference"),
    Renamed("geometry", "process", "process_zone", beside="recipe", among=CRACKED),
    Renamed("geometry", "fine", "process_zone_size", beside="recipe", among=CRACKED),
    Renamed("geometry", "coarse", "bulk_size", beside="recipe", among=CRACKED),
    Renamed("geometry", "arm", "arm_thickness", beside="recipe", among=("dcb",)),
    Renamed("geometry", "crack", "crack_length", beside="recipe", among=("dcb",)),
    Renamed("geometry", "film", "film_thickness", beside="recipe", among=("metal_film",)),
    Renamed("geometry", "metal", "metal_thickness", beside="recipe", among=("metal_film",)),
    Renamed("geometry", "bump", "bump_radius", beside="recipe", among=("metal_film",)),
    Renamed("geometry", "reach", "surface_zone", beside="recipe", among=("metal_film",)),
    Renamed(
        "geometry",
        "coating_reach",
        "coating_length",
        beside="recipe",
        among=("particle_on_fibre",),
    ),
)
"""Every old key that is still accepted, in the order in which the rows are applied."""


@dataclass(frozen=True, slots=True)
class Deprecation:
    """An old word of a case file: its place, the path of its mapping, and the present word."""

    place: Place
    path: Steps
    old: str
    new: str

    def __str__(self) -> str:
        """``file:line:column: warning: path: 'old' is deprecated; write 'new'``."""
        dotted = f"{'.'.join(map(str, self.path))}: " if self.path else ""
        return f"{self.place}: warning: {dotted}'{self.old}' is deprecated; write '{self.new}'"


def rename(tree: Node) -> list[Deprecation]:
    """Replace every old key and value of a document by the present one.

    A key that is given under both names stays as it is; see ``given_twice``.

    Args:
        tree: the document, changed in place.

    Returns:
        What was replaced, in the order of the document.
    """
    found: list[Deprecation] = []
    mappings = list(_mappings(tree, ()))
    for row in RENAMED:
        for steps, node in mappings:
            if row.old in node.value and row.applies(steps, node):
                found += _replace(row, steps, node)
    found += _references(tree)
    found += _published(tree)
    return sorted(found, key=lambda one: (one.place.line, one.place.column))


def given_twice(tree: Node) -> list[CaseIssue]:
    """Return an issue for every key that a mapping has under its old and its present name."""
    return [
        CaseIssue(
            node.keys[row.old],
            (*steps, row.old),
            f"also given under its present name '{row.new}'; keep one of them",
        )
        for steps, node in _mappings(tree, ())
        for row in RENAMED
        if row.old != row.new
        and {row.old, row.new} <= node.value.keys()
        and row.applies(steps, node)
    ]


def present_path(tree: Node, path: Sequence[str]) -> list[str]:
    """Return a path in which old keys are replaced by the present ones.

    >>> present_path(Node({}, Place("a.yaml")), ["solver", "reuse"])
    ['solver', 'factor_reuse']
    """
    present: list[str] = []
    node: Node | None = tree
    for step in path:
        here = node if node is not None else Node({}, Place(""))
        for row in RENAMED:
            if row.old == step and row.old not in here.value and row.applies(tuple(present), here):
                step = row.new
        present.append(step)
        inside = here.child(
            int(step) if isinstance(here.value, list) and step.isdecimal() else step
        )
        node = inside if inside is not None and isinstance(inside.value, dict | list) else None
    return present


def _replace(row: Renamed, steps: Steps, node: Node) -> Iterator[Deprecation]:
    """Apply a row to a mapping; a key that is given twice is left alone."""
    if row.old != row.new:
        if row.new in node.value:
            return
        place = node.keys[row.old]
        node.keys = {row.new if key == row.old else key: at for key, at in node.keys.items()}
        node.value = {row.new if key == row.old else key: one for key, one in node.value.items()}
        yield Deprecation(place, steps, row.old, row.new)
    inner = node.value[row.new]
    for scalar in inner.value if isinstance(inner.value, list) else [inner]:
        if isinstance(scalar.value, str) and scalar.value in row.values:
            old, scalar.value = scalar.value, row.values[scalar.value]
            yield Deprecation(scalar.place, (*steps, row.new), old, scalar.value)


def _references(tree: Node) -> Iterator[Deprecation]:
    """Rename the paths of tables that depend on another number of the case."""
    for steps, node in _mappings(tree, ()):
        of = node.child("of")
        if of is None or "is" not in node.value or not isinstance(of.value, str):
            continue
        present = ".".join(present_path(tree, of.value.split(".")))
        if present != of.value:
            old, of.value = of.value, present
            yield Deprecation(of.place, (*steps, "of"), old, present)


def _published(tree: Node) -> Iterator[Deprecation]:
    """Rename the events and columns to which published numbers belong."""
    published = tree.child("published")
    if published is None or not isinstance(published.value, dict):
        return
    for old in [key for key in published.value if isinstance(key, str)]:
        new = present_key(old)
        if new != old and new not in published.value:
            yield from _replace(Renamed("published", old, new), ("published",), published)


def _mappings(node: Node, steps: Steps) -> Iterator[tuple[Steps, Node]]:
    """Yield every mapping of a document with the steps that lead to it, outermost first."""
    if isinstance(node.value, dict):
        yield steps, node
        for key, inner in list(node.value.items()):
            yield from _mappings(inner, (*steps, key))
    elif isinstance(node.value, list):
        for i, inner in enumerate(node.value):
            yield from _mappings(inner, (*steps, i))

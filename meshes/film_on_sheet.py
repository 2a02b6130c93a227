"""A rectangular film on a larger sheet, in space, of layers of tetrahedra.

x and y lie in the plane of the sheet and z is up; the interface is z = 0 and its centre the origin.
Elements are ``edge_size`` long along the edge of the film, where debonding begins, and grow with
the distance from it up to ``bulk_size``. ``part`` is what is modelled: a ``quarter`` (x, y >= 0) or
the ``full`` system.

Bodies ``film``, ``sheet``. Interface ``film_sheet``. Boundaries ``plane_x`` (x = 0) and ``plane_y``
(y = 0) of both bodies, of a quarter; ``film_top``, ``film_edge``, ``sheet_top`` (beside the film),
``sheet_base`` and ``sheet_rim``.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from annotated_types import Ge

from nanoglue.recipe import (
    BOX_MARGIN,
    Metre,
    Number,
    PartLabels,
    Positive,
    Sheet,
    Whole,
    heights,
    plan_arrays,
    size_fields,
    stacked,
)

BOTH = ("film", "sheet")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes of film and sheet, and of their elements."""

    film_length: Positive[Metre]
    film_width: Positive[Metre]
    film_thickness: Positive[Metre]
    sheet_length: Positive[Metre]
    sheet_width: Positive[Metre]
    sheet_thickness: Positive[Metre]
    edge_size: Positive[Metre]
    bulk_size: Positive[Metre]
    part: Literal["quarter", "full"] = "quarter"
    elements_film: Annotated[Whole, Ge(1)] = 2.0
    elements_sheet: Annotated[Whole, Ge(1)] = 3.0
    sheet_growth: Annotated[Number, Ge(1)] = 1.5
    growth: Positive[Number] = 0.25

    def __post_init__(self) -> None:
        """Check that the film lies on the sheet.

        Raises:
            ValueError: the film reaches the edge of the sheet.
        """
        if self.film_length >= self.sheet_length or self.film_width >= self.sheet_width:
            raise ValueError("film_length and film_width must be below those of the sheet")


def describe(parameters: Parameters) -> PartLabels:
    """Return the names of bodies, interface and boundaries."""
    planes = ("plane_x", "plane_y") if parameters.part == "quarter" else ()
    boundaries: dict[str, str | tuple[str, ...]] = dict.fromkeys(planes, BOTH)
    boundaries |= {"film_top": "film", "film_edge": "film", "sheet_top": "sheet"}
    boundaries |= {"sheet_base": "sheet", "sheet_rim": "sheet"}
    return PartLabels(BOTH, {"film_sheet": BOTH}, boundaries)


def arrays(parameters: Parameters, order: int) -> dict[str, Any]:
    """Mesh the plan view and stack both bodies on it."""
    p = parameters
    below = heights(0.0, -p.sheet_thickness, round(p.elements_sheet), p.sheet_growth)[::-1]
    covered, beside = {"covered": "film_sheet"}, {"beside": "sheet_top"}
    base = dict.fromkeys(("covered", "beside"), "sheet_base")
    film = heights(0.0, p.film_thickness, round(p.elements_film))
    sheets = [
        Sheet("sheet", below, base, covered | beside),
        Sheet("film", film, covered, {"covered": "film_top"}),
    ]
    return stacked(plan_arrays(_plan, p, order), sheets, ["film_sheet"], order)


def _plan(model: Any, p: Parameters) -> None:
    """Draw the rectangle of the film within that of the sheet."""
    occ, share = model.occ, 0.5 if p.part == "quarter" else 1.0
    rectangles = []
    for length, width in ((p.film_length, p.film_width), (p.sheet_length, p.sheet_width)):
        corner = (0.0, 0.0) if p.part == "quarter" else (-length / 2, -width / 2)
        tag = occ.addRectangle(*corner, 0.0, share * length, share * width)
        rectangles.append((2, tag))
    _, images = occ.fragment(rectangles, [])
    occ.synchronize()
    film = images[0][0][1]
    (beside,) = [tag for _, tag in images[1] if tag != film]
    for name, tag in (("covered", film), ("beside", beside)):
        model.addPhysicalGroup(2, [tag], name=name)
    edges = _edges(model, p)
    for name, tags in edges.items():
        model.addPhysicalGroup(1, tags, name=name)
    field = model.mesh.field
    away = size_fields.distance(field, curves=edges["film_edge"])
    sizes = (p.edge_size, p.bulk_size)
    size_fields.use_fields(
        field, [size_fields.growth_field(field, away, p.edge_size, sizes, p.growth)]
    )
    model.mesh.generate(2)


def _edges(model: Any, p: Parameters) -> dict[str, list[int]]:
    """Return the curves of the sides of both bodies."""
    found: dict[str, list[int]] = {}
    small = 1e-6 * p.sheet_length + BOX_MARGIN
    for dim, tag in model.getEntities(1):
        x0, y0, _, x1, y1, _ = model.getBoundingBox(dim, tag)
        surfaces = [int(one) for one in model.getAdjacencies(dim, tag)[0]]
        if len(surfaces) == 2:
            name = "film_edge"
        elif p.part == "quarter" and max(abs(x0), abs(x1)) < small:
            name = "plane_x"
        elif p.part == "quarter" and max(abs(y0), abs(y1)) < small:
            name = "plane_y"
        else:
            name = "sheet_rim"
        found.setdefault(name, []).append(tag)
    return found

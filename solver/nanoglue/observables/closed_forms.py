"""How far the fields of bodies and interfaces are from their closed forms."""

from collections.abc import Callable, Iterator
from math import sqrt
from typing import Any

from nanoglue.case import columns
from nanoglue.case.columns import Column
from nanoglue.case.schema.closed_form import ClosedForm
from nanoglue.case.schema.time_function import TimeFunction
from nanoglue.mesh.domain import Domain
from nanoglue.models.expressions import Expr
from nanoglue.models.tensors import components
from nanoglue.observables import Values
from nanoglue.physics.mechanics import Mechanics
from nanoglue.physics.model_parts import ModelParts
from nanoglue.physics.spatial_function import SpatialFunction

UNITS = {
    "displacement": "um",
    "stress": "MPa",
    "stoichiometry": "-",
    "chemical_potential": "MJ/mol",
    "order_parameter": "-",
    "opening": "um",
    "sliding": "um",
    "traction_normal": "MPa",
    "traction_tangential": "MPa",
}
DEGREE = 8
"""Of the quadrature where no history dictates one."""

Difference = tuple[str, Any, Any]  # title, square of the difference, measure


class ClosedForms:
    """Root mean square over a body or an interface of what is computed less its closed form.

    Of vectors and stresses all components that are given count, as the sum of their squares.
    Stresses are those at the quadrature points of the balance of forces.
    """

    order = 9

    def __init__(self, problem: ModelParts) -> None:
        """Compile the integrals of what ``output.reference`` has."""
        self.problem, domain = problem, problem.domain
        self.terms: dict[Column, tuple[Callable[[], float], Callable[[], float]]] = {}
        for name, forms in problem.case.output.reference.items():
            found = self._interface if name in problem.cohesion else self._body
            for title, square, measure in found(name, forms):
                column = columns.error(title, UNITS[title]).at(name)
                self.terms[column] = (
                    domain.integral(square * measure),
                    domain.constant_integral(1.0 * measure),
                )

    def _body(self, name: str, forms: ClosedForm) -> Iterator[Difference]:
        domain, mechanics = self.problem.domain, self.problem.mechanics[name]
        smooth = domain.dV(name, DEGREE)
        if forms.displacement:
            parts = dict(zip(domain.coordinates.components, mechanics.u, strict=True))
            yield "displacement", self._square(parts, forms.displacement), smooth
        if forms.stress:
            stress = dict(zip(stress_titles(domain), cauchy(mechanics), strict=True))
            yield "stress", self._square(stress, forms.stress), domain.dV(name, mechanics.degree)
        fields = {
            field.name: field
            for part in (self.problem.diffusion, self.problem.phases)
            if name in part
            for field in part[name].fields
        }
        for title, field in fields.items():
            if getattr(forms, title) is not None:
                yield title, self._square({"": field}, {"": getattr(forms, title)}), smooth

    def _interface(self, name: str, forms: ClosedForm) -> Iterator[Difference]:
        cohesion = self.problem.cohesion[name]
        opening, sliding = cohesion.jump.present()
        normal, tangential = cohesion.tractions(opening, sliding, cohesion.damage(opening, sliding))
        found = {
            "opening": opening,
            "sliding": sliding,
            "traction_normal": normal,
            "traction_tangential": tangential,
        }
        for title, value in found.items():
            if getattr(forms, title) is not None:
                square = self._square({"": value}, {"": getattr(forms, title)})
                yield title, square, cohesion.dA()

    def _square(self, computed: Expr, given: Expr) -> Any:
        """Sum of squares over the components that are given."""
        terms = [(computed[part] - self._form(course)) ** 2 for part, course in given.items()]
        return sum(terms[1:], terms[0])

    def _form(self, course: TimeFunction) -> Expr:
        """A closed form in UFL, which follows time from now on."""
        form = SpatialFunction(self.problem.domain, course)
        self.problem.follow(form)
        return form.value

    def __call__(self) -> Values:
        """Return the columns ``error_displacement:NAME [um]`` and so on."""
        return {name: sqrt(away() / whole()) for name, (away, whole) in self.terms.items()}

    def accept(self) -> None:
        """Do nothing; there is no state."""


def stress_titles(domain: Domain) -> tuple[str, ...]:
    """Return the names of the independent components of a stress."""
    return domain.coordinates.stresses


def cauchy(mechanics: Mechanics) -> Any:
    """Cauchy stress [MPa] of a body, shape (4,) or (6,), as a form on the parent mesh has it."""
    gradient = mechanics.gradient(mechanics.u)
    stress = mechanics.kirchhoff_stress(gradient)
    return components(mechanics.kinematics.cauchy(stress, mechanics.volume_ratio(gradient)))

"""Unknowns of one body by their names."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nanoglue.runtime.fenics import fem
    from nanoglue.stepping.problem import Problem


class BodyFields:
    """Unknowns of one body as DOLFINx functions, by their names."""

    def __init__(self, problem: "Problem", name: str) -> None:
        """Collect the fields of a body."""
        self._fields = {f.name: f for f in problem.fields_of(name)}

    def __getattr__(self, name: str) -> "fem.Function":
        """Return a field, such as ``displacement`` [um] or ``stoichiometry`` [-].

        Raises:
            AttributeError: the body has no such field.
        """
        if name.startswith("_") or name not in self._fields:
            raise AttributeError(f"no field {name!r}; there are {', '.join(self._fields)}")
        return self._fields[name]

    def __dir__(self) -> list[str]:
        """Names of the fields."""
        return sorted(self._fields)

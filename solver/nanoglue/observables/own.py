"""Observables of the user, from files beside the case."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from nanoglue.case import columns
from nanoglue.case.columns import Column
from nanoglue.observables import Values
from nanoglue.physics.model_parts import ModelParts

BUILT_IN = frozenset(
    column.quantity for column in vars(columns).values() if isinstance(column, Column)
)
"""Quantities that columns of the user must not redefine."""

NAME = re.compile(r"[A-Za-z_]\w*")


class Own:
    """Columns of ``output.observables``."""

    order = 100

    def __init__(self, problem: ModelParts) -> None:
        """Compile the quantities of each observable.

        Raises:
            CaseError: on every rank, if an observable defines no columns, or one twice.
        """
        self.case = problem.case
        self.quantities: dict[Column, Callable[[], float]] = {}
        for i, observable in enumerate(problem.case.output.observables):
            found = observable.quantities(problem)
            for message in _wrong(found, self.quantities):
                raise problem.case.wrong(("output", "observables", i, "model"), message)
            self.quantities |= found

    def __call__(self) -> Values:
        """Return the present values; collective.

        Raises:
            CaseError: on every rank, if a value is no number.
        """
        return {column: self._number(column, value()) for column, value in self.quantities.items()}

    def _number(self, column: Column, value: object) -> float:
        try:
            return float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            message = f"the column {column.name!r} must be a number, not {value!r}"[:200]
            raise self.case.wrong(("output", "observables"), message) from None

    def accept(self) -> None:
        """Do nothing; there is no state."""


def _wrong(found: Any, known: Mapping[Column, Any]) -> list[str]:
    """Return why the quantities of an observable cannot be columns."""
    if not (isinstance(found, Mapping) and found):
        return [f"quantities must return functions by column, not {type(found).__name__}"]
    for column, value in found.items():
        if not (isinstance(column, Column) and callable(value)):
            return [f"quantities must return functions by column, not {column!r}: {value!r}"[:200]]
        if not NAME.fullmatch(column.quantity) or not re.fullmatch(r"[^\s,\[\]]+", column.unit):
            return [f"a column has a name of letters and digits and a unit, not {column.name!r}"]
        if column.quantity in BUILT_IN:
            return [f"the column {column.quantity!r} is built in; choose another name"]
        if column in known:
            return [f"the column {column.name!r} is defined twice"]
    return []

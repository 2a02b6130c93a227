"""Models that exist only in files of the user, such as observables, and are named by path."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from nanoglue.models import own_code
from nanoglue.models.registry import OWN, adapter, load_own

if TYPE_CHECKING:
    from pydantic_core import CoreSchema


class OwnObservable(Protocol):
    """An observable of the user: a dataclass whose fields are keys of the case."""

    def quantities(self, problem: Any) -> Mapping[Any, Callable[[], float]]:
        """Return functions by column that return the present value, equal on all ranks."""


@dataclass(frozen=True, slots=True)
class OwnModel:
    """Annotation of a field that takes a model of the user, ``{model: ./my_model.py, ...}``."""

    method: str
    """Method that the model must have."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> "CoreSchema":
        """Read a mapping with the key ``model``, a path; its other keys are fields."""
        from pydantic_core import core_schema

        def json(schema: Any, json_handler: Any) -> dict[str, Any]:  # noqa: ARG001
            return {"type": "object", "required": ["model"]}  # further keys are in the file

        return core_schema.with_info_plain_validator_function(
            self._read,
            serialization=core_schema.plain_serializer_function_ser_schema(_written),
            metadata={"pydantic_js_functions": [json]},
        )

    def _read(self, given: Any, info: Any) -> Any:
        if type(given) in OWN:
            return given
        if not isinstance(given, dict) or "model" not in given:
            raise own_code.CannotBeUsed("must be a mapping such as {model: ./my_model.py}")
        name = given["model"]
        if not own_code.is_path(name):
            raise own_code.CannotBeUsed(f"must be named by its path, such as ./my_model.py: {name}")
        folder = Path((info.context or {}).get("folder", "."))
        model = load_own(str(name), folder.resolve())
        if not callable(getattr(model, self.method, None)):
            raise own_code.CannotBeUsed(
                f"{name}: {model.__name__} must have a method {self.method}"
            )
        values = {key: value for key, value in given.items() if key != "model"}
        return adapter(model).validate_python(values)


def _written(model: object) -> dict[str, Any]:
    own: Any = type(model)
    return {"model": OWN[own], **adapter(own).dump_python(model, mode="json")}

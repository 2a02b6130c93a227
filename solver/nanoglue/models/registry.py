"""Models by name: the folder is the registry, ``model: bilinear`` is the file ``bilinear.py``."""

from dataclasses import dataclass, fields, is_dataclass
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, cast

from nanoglue.models import own_code
from nanoglue.runtime.plugins import without_plugins

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import (
        GetCoreSchemaHandler,
        GetJsonSchemaHandler,
        SerializerFunctionWrapHandler,
        TypeAdapter,
        ValidationInfo,
    )
    from pydantic_core import CoreSchema


OWN: dict[type, str] = {}
"""Models from files of the user, by class: the path in the case."""


@cache
def names(folder: str) -> tuple[str, ...]:
    """Names of the models in a folder, sorted.

    >>> "bilinear" in names("models.cohesive")
    True
    """
    path = import_module(f"nanoglue.{folder}").__path__
    return tuple(sorted(module.name for module in iter_modules(path)))


@cache
def load(folder: str, name: str) -> type:
    """The model's class: ``load("models.materials.elasticity", "neo_hookean")`` is ``NeoHookean``.

    Raises:
        LookupError: no file of that name, or no class named after it in the file.
    """
    if name not in names(folder):
        raise LookupError(f"no {name!r} in {folder}; there are {', '.join(names(folder))}")
    title = _title(name)
    module = import_module(f"nanoglue.{folder}.{name}")
    if not hasattr(module, title):
        raise LookupError(f"nanoglue/{folder.replace('.', '/')}/{name}.py has no class {title}")
    model: type = getattr(module, title)
    return model


@cache
def load_own(name: str, folder: Path) -> type:
    """The class of a model in a file of the user: named after the file, as in ``load``.

    Raises:
        own_code.CannotBeUsed: no such file, an error in it, or no such dataclass.
    """
    file = own_code.file_of(name, folder)
    title = _title(file.stem)
    try:
        model = getattr(own_code.module(file), title, None)
    except (Exception, SystemExit) as error:  # of the model's author, of any sort
        fault = own_code.what_went_wrong(error)
        place = own_code.raised_in(error)
        where = f" ({place})" if place else ""
        raise own_code.CannotBeUsed(f"{name} cannot be used: {fault}{where}") from error
    if not (isinstance(model, type) and is_dataclass(model)):
        raise own_code.CannotBeUsed(f"{name} must define the dataclass {title}")
    OWN[model] = name
    return model


@cache
def members(folder: str) -> tuple[str, ...]:
    """Members of the protocols of a folder that all its models have, sorted.

    >>> members("models.fatigue")
    ('growth',)
    """
    module, models = import_module(f"nanoglue.{folder}"), [load(folder, n) for n in names(folder)]
    protocols = (one for one in vars(module).values() if getattr(one, "_is_protocol", False))
    wanted = {name for one in protocols for name in getattr(one, "__protocol_attrs__", ())}
    return tuple(sorted(name for name in wanted if all(_has(model, name) for model in models)))


def _has(model: type, name: str) -> bool:
    """Return whether a dataclass has a field, a method or a property of a name."""
    return hasattr(model, name) or name in {field.name for field in fields(cast("Any", model))}


def name_of(model: object) -> str:
    """Return the name of a model in a case: the name of its file, or the user's path."""
    if type(model) in OWN:
        return OWN[type(model)]
    return type(model).__module__.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class RegisteredModel:
    """Annotation of a field that takes any model of a folder, chosen by the key ``model``.

    ``Annotated[Elasticity, RegisteredModel("models.materials.elasticity")]`` reads
    ``{model: hencky, ...}``.
    """

    folder: str

    def __get_pydantic_core_schema__(
        self, source: object, handler: "GetCoreSchemaHandler"
    ) -> "CoreSchema":
        """A union tagged by ``model``; unknown models and extra keys are refused."""
        from pydantic_core import core_schema

        offered = names(self.folder)
        built_in = core_schema.tagged_union_schema(
            {name: self._model(name, handler) for name in offered},
            discriminator=_tag,
            custom_error_type="model",
            custom_error_message="must have a model that is one of {offered}",
            custom_error_context={"offered": ", ".join(offered)},
        )

        def written(model: object, serialize: "SerializerFunctionWrapHandler") -> Any:
            if type(model) not in OWN:
                return serialize(model)
            own: Any = type(model)
            dumped = adapter(own).dump_python(model, mode="json")
            return {"model": OWN[type(model)]} | dumped

        return core_schema.with_info_wrap_validator_function(
            partial(_own_or_built_in, self.folder),
            built_in,
            serialization=core_schema.wrap_serializer_function_ser_schema(written, schema=built_in),
        )

    def _model(self, name: str, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        """Schema of one model: its fields and the key ``model``."""
        from pydantic_core import core_schema

        def without_name(given: object) -> Any:
            return (
                {k: v for k, v in given.items() if k != "model"}
                if isinstance(given, dict)
                else given
            )

        def written(model: object) -> dict[str, Any]:
            dumped: dict[str, Any] = {"model": name}
            return dumped | adapter(load(self.folder, name)).dump_python(model, mode="json")

        def with_name(schema: "CoreSchema", json_handler: "GetJsonSchemaHandler") -> Any:
            json: Any = json_handler(schema)
            fields: Any = json_handler.resolve_ref_schema(json)
            fields["properties"] = {"model": {"const": name}} | fields.get("properties", {})
            fields["required"] = [
                "model",
                *(key for key in fields.get("required", ()) if key != "model"),
            ]
            return json

        return core_schema.no_info_before_validator_function(
            without_name,
            handler.generate_schema(strict(load(self.folder, name))),
            serialization=core_schema.plain_serializer_function_ser_schema(written),
            metadata={"pydantic_js_functions": [with_name]},
        )


def strict(model: type) -> type:
    """Configure a dataclass to refuse unknown keys when it is read from a case."""
    if "__pydantic_config__" not in vars(model):
        model.__pydantic_config__ = {"extra": "forbid"}  # type: ignore[attr-defined]
    return model


@cache
def adapter(model: type) -> "TypeAdapter[Any]":
    """Reads a dataclass from a mapping and writes it back."""
    from pydantic import TypeAdapter

    fields: Any = strict(model)
    with without_plugins():
        return TypeAdapter(fields)


@cache
def json_schema(model: type) -> dict[str, Any]:
    """Return the JSON schema of a dataclass, which must not be changed."""
    return adapter(model).json_schema()


def _tag(given: object) -> str | None:
    if isinstance(given, dict):
        return given.get("model") if isinstance(given.get("model"), str) else None
    return name_of(given)


def _own_or_built_in(
    models: str, given: object, built_in: "Callable[[object], object]", info: "ValidationInfo"
) -> Any:
    """Read a model from the user's file if it is named by a path, else one of the folder."""
    name = given.get("model") if isinstance(given, dict) else None
    folder = Path((info.context or {}).get("folder", "."))
    if isinstance(given, dict) and own_code.is_path(name):
        values = {key: value for key, value in given.items() if key != "model"}
        model = load_own(str(name), folder.resolve())
        for member in members(models):
            if not _has(model, member):
                fault = f"AttributeError: {model.__name__!r} object has no attribute {member!r}"
                raise own_code.CannotBeUsed(f"{name} cannot be used: {fault}; add it to the class")
        return _read_own(model, values)
    own = f"{str(name).removesuffix('.py')}.py"
    try:
        return built_in(given)
    except ValueError as error:
        if isinstance(name, str) and own[:-3].isidentifier() and (folder / own).is_file():
            raise own_code.CannotBeUsed(
                f"a model of your own is named by its path: write 'model: ./{own}' to run that file"
            ) from error
        raise


def _read_own(model: object, values: dict[str, object]) -> Any:
    """Read the fields of a model of the user."""
    return adapter(model).validate_python(values)


def _title(name: str) -> str:
    """Return the class name of a file name: ``neo_hookean`` is ``NeoHookean``."""
    return "".join(part.capitalize() for part in name.split("_"))

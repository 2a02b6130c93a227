"""JSON Schema of a case, for editors."""

from typing import Any

from pydantic.json_schema import JsonSchemaValue

from nanoglue.case import library
from nanoglue.case.meanings import meaning
from nanoglue.case.schema.case import Case
from nanoglue.models import registry


def json_schema() -> dict[str, Any]:
    """The schema of the whole file, with the parameters of each built-in recipe."""
    schema = Case.model_json_schema()
    definitions = schema["$defs"]
    section = definitions["Geometry"]
    del section["properties"]["parameters"]
    section["required"] = []
    section["anyOf"] = [{"required": ["recipe"]}, {"required": ["mesh"]}]
    section["additionalProperties"] = True  # a recipe beside the case has keys of its own
    files = library.recipes()
    section["properties"]["recipe"]["examples"] = list(files)
    fields = definitions["Output"]["properties"]["fields"]
    definitions["Output"]["properties"]["fields"] = {"anyOf": [fields, {"const": "none"}]}
    _describe(schema, "Case")
    for name, definition in definitions.items():
        _describe(definition, name.rpartition("__")[2])
    _allow_parts_of_a_material(definitions["Body"])
    section["allOf"] = [_only_for(name, section, definitions) for name in files]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema


def _allow_parts_of_a_material(body: JsonSchemaValue) -> None:
    """Let a body with a material state single keys of the sections that the material has."""
    properties = body["properties"]
    strict = {key: properties[key] for key in ("elasticity", "plasticity", "species")}
    for key, section in strict.items():
        loose = {"type": ["object", "null"]}
        properties[key] = loose | {"description": section.get("description", "")}
    body["if"] = {"required": ["material"]}
    body["else"] = {"properties": strict, "required": ["elasticity"]}


def _only_for(
    name: str, section: JsonSchemaValue, definitions: dict[str, JsonSchemaValue]
) -> dict[str, Any]:
    """The keys that the section must and may have with one recipe."""
    parameters = library.recipe(library.recipes()[name]).Parameters
    wanted = registry.adapter(parameters).json_schema(ref_template="#/$defs/{model}")
    definitions.update(wanted.pop("$defs", {}))
    _describe(wanted, name)
    then = {
        "properties": section["properties"] | wanted.get("properties", {}),
        "required": ["recipe", *wanted.get("required", [])],
        "additionalProperties": False,
    }
    return {"if": {"properties": {"recipe": {"const": name}}, "required": ["recipe"]}, "then": then}


def _describe(section: JsonSchemaValue, owner: str) -> None:
    """Add the meaning of each key to its description."""
    for key, value in section.get("properties", {}).items():
        expected = value.get("description", "")
        text = f"{meaning(owner, key)}: {expected}" if expected else meaning(owner, key)
        if key != "model" and text:
            section["properties"][key] = value | {"description": text}

"""Validation errors in the words of the case: where it stands, what was found, what would do."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from nanoglue.case.text.document import Node
from nanoglue.case.text.errors import CaseIssue, did_you_mean, listed, nearest

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Path = tuple[str | int, ...]
Json = dict[str, Any]

UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument", "unexpected_positional_argument")
MISSING = ("missing", "missing_argument")
SORTS = {
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
    "dataclass_type": "a mapping of keys to values",
    "dict_type": "a mapping of names to values",
    "list_type": "a list",
    "tuple_type": "a list",
    "string_type": "a text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
}
BOUNDS = {
    "greater_than": ("greater than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
}


def explain(error: ValidationError, tree: Node, schema: Json, under: Path = ()) -> list[CaseIssue]:
    """The issues of a validation error.

    Args:
        error: of pydantic.
        tree: the document that was validated.
        schema: JSON schema of what the error is about, for the keys and words it offers.
        under: path in the document of what was validated.
    """
    errors = error.errors(include_url=False)
    meant = {
        (*loc[:-1], nearest(loc[-1], _fields(schema, loc[:-1])))
        for loc in (one["loc"] for one in errors if one["type"] in UNKNOWN)
    }
    # A key that is misspelt is not missing as well.
    reported = [one for one in errors if one["type"] not in MISSING or one["loc"] not in meant]
    return [_issue(one, tree, schema, under) for one in reported]


def _issue(error: "ErrorDetails", tree: Node, schema: Json, under: Path) -> CaseIssue:
    sort, context, found = error["type"], error.get("ctx", {}), error["input"]
    steps = tuple(error["loc"])
    path = _path((*under, *steps), tree)
    if sort in UNKNOWN:
        offered = sorted(_fields(schema, steps[:-1]))
        known = f"; there are {listed(offered)}" if offered else ""  # none of a model of the user
        hint = did_you_mean(path[-1], offered) or known
        if str(path[-1])[:1].isdigit():
            hint = "; a decimal number has a point, not a comma"
        return CaseIssue(tree.locate(path, key=True), path, f"unknown key{hint}")
    if sort in MISSING:
        wanted = _wanted(_fields(schema, steps[:-1]).get(str(steps[-1]), {}), schema)
        return CaseIssue(tree.locate(path[:-1], key=True), path, f"missing{wanted}")
    if sort == "model" and isinstance(found, dict) and "model" in found:
        path = (*path, "model")
    return CaseIssue(tree.locate(path), path, _message(sort, context, found, error["msg"]))


def _wanted(field: Json, schema: Json) -> str:
    """What a missing key must hold, after a semicolon: a quantity, a word or a mapping."""
    if field.get("description", "").startswith("a "):
        return f"; must be {field['description']}"
    for one in _alternatives(field, schema):
        if "enum" in one:
            return f"; must be {listed([str(word) for word in one['enum']])}"
        if one.get("required"):
            keys = ", ".join(f"'{key}'" for key in one["required"])
            return f"; must be a mapping with {keys}"
    return ""


def _message(sort: str, context: Json, found: object, reported: str) -> str:
    """What was found and what would do, on one line."""
    if sort in SORTS:
        return f"must be {SORTS[sort]}, not {shown(found)}"
    if sort in BOUNDS:
        words, bound = BOUNDS[sort]
        return f"must be {words} {context[bound]:g}, not {shown(found)}"
    if sort == "multiple_of":
        step = context["multiple_of"]
        wanted = "a whole number" if step == 1 else f"a multiple of {step:g}"
        return f"must be {wanted}, not {shown(found)}"
    if sort in ("literal_error", "enum"):
        expected = [
            word.strip("' ") for word in context["expected"].replace(" or ", ",").split(",")
        ]
        return f"must be {listed(expected)}, not {shown(found)}{did_you_mean(found, expected)}"
    if sort == "model":
        offered = context["offered"].split(", ")
        if not isinstance(found, dict) or "model" not in found:
            return f"must be a mapping with a model that is {listed(offered)}"
        model = found["model"]
        return f"must be {listed(offered)}, not {shown(model)}{did_you_mean(model, offered)}"
    if sort in ("string_too_short", "too_short"):
        return f"must not be empty or shorter than {context.get('min_length', 1)}"
    if sort in ("string_too_long", "too_long"):
        return f"must not be longer than {context.get('max_length', 'this')}"
    return " ".join(reported.removeprefix("Value error, ").split())


def shown(given: object) -> str:
    """A value as an error text quotes it."""
    if given is None:
        return "nothing"
    if isinstance(given, dict):
        return "a mapping"
    if isinstance(given, list | tuple):
        return "a list"
    text = repr(given) if not isinstance(given, bool) else str(given).lower()
    return text if len(text) <= 40 else f"{text[:37]}..."


def _path(steps: Sequence[str | int], tree: Node) -> Path:
    """The steps without the tags of unions, which are no keys of the document."""
    path: list[str | int] = []
    node: Node | None = tree
    for step in steps:
        model = node.child("model") if node is not None and isinstance(node.value, dict) else None
        inner = node.child(step) if node is not None else None
        if inner is None and model is not None and model.value == step:
            continue
        if step == "[key]":
            continue
        path.append(step)
        node = inner
    return tuple(path)


def _fields(schema: Json, steps: Sequence[str | int]) -> dict[str, Json]:
    """The keys, with their schemas, that a mapping at these steps of a schema may have."""
    nodes = list(_alternatives(schema, schema))
    for step in steps:
        inner = [found for node in nodes for found in _step(node, step)]
        nodes = [node for found in inner for node in _alternatives(found, schema)]
    return {key: value for node in nodes for key, value in node.get("properties", {}).items()}


def _step(node: Json, step: str | int) -> Iterator[Json]:
    """What lies behind one step: a key, an item, or the tag of this very alternative."""
    if node.get("properties", {}).get("model", {}).get("const") == step:
        yield node
    elif str(step) in node.get("properties", {}):
        yield node["properties"][str(step)]
    elif isinstance(node.get("additionalProperties"), dict):
        yield node["additionalProperties"]
    elif isinstance(step, int) and isinstance(node.get("items"), dict):
        yield node["items"]


def _alternatives(node: Json, root: Json) -> Iterator[Json]:
    """The plain schemas behind references and unions."""
    if "$ref" in node:
        yield from _alternatives(root["$defs"][node["$ref"].rpartition("/")[2]], root)
    elif "anyOf" in node or "oneOf" in node:
        for option in [*node.get("anyOf", ()), *node.get("oneOf", ())]:
            yield from _alternatives(option, root)
    else:
        yield node

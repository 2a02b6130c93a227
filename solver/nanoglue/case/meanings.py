"""Meaning of the keys of a case, read from ``meanings.yaml``."""

from functools import cache


@cache
def meanings() -> dict[str, dict[str, str]]:
    """Return the meaning of keys by the class (or recipe) they belong to; ``common`` is for all."""
    from importlib.resources import files

    from ruamel.yaml import YAML

    text = files("nanoglue.case").joinpath("meanings.yaml").read_text(encoding="utf-8")
    content: dict[str, dict[str, str]] = YAML(typ="safe").load(text)
    return content


def meaning(owner: str, key: str) -> str:
    """Return the meaning of a key of a class or recipe, empty if it has none."""
    return meanings().get(owner, {}).get(key) or meanings()["common"].get(key, "")

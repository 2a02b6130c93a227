"""Attributes of a class are created in its constructor."""

import ast

from tests.source_trees import ROOT, tree

CONSTRUCTORS = ("__init__", "__post_init__", "__new__")


def targets(node: ast.AST) -> list[ast.expr]:
    """Expressions to which the statements of a part of a file assign."""
    found: list[ast.expr] = []
    for inner in ast.walk(node):
        if isinstance(inner, ast.Assign):
            found += inner.targets
        elif isinstance(inner, ast.AnnAssign | ast.AugAssign):
            found.append(inner.target)
    return [one for target in found for one in getattr(target, "elts", [target])]


def of_self(node: ast.AST) -> set[str]:
    """Names of the attributes of ``self`` to which a part of a file assigns."""
    return {
        target.attr
        for target in targets(node)
        if isinstance(target, ast.Attribute) and ast.unparse(target.value) == "self"
    }


def setters(one: ast.ClassDef) -> set[str]:
    return {
        method.name
        for method in one.body
        if isinstance(method, ast.FunctionDef)
        and any(ast.unparse(each).endswith(".setter") for each in method.decorator_list)
    }


def declared(one: ast.ClassDef) -> set[str]:
    """Attributes of a class: fields, properties that can be set, and those of its constructor."""
    fields = {
        target.id
        for statement in one.body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for target in targets(statement)
        if isinstance(target, ast.Name)
    }
    constructors = [
        method
        for method in one.body
        if isinstance(method, ast.FunctionDef) and method.name in CONSTRUCTORS
    ]
    return fields.union(setters(one), *(of_self(method) for method in constructors))


def late(file: ast.Module) -> set[str]:
    """Attributes that the classes of a file create outside their constructors."""
    found = set()
    for one in ast.walk(file):
        if isinstance(one, ast.ClassDef):
            found |= {f"{one.name}.{name}" for name in of_self(one) - declared(one)}
    return found


def test_attributes_are_created_in_the_constructor():
    found = {file.name: late(tree(file)) for file in ROOT.rglob("*.py")}
    assert len(found) > 400
    assert {file: names for file, names in found.items() if names} == {}


def test_an_attribute_of_a_method_is_noticed():
    wrong = "class A:\n def __init__(self):\n  self.a = 1\n def run(self):\n  self.a, self.b = 2, 3"
    assert late(ast.parse(wrong)) == {"A.b"}

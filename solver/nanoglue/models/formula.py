"""Formulas of a case: one grammar for floats and for coefficients of forms.

A formula has numbers, names, ``+ - * / % **``, comparisons, ``a if b else c`` and calls of the
functions below. Where it depends on position it is compiled into forms and may have only numbers,
names, ``+ - * / **`` and calls of the functions in ``SMOOTH``.
"""

import ast
import math
import operator
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from nanoglue.models.expressions import Scalar
from nanoglue.models.formula_code import float_function

FUNCTIONS: dict[str, Callable[..., Any]] = {
    name: getattr(math, name)
    for name in ("sin", "cos", "tan", "exp", "log", "sqrt", "sinh", "cosh", "tanh", "floor")
} | {"abs": abs, "min": min, "max": max}
"""Functions of floats."""

SMOOTH = FUNCTIONS.keys() - {"floor"}
"""Functions that a formula may call where it depends on position."""


def ufl_functions() -> dict[str, Callable[..., Any]]:
    """Return the functions in ``SMOOTH`` for expressions of UFL."""
    import ufl

    renamed: dict[str, Callable[..., Any]] = {
        "log": ufl.ln,
        "abs": abs,
        "min": ufl.min_value,
        "max": ufl.max_value,
    }
    return {name: getattr(ufl, name) for name in SMOOTH - renamed.keys()} | renamed


POSITION = frozenset({"x", "y", "r", "z"})
NAMES = POSITION | {"t", "pi"}
"""Names that a formula may use: time [s], position [um] and the number pi."""

MAX_CHARACTERS = 600

ARITHMETIC: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
OPERATORS = ARITHMETIC | {
    ast.Mod: operator.mod,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
ARGUMENTS = {"min": 2, "max": 2}
"""Least number of arguments of the functions that take more than one."""


class FormulaError(ValueError):
    """A text is no formula of the grammar."""


class NoValueError(ValueError):
    """A formula has no finite real value at some time and place."""


@cache
def parse(text: str) -> ast.expr:
    """Return the syntax tree of a formula.

    Raises:
        FormulaError: the text is no formula of the grammar.
    """
    if len(text) > MAX_CHARACTERS:
        raise FormulaError(f"a formula has at most {MAX_CHARACTERS} characters, not {len(text)}")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        wrong = next(_foreign(tree), None)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        reason = (
            "nested too deeply" if isinstance(error, RecursionError | MemoryError) else "syntax"
        )
        raise FormulaError(f"{text!r} cannot be evaluated: {reason}") from error
    if wrong is not None:
        raise FormulaError(f"{text!r} cannot be evaluated: {wrong}")
    return tree


def _foreign(tree: ast.expr) -> Iterator[str]:
    """Yield what is wrong with each node that the grammar does not have."""
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name):
                if name not in NAMES and node not in called:
                    yield f"unknown name '{name}'; there are t, pi, x, y, r, z and functions"
            case ast.Constant(value=value):
                if type(value) not in (int, float):
                    yield f"{ast.unparse(node)} is not a number"
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                yield from _wrong_call(name, len(arguments))
            case ast.BinOp() | ast.UnaryOp() | ast.Compare() | ast.IfExp() | ast.Load():
                pass
            case ast.BitXor():
                yield "'^' may not stand in a formula; write ** for a power"
            case _ if type(node) not in OPERATORS:
                yield f"'{ast.unparse(node) or type(node).__name__}' may not stand in a formula"


def _wrong_call(name: str, arguments: int) -> Iterator[str]:
    """Yield what is wrong with a call of a function with so many arguments."""
    least = ARGUMENTS.get(name, 1)
    if name not in FUNCTIONS:
        yield f"there is no function '{name}'"
    elif arguments < least or (least == 1 and arguments > 1):
        yield f"'{name}' takes {least} argument{'s' * (least > 1)}"


def names(text: str) -> frozenset[str]:
    """Return the names that a formula uses, those of functions included.

    >>> sorted(names("2*sin(t)"))
    ['sin', 't']
    """
    return frozenset(n.id for n in ast.walk(parse(text)) if isinstance(n, ast.Name))


def not_smooth(text: str) -> str | None:
    """Return what a formula has that a form cannot hold, or None.

    >>> not_smooth("floor(x)")
    'floor'
    """
    kept = (ast.BinOp, ast.UnaryOp, ast.Name, ast.Constant, ast.Load, *ARITHMETIC)
    for node in ast.walk(parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id not in SMOOTH or len(node.args) != ARGUMENTS.get(node.func.id, 1):
                return node.func.id
        elif not isinstance(node, kept):
            return ast.unparse(node)
    return None


def evaluate(
    text: str, values: Mapping[str, Scalar], functions: Mapping[str, Callable[..., Scalar]]
) -> Any:
    """Return the value of a formula.

    Args:
        text: the formula.
        values: of the names: floats, or expressions of UFL.
        functions: by name, for such values.

    Raises:
        ValueError: the text is no formula of the grammar.
        ArithmeticError: a division by zero or an overflow.
    """
    return _value(parse(text), values, functions)


def number(text: str, t: float, *place: float) -> float:
    """Return the value of a formula in floats at a time [s] and a position [um].

    Raises:
        NoValueError: the formula has no finite real value there.
    """
    try:
        value = _compiled(text)(t, *place)
    except FormulaError:
        raise
    except (ArithmeticError, TypeError, ValueError, RecursionError) as error:
        raise NoValueError(f"{text!r} cannot be evaluated at t = {t:g} s: {error}") from error
    if isinstance(value, complex) or not math.isfinite(value):
        raise NoValueError(f"{text!r} cannot be evaluated at t = {t:g} s: its value is {value:g}")
    return float(value)


@cache
def _compiled(text: str) -> Callable[..., Any]:
    """Return a formula as a function of time and position."""
    return float_function(parse(text), FUNCTIONS)


def _value(
    node: ast.expr, values: Mapping[str, Scalar], functions: Mapping[str, Callable[..., Scalar]]
) -> Any:
    def of(inner: ast.expr) -> Any:
        return _value(inner, values, functions)

    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return values[name]
        case ast.UnaryOp(op=op, operand=operand):
            return OPERATORS[type(op)](of(operand))
        case ast.BinOp(left=left, op=op, right=right):
            return _combined(type(op), of(left), of(right))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return functions[name](*map(of, arguments))
        case ast.IfExp(test=test, body=body, orelse=other):
            return of(body if of(test) else other)
        case ast.Compare(left=left, ops=ops, comparators=others):
            sides = [of(left), *map(of, others)]
            return float(all(OPERATORS[type(op)](*sides[i : i + 2]) for i, op in enumerate(ops)))
    raise ValueError(f"{ast.unparse(node)} may not stand in a formula")


def _combined(operation: type[ast.operator], left: object, right: object) -> Any:
    """Apply an operation; numbers are floats, since powers of integers can grow without bound."""
    if isinstance(left, int | float) and isinstance(right, int | float):
        left, right = float(left), float(right)
    return OPERATORS[operation](left, right)

"""Expressions that are built once for each displacement gradient."""

from collections.abc import Callable
from functools import wraps
from weakref import WeakKeyDictionary

from nanoglue.models.expressions import Expr


def remembered[L, T](build: Callable[[L, Expr], T]) -> Callable[[L, Expr], T]:
    """Return a method that builds what depends on a gradient once, and then returns it again.

    Building an expression of plastic flow takes milliseconds, and residual, energies and outputs
    need the same one.
    """
    built: WeakKeyDictionary[L, dict[Expr, T]] = WeakKeyDictionary()

    @wraps(build)
    def recalled(law: L, gradient: Expr) -> T:
        known = built.setdefault(law, {})
        if gradient not in known:
            known[gradient] = build(law, gradient)
        return known[gradient]

    return recalled

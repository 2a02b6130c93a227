"""Length of dendrites under films of one modulus and of one that rises with the thickness.

``python -m benchmarks.sei.moduli [-o DIR] [-j JOBS]`` runs ``sei/delamination`` for both metals
over thicknesses and moduli and rewrites the tables of this folder's README. Completed runs are
read and not repeated.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise, product

from benchmarks.sei.run import FILM, HERE, METALS, PRESSURE, Found, computed, length
from benchmarks.study import asked
from benchmarks.table import lines, number, rewrite

THICKNESSES = (4, 6, 10, 20)
"""Of the film [nm]."""
MODULI = {"37 GPa": 37, "60 GPa": 60, "165 GPa": 165, "21 to 165 GPa": None}
"""Young's modulus of the film [GPa]; None rises linearly from 4 to 20 nm, as in the case."""

Lengths = Mapping[tuple[str, str, int], float | None]


def decreases(lengths: Lengths, modulus: str) -> bool:
    """Return whether the length over h decreases with h for both metals."""
    return all(
        (lengths[metal, modulus, a] or float("inf")) / a > (lengths[metal, modulus, b] or 0.0) / b
        for metal in METALS
        for a, b in pairwise(THICKNESSES)
    )


def lithium_is_longer(lengths: Lengths, modulus: str) -> bool:
    """Return whether lithium's length exceeds that of sodium at every h."""
    return all(
        (lengths["Li", modulus, h] or float("inf")) > (lengths["Na", modulus, h] or 0.0)
        for h in THICKNESSES
    )


def much_longer(lengths: Lengths, modulus: str) -> bool:
    """Return whether lithium's length at 4 nm is more than twice that of sodium."""
    found = (lengths[metal, modulus, 4] for metal in METALS)
    lithium, sodium = (one if one is not None else float("inf") for one in found)
    return lithium > 2 * sodium


def flattens(lengths: Lengths, modulus: str) -> bool:
    """Return whether 10 and 20 nm hold lithium below 0.4 nm and 4 nm does not."""
    held = [(lengths["Li", modulus, h] or float("inf")) < 0.4 for h in (4, 10, 20)]
    return held == [False, True, True]


STATEMENTS = {
    "length / h decreases with h, Li and Na": decreases,
    "Li longer than Na at every h": lithium_is_longer,
    "Li more than twice as long as Na at 4 nm": much_longer,
    "Li below 0.4 nm at 10 and 20 nm, not at 4 nm": flattens,
}
"""Published statements, and whether lengths agree with them."""


def main() -> None:
    """Compute missing runs and rewrite the tables."""
    given = asked(__doc__.splitlines()[0], "results/sei_moduli")
    grid = list(product(METALS, MODULI, THICKNESSES))
    settings = []
    for metal, modulus, h in grid:
        found = [PRESSURE.format(METALS[metal]), f"geometry.film_thickness={h} nm"]
        if MODULI[modulus] is not None:
            found.append(f"{FILM}.youngs_modulus={MODULI[modulus]} GPa")
        settings.append(found)
    places = [given.output / f"{metal}_{MODULI[modulus]}_{h}" for metal, modulus, h in grid]
    with ThreadPoolExecutor(given.jobs) as pool:
        runs: list[Found | None] = list(pool.map(computed, settings, places))
    lengths = {key: length(run) for key, run in zip(grid, runs, strict=True)}
    rows = [
        [modulus, *(number(lengths[metal, modulus, h]) for metal in METALS for h in THICKNESSES)]
        for modulus in MODULI
    ]
    head = [f"{metal}, {h} nm" for metal in METALS for h in THICKNESSES]
    rewrite(HERE / "README.md", "moduli", lines(["modulus of the film", *head], rows))
    rows = [
        [text, *("holds" if holds(lengths, modulus) else "fails" for modulus in MODULI)]
        for text, holds in STATEMENTS.items()
    ]
    rewrite(HERE / "README.md", "statements", lines(["published", *MODULI], rows))


if __name__ == "__main__":
    main()

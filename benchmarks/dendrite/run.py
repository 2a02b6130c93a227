"""Growth of a bump of lithium under films of 4, 10 and 20 nm, and the effect of assumptions.

``python -m benchmarks.dendrite.run [-o DIR] [-j JOBS]`` runs the cases of ``cases/dendrite`` as
they are and with each assumption changed, and rewrites the tables and the picture of this
folder's README. Completed runs are read and not repeated.
"""

import csv
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from benchmarks.study import asked
from benchmarks.table import lines, number, rewrite

HERE = Path(__file__).parent
MODULI = {4: 21.0, 10: 75.0, 20: 165.0}
"""Of the films [GPa] by their thickness [nm]."""
LITHIUM = 7.8
"""Young's modulus [GPa]."""
TIMES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.8, 1.2, 1.6)
"""At which the amplitudes are listed [s]."""
GROWTH = 1.4
"""Of the flat surface [nm] after which films are compared; that of 4 nm is then 2.6 nm thick."""

CELL = "bodies.cell"
FRONT, DEPOSITION = f"{CELL}.phase_field", f"{CELL}.phase_field.deposition"
FINE = ["geometry.surface_size=0.3 nm", "geometry.bulk_size=1 nm"]
SHORT = ["stepping.largest=0.02 s", "stepping.error=0.0025"]
"""Steps of half the length: their error is of third order."""
UNSTRESSED = [
    f"{FRONT}.misfit=0",
    f"{FRONT}.modulus_ratio=1",
    f"{DEPOSITION}.reaction_rate=0.007 /s",
]


def film(modulus: float) -> list[str]:
    """A film of another Young's modulus [GPa] on lithium."""
    return [
        f"{CELL}.elasticity.youngs_modulus={modulus} GPa",
        f"{FRONT}.modulus_ratio={LITHIUM / modulus:.6g}",
    ]


Change = Mapping[int, Sequence[str]]


def alike(*settings: str, end: float = 0.4, films: Sequence[int] = (4, 10)) -> Change:
    """The same change under each film, up to a time [s]."""
    return {h: [f"time.end={end} s", *settings] for h in films}


def stiffer(factor: float) -> Change:
    """Films of so many times their modulus."""
    return {h: ["time.end=0.4 s", *film(factor * MODULI[h])] for h in (4, 10)}


CHANGES: dict[str, Change] = {
    "as shipped": {h: [] for h in MODULI},
    "elements x 1/2": alike(*FINE, end=0.42, films=(4, 10, 20)),
    "steps x 1/2": alike(*SHORT, films=(4, 10, 20)),
    "no stress, slower reaction": alike(*UNSTRESSED, end=0.5),
    "stress by the mobility": alike(f"{DEPOSITION}.stress_coupling=false", end=0.25),
    "misfit x 1/2": alike(f"{FRONT}.misfit=0.3", end=0.27),
    "misfit x 5/4": alike(f"{FRONT}.misfit=0.75", end=0.46, films=(4,))
    | alike(f"{FRONT}.misfit=0.75", end=0.6, films=(10,)),
    "mobility x 2": alike(f"{FRONT}.mobility=2e-9 m^3/J/s"),
    "mobility x 1/2": alike(f"{FRONT}.mobility=5e-10 m^3/J/s"),
    "films twice as stiff": stiffer(2),
    "films half as stiff": stiffer(0.5),
    "films of 37 GPa": {h: ["time.end=0.4 s", *film(37)] for h in MODULI},
    "diffusivity x 1/2": alike(f"{DEPOSITION}.diffusivity=1.5895e-10 m^2/s"),
}
"""What is assumed, changed one at a time."""

STRESS = "front_stress:cell [MPa]"
History = Mapping[str, np.ndarray]


def computed(case: str, settings: Sequence[str], place: Path) -> tuple[History, float]:
    """History of a run, and its seconds."""
    if not (place / "run.json").exists():
        sets = ["output.fields=none", *settings]
        flags = [part for setting in sets for part in ("--set", setting)]
        command = [sys.executable, "-m", "nanoglue", "run", case, "-o", str(place)]
        subprocess.run([*command, "--force", *flags], check=False, stderr=subprocess.DEVNULL)
    with (place / "history.csv").open() as file:
        rows = list(csv.DictReader(file))
    card = json.loads((place / "run.json").read_text())
    columns = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
    return columns, card["seconds"]["total"]


def at(history: History, name: str, time: float) -> float | None:
    """A column at a time [s], linear between steps; None past the end."""
    times = history["time [s]"]
    return float(np.interp(time, times, history[name])) if time <= times[-1] + 1e-9 else None


def after_growth(history: History, name: str, growth: float) -> float | None:
    """A column once the flat surface has grown so far [nm]; None where it does not."""
    if name not in history:
        return None
    flat = 1e3 * history["front_position:side [um]"]
    grown = flat - flat[0]
    return float(np.interp(growth, grown, history[name])) if grown[-1] >= growth else None


def nanometres(value: float | None) -> float | None:
    """A length [um] in nm."""
    return None if value is None else 1e3 * value


def draw(found: Mapping[int, History], control: History, place: Path) -> None:
    """Amplitude and stress against time under each film."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3.4), layout="constrained")
    for h, history in found.items():
        left.plot(history["time [s]"], 1e3 * history["amplitude [um]"], label=f"{h} nm")
        right.plot(history["time [s]"], history[STRESS] / 1e3)
    amplitude = 1e3 * control["amplitude [um]"]
    left.plot(control["time [s]"], amplitude, "k:", label="4 nm, no stress")
    left.set(xlabel="time [s]", ylabel="amplitude [nm]", ylim=(0, 4.5))
    right.set(xlabel="time [s]", ylabel="mean stress at the front [GPa]")
    left.legend()
    figure.savefig(place, dpi=150)


def main() -> None:
    """Compute missing runs and rewrite tables and figure."""
    given = asked(__doc__.splitlines()[0], "results/dendrite")
    runs = {(name, h): sets for name, change in CHANGES.items() for h, sets in change.items()}
    places = [
        given.output / f"{name}_{h}nm".replace(" ", "_").replace("/", "_") for name, h in runs
    ]
    cases = [f"dendrite/film_{h}nm" for _, h in runs]
    with ThreadPoolExecutor(given.jobs) as pool:
        all_found = pool.map(computed, cases, runs.values(), places)
        found = dict(zip(runs, all_found, strict=True))
    write(found)


def write(found: Mapping[tuple[str, int], tuple[History, float]]) -> None:
    """Rewrite the README's tables and the picture from the runs, by their change and film."""
    readme, whole = HERE / "README.md", {h: found["as shipped", h][0] for h in MODULI}
    control, amplitude = found["no stress, slower reaction", 4][0], "amplitude [um]"
    rows = []
    for time in TIMES:
        each = [at(history, amplitude, time) for history in (*whole.values(), control)]
        rows.append([f"{time:g}", *(number(nanometres(value)) for value in each)])
    head = ["time [s]", *(f"{h} nm" for h in MODULI), "4 nm, no stress"]
    rewrite(readme, "amplitude", lines(head, rows))
    rows = []
    for h, history in whole.items():
        stress = after_growth(history, STRESS, GROWTH)
        seconds = found["as shipped", h][1]
        height = nanometres(after_growth(history, amplitude, GROWTH))
        rows.append([f"{h}", number(height), number(stress), f"{seconds:.0f}"])
    head = ["h [nm]", "amplitude [nm]", "mean stress at the front [MPa]", "run [s]"]
    rewrite(readme, "growth", lines(head, rows))
    rows = []
    for name in CHANGES:
        histories = [found[name, h][0] if (name, h) in found else {} for h in MODULI]
        heights = [nanometres(after_growth(each, amplitude, GROWTH)) for each in histories]
        stressed = [after_growth(each, STRESS, GROWTH) for each in histories]
        rows.append([name, *(number(value) for value in (*heights, *stressed))])
    head = [f"{what}, {h} nm" for what in ("amplitude [nm]", "stress [MPa]") for h in MODULI]
    rewrite(readme, "changes", lines(["", *head], rows))
    draw(whole, control, HERE / "amplitude.png")


if __name__ == "__main__":
    main()

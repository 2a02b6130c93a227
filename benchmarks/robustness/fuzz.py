"""Mutation of the shipped cases, with a table of the answers of the reader.

Run it with the Python of the environment: ``python benchmarks/robustness/fuzz.py [NUMBER]``. The
table goes to ``fuzz.csv`` beside this file. The exit code is 1 if any mutation met an exception
other than ``CaseError``, a text that cannot be read, or a hang.
"""

import csv
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests" / "fuzz"))
from answers import Hung, answer  # noqa: E402
from mutations import KINDS, cases, mutated, overrides  # noqa: E402

COLUMNS = ["mutation", "cases", "accepted", "refused in words", "other exceptions", "hangs"]


class Tally:
    """Answers by type of mutation."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.slowest, self.faults = 0.0, 0
        self.file = Path(tempfile.mkdtemp()) / "case.yaml"

    def ask(self, kind: str, raw: bytes, overridden: tuple[str, ...] = ()) -> None:
        began = time.monotonic()
        try:
            answered = answer(self.file, raw, overridden)
            found = "accepted" if answered == "accepted" else "refused in words"
        except Hung:
            found = "hangs"
        except Exception:
            found = "other exceptions"
            traceback.print_exc(limit=-3)
        if found in ("hangs", "other exceptions"):
            self.faults += 1
            kept = HERE / f"fault_{self.faults:03d}.yaml"
            kept.write_bytes(raw)
            print(f"{found}: {kind} {kept} {overridden}", file=sys.stderr)
        self.slowest = max(self.slowest, time.monotonic() - began)
        self.counts[kind] += Counter({"cases": 1, found: 1})

    def rows(self) -> list[dict[str, object]]:
        counts = dict(self.counts)
        counts["all"] = sum(self.counts.values(), Counter())
        return [
            {"mutation": kind, **{name: count[name] for name in COLUMNS[1:]}}
            for kind, count in counts.items()
        ]


def fuzz(number: int) -> Tally:
    tally, kinds = Tally(), [*KINDS, "override"]
    for kind in kinds:
        often = settings(
            max_examples=-(-number // len(kinds)),
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        if kind == "override":
            drawn = overrides().map(lambda text: (cases()[0].read_bytes(), (text,)))
        else:
            drawn = mutated(kind).map(lambda named: (named[1], ()))
        asked = st.tuples(st.just(kind), drawn)

        @seed(1)
        @often
        @given(asked)
        def one(drawn: tuple[str, tuple[bytes, tuple[str, ...]]]) -> None:
            tally.ask(drawn[0], *drawn[1])

        one()
    return tally


def main() -> None:
    began = time.monotonic()
    tally = fuzz(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
    with (HERE / "fuzz.csv").open("w", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, restval=0)
        table.writeheader()
        table.writerows(tally.rows())
    print((HERE / "fuzz.csv").read_text())
    print(f"slowest {tally.slowest:.2f} s, all {time.monotonic() - began:.0f} s")
    raise SystemExit(bool(tally.faults))


if __name__ == "__main__":
    main()

"""The table of a sweep: a row for each point, with how it ended and its headline numbers."""

from pathlib import Path
from typing import Any

from nanoglue.sweep.grid import Point
from nanoglue.sweep.plan import Plan


def write_table(plan: Plan) -> Path:
    """Write ``sweep.csv`` and ``sweep.parquet`` into the folder of a sweep; the first of them.

    Columns: point, each path that is varied, status, seconds, then every number of the summaries;
    empty where a point has none.
    """
    import polars

    rows = [row(plan, point) for point in plan.points]
    table = polars.DataFrame(rows, infer_schema_length=None)
    plan.directory.mkdir(parents=True, exist_ok=True)
    table.write_parquet(plan.directory / "sweep.parquet")
    table.write_csv(plan.directory / "sweep.csv")
    return plan.directory / "sweep.csv"


def row(plan: Plan, point: Point) -> dict[str, Any]:
    """A point's row."""
    card = plan.card(point)
    begun: dict[str, Any] = {"point": point.name, **point.values, "status": plan.status(point)}
    begun["seconds"] = float(card["seconds"]["total"]) if card else None
    numbers = {
        f"{name} [{entry['unit']}]": None if entry["value"] is None else float(entry["value"])
        for name, entry in (plan.summary(point) if card else {}).items()
    }
    return begun | numbers

"""Parameter sweeps: one run with its own folder for each point of a grid of values."""

from nanoglue.sweep.array import write_job_array
from nanoglue.sweep.grid import Point, points
from nanoglue.sweep.plan import OtherResults, Plan, exit_code
from nanoglue.sweep.table import json_table, write_table
from nanoglue.sweep.workers import Workers

__all__ = [
    "OtherResults",
    "Plan",
    "Point",
    "Workers",
    "exit_code",
    "json_table",
    "points",
    "write_job_array",
    "write_table",
]

"""Parameter sweeps: one run with its own folder for each point of a grid of values."""

from nanoglue.sweep.array import Jobs, Queue, write_job_array
from nanoglue.sweep.grid import Point, points
from nanoglue.sweep.job_request import JobRequest, estimate
from nanoglue.sweep.plan import OtherResults, Plan, exit_code
from nanoglue.sweep.table import json_table, write_table
from nanoglue.sweep.workers import Workers

__all__ = [
    "JobRequest",
    "Jobs",
    "OtherResults",
    "Plan",
    "Point",
    "Queue",
    "Workers",
    "estimate",
    "exit_code",
    "json_table",
    "points",
    "write_job_array",
    "write_table",
]

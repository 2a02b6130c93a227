"""Command-line options of all studies."""

import argparse
from pathlib import Path


def asked(title: str, results: str) -> argparse.Namespace:
    """Return the folder of results (``output``) and the number of parallel runs (``jobs``)."""
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("-o", "--output", type=Path, default=Path(results))
    parser.add_argument("-j", "--jobs", type=int, default=1, help="runs at a time")
    return parser.parse_args()

"""What every study of cases asks on its command line."""

import argparse
from pathlib import Path


def asked(title: str, results: str) -> argparse.Namespace:
    """Where the results go (``output``) and how many runs go at a time (``jobs``)."""
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("-o", "--output", type=Path, default=Path(results))
    parser.add_argument("-j", "--jobs", type=int, default=1, help="runs at a time")
    return parser.parse_args()

"""Building blocks for geometry recipes."""

"""Schema of a case file, one section per module."""

"""Text of a case file: positions, overrides, messages."""

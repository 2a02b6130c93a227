"""Contact with finite sliding."""

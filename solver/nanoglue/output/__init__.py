"""Files that a run writes: fields, tables, checkpoints, log, summary."""

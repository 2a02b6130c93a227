"""Command line, exit codes and launching of ranks."""

"""Block systems, assembly, Newton's method and linear solvers."""

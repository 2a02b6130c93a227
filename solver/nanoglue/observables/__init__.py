"""What is read off a solution at each step, one observable to a file."""

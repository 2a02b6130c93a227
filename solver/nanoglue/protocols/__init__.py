"""What is done to a cell over time, one way of driving it to a file."""

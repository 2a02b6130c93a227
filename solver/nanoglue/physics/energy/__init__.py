"""Work of the parts of a problem over a step, for the energy account."""

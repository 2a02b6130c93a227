"""Environment of the program: import of DOLFINx, form cache, timers, signals."""

"""Time loop, step-size control, arc length and events."""

"""Balance laws: each brings its fields, its residual, its history and what can be observed of it."""

"""Balance laws: each brings its fields, its residual.

Its history and what can be observed of it.
"""

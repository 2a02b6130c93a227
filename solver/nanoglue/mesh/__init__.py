"""Meshes, bodies, interfaces, measures and quadrature spaces."""

"""Meshes of the user, read from files."""

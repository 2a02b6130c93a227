"""Constitutive models without a mesh: UFL expressions or floats in, the same out."""

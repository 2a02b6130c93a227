"""Constitutive models: elasticity, plasticity and swelling, one to a file."""

"""Chapters of the verification book, one per file, each with its ``PROBLEMS``."""

"""Chapters of the book, one to a file, each with its ``PROBLEMS``."""

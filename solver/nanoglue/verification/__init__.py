"""Verification book: problems with exact or independently published solutions.

A chapter lists problems, a problem names a case and its checks, and a check compares columns of
``history.csv`` with reference values.
"""

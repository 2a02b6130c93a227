"""The verification book: cases whose results are known, and what comes out of them here.

A chapter lists problems, a problem names a case and its checks, a check compares columns of
``history.csv`` with numbers that come from elsewhere.
"""

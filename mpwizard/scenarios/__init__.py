"""Scenarios: TOML files that are a demonstration, an exercise and a test at once.

`model.py` declares the file, `reading.py` reads it, `playing.py` plays its steps through the desk's own use-cases,
`checking.py` says which step an exercise has come to, `exercise.py` keeps what that takes beside a case.
"""

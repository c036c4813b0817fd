"""The answers of each step, one model a file. Order and titles are in `flow.py`."""

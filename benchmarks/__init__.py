"""Timings by hand: ratios of two things measured in turn. Never part of the tests."""

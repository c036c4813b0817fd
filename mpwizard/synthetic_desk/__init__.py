"""A big practice desk to try: real flows are played once each, and copied under other names, numbers and times.

Everybody on it is made up. The same seed at the same time makes the same desk, but for what encryption makes anew.
"""

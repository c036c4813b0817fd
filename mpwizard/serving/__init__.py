"""Serving the desk to terminals elsewhere: programs on pseudo-terminals, terminals attached to them, who may attach.

No network protocol lives here; `mpwizard.ssh` speaks SSH.
"""

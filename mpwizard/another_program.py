"""Another program of ours in the place of this one, on the same terminal: a served desk makes way for a scenario that
plays itself, and that for the desk again. Whoever serves it knows it by its process, which stays."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

SERVED = "MPWIZARD_FRONT"
"""The variable that a served program finds, see `mpwizard.serving.wire`."""


def is_served() -> bool:
    """Whether a front serves this program."""
    return bool(os.environ.get(SERVED))


def become(arguments: Sequence[str]) -> None:
    """Turn into `mpwizard` with these arguments. Never returns.

    Raises:
        OSError: the interpreter cannot be started.
    """
    # What the front points at meanwhile waits in its file; nobody listens to the signal yet.
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    # Nothing is loaded from the folder it happens to work in.
    os.execv(sys.executable, [sys.executable, "-P", "-m", "mpwizard", *arguments])  # noqa: S606

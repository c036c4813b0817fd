"""The memory of the process, where the C library would take more of it than is needed."""

from __future__ import annotations

import ctypes
import sys

# glibc's M_ARENA_MAX.
_ARENA_MAX = -8


def share_one_heap() -> None:
    """Let the threads to come take their memory from a heap that is there already. glibc gives each its own, for
    programs whose threads run at once; ours take turns, and what is loaded in one would cost a tenth more."""
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_ARENA_MAX, 1)

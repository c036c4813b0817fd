"""All benchmarks one after the other, or those named: `python -m benchmarks startup keys`."""

from __future__ import annotations

import sys
from importlib import import_module

ALL = ("startup", "keys", "picker", "steps", "autosave", "generate")

for name in sys.argv[1:] or ALL:
    import_module(f"benchmarks.{name}").main()

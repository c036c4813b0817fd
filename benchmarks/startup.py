"""S1, S2, S4: how long until the desk is painted, until its cases are there, and what memory that takes.

The desk runs as users start it, on 50 cases; the measure is Textual painting one line.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks import bare_static
from benchmarks.cases import filled_home
from benchmarks.ratios import in_turn, tell
from benchmarks.terminal import Terminal

# What the top bar says in the shell that is painted before storage is loaded.
FIRST_FRAME = "opening…"
CASES = 50
# What is loaded behind the first page belongs to the memory of a desk that stands there.
REST = 1.0


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds to the first frame and to the data, both also of the processor; KiB of memory at the peak."""

    frame: float
    frame_cpu: float
    data: float
    data_cpu: float
    peak: int


def start(module: str, environment: Mapping[str, str], frame: str, data: str) -> Start:
    """Start a module, wait for its first frame and its data, and end it when it has come to rest."""
    with Terminal([sys.executable, "-m", module], environment) as terminal:
        painted = terminal.wait_for(frame)
        painted_cpu = terminal.usage().cpu
        filled = terminal.wait_for(data)
        filled_cpu = terminal.usage().cpu
        terminal.wait_for_quiet(gap=REST)
        return Start(painted, painted_cpu, filled, filled_cpu, terminal.usage().peak)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        reference = filled_home(Path(folder), CASES)
        environment = {"MPWIZARD_HOME": folder, "MPWIZARD_LANG": "en"}
        rounds = in_turn(
            lambda: start("mpwizard", environment, FIRST_FRAME, reference),
            lambda: start(bare_static.__name__, {}, bare_static.PAINTED, bare_static.PAINTED),
        )
    tell("S1 first frame", [(desk.frame, bare.frame) for desk, bare in rounds], "bare", 1.15)
    tell("S1 the same in processor time", [(desk.frame_cpu, bare.frame_cpu) for desk, bare in rounds], "bare", 1.15)
    tell("S2 first page of cases", [(desk.data, bare.data) for desk, bare in rounds], "bare", 2.8)
    tell("S2 the same in processor time", [(desk.data_cpu, bare.data_cpu) for desk, bare in rounds], "bare", 2.8)
    tell("S4 peak memory", [(desk.peak, bare.peak) for desk, bare in rounds], "bare", 2.2)


if __name__ == "__main__":
    main()

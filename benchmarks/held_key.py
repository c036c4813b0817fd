"""T1 with a key held down: the way from row to row through several pages of 100,000 cases, against a thousand."""

from __future__ import annotations

import math
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.big_start import BIG, SMALL
from benchmarks.cases import kept_home, shown_at
from benchmarks.ratios import in_turn, tell
from benchmarks.terminal import Terminal

# As a keyboard repeats, through four pages of 50.
KEYS, PAUSE = 200, 1 / 30
DOWN = b"\x1b[B"
# A program is idle that takes less than this part of a core for so many seconds.
IDLE, REST = 0.1, 1.5


@dataclass(frozen=True, slots=True)
class Way:
    """One way down: the processor's seconds for each key, and how long after the last one its row stood there."""

    cpu: float
    behind: float


def main() -> None:
    """Measure and print."""
    big, small = kept_home(BIG), kept_home(SMALL)
    rounds = in_turn(lambda: way_down(big), lambda: way_down(small))
    against = f"{SMALL:,} cases"
    tell("T1 a key held down, processor time", [(ours.cpu, few.cpu) for ours, few in rounds], against, 1.5)
    tell("T1 a key held down, behind it", [(ours.behind, few.behind) for ours, few in rounds], against, 1.5)
    cpu, behind = (median(getattr(ours, name) for ours, _ in rounds) * 1e3 for name in ("cpu", "behind"))
    print(f"   {1 / PAUSE:.0f} keys a second, {cpu:.0f} ms each; the last row came {behind:.0f} ms after the last key")


def way_down(home: Path) -> Way:
    """Hold the key until the last row has come, which is only so where no key and no page was lost."""
    first = shown_at(home, 0)
    environment = {"MPWIZARD_HOME": str(home), "MPWIZARD_LANG": "en"}
    with Terminal([sys.executable, "-m", "mpwizard"], environment) as terminal:
        terminal.wait_for(first)
        _wait_until_idle(terminal)
        # Asked for now, because a deadline that passed since the start may have moved the rows.
        last = shown_at(home, KEYS)
        terminal.wait_for_quiet(gap=REST, at_most=2 * REST)
        terminal.forget()
        before = terminal.usage().cpu
        for _ in range(KEYS):
            terminal.send(DOWN)
            terminal.rest(PAUSE)
        sent = time.perf_counter()
        terminal.wait_for(last)
        return Way((terminal.usage().cpu - before) / KEYS, time.perf_counter() - sent)


def _wait_until_idle(terminal: Terminal) -> None:
    """What is loaded behind the first page has come, and what fell due while the program was away has happened."""
    spent = -math.inf
    while (now := terminal.usage().cpu) - spent > IDLE * REST:
        spent = now
        terminal.rest(REST)


if __name__ == "__main__":
    main()

"""K1: how long a key takes to be painted in the wizard, judged and kept as it is, against a plain input.

The field is the administrator's name with an error below it, so that every key is judged: the worst that typing can be.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from benchmarks import bare_input
from benchmarks.cases import at_administrator, desk_in
from benchmarks.ratios import in_turn, p95, tell
from benchmarks.terminal import Terminal

KEYS = 50
REST = 0.03
# None of these is painted by anything but the field: no word on the screen has them.
LETTERS = "QXZJ"
# The help of the first field: there as soon as that has the focus.
STEP_PAINTED = "The name exactly as on"
STEP_ERROR = "✗"


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_in(Path(folder))
        at_administrator(desk)
        desk.close()
        environment = {"MPWIZARD_HOME": folder, "MPWIZARD_LANG": "en"}
        rounds = in_turn(lambda: type_in_step(environment), type_in_bare_input)
    tell("K1 key to paint, half of them", [(median(ours), median(bare)) for ours, bare in rounds], "bare", 1.4)
    tell("K1 key to paint, 95 of 100", [(p95(ours), p95(bare)) for ours, bare in rounds], "bare", 1.5)


def type_in_step(environment: Mapping[str, str]) -> list[float]:
    """Open the only case of the desk, make its first field wrong, and type on."""
    with Terminal([sys.executable, "-m", "mpwizard"], environment) as terminal:
        terminal.wait_for("MP-")
        terminal.wait_for_quiet()
        terminal.send(b"\r")
        terminal.wait_for(STEP_PAINTED)
        terminal.wait_for_quiet()
        terminal.send(b"1\t")
        terminal.wait_for(STEP_ERROR)
        terminal.send(b"\x1b[Z")
        terminal.wait_for_quiet()
        return _seconds_per_key(terminal)


def type_in_bare_input() -> list[float]:
    """Type into a plain input."""
    with Terminal([sys.executable, "-m", bare_input.__name__], {}) as terminal:
        terminal.wait_for(bare_input.PAINTED)
        terminal.wait_for_quiet()
        return _seconds_per_key(terminal)


def _seconds_per_key(terminal: Terminal) -> list[float]:
    return [_seconds(terminal, LETTERS[number % len(LETTERS)]) for number in range(KEYS)]


def _seconds(terminal: Terminal, letter: str) -> float:
    terminal.wait_for_quiet(REST, at_most=REST * 3)
    terminal.forget()
    sent = time.perf_counter()
    terminal.send(letter.encode())
    terminal.wait_for(letter)
    return time.perf_counter() - sent


if __name__ == "__main__":
    main()

"""K1: how long a key takes to be painted in the wizard, judged and kept as it is, against a plain input.

The field is an e-mail address that never gets its `@`: every key is judged, which is the most that typing can cost.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks import bare_input
from benchmarks.cases import at_credentials, desk_in
from benchmarks.ratios import in_turn, p95, tell
from benchmarks.terminal import Terminal

KEYS = 50
REST = 0.03
# None of these is painted by anything but the field: no word on the screen has them.
LETTERS = "QXZJ"
CASE_LISTED = "MP-"
IN_STEP = "Password"
ERROR = "✗"
BACKTAB = b"\x1b[Z"


def main() -> None:
    """Measure and print."""
    rounds = in_turn(type_in_step, type_in_bare_input)
    tell("K1 key to paint, half of them", [(median(ours), median(bare)) for ours, bare in rounds], "bare", 1.4)
    tell("K1 key to paint, 95 of 100", [(p95(ours), p95(bare)) for ours, bare in rounds], "bare", 1.5)


def type_in_step() -> list[float]:
    """Open the only case of a new desk, make the first field wrong, and type on in it."""
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_in(Path(folder))
        at_credentials(desk)
        desk.close()
        environment = {"MPWIZARD_HOME": folder, "MPWIZARD_LANG": "en"}
        with Terminal([sys.executable, "-m", "mpwizard"], environment) as terminal:
            terminal.wait_for(CASE_LISTED)
            terminal.wait_for_quiet()
            terminal.send(b"\r")
            terminal.wait_for(IN_STEP)
            terminal.wait_for_quiet(gap=1.5)
            terminal.send(b"J\t")
            terminal.wait_for(ERROR)
            terminal.send(BACKTAB)
            terminal.wait_for_quiet()
            return _seconds_per_key(terminal)


def type_in_bare_input() -> list[float]:
    """Type into a plain input."""
    with Terminal([sys.executable, "-m", bare_input.__name__], {}) as terminal:
        terminal.wait_for(bare_input.PAINTED)
        terminal.wait_for_quiet()
        return _seconds_per_key(terminal)


def _seconds_per_key(terminal: Terminal) -> list[float]:
    return [seconds_until_painted(terminal, LETTERS[number % len(LETTERS)]) for number in range(KEYS)]


def seconds_until_painted(terminal: Terminal, letter: str) -> float:
    """How long a letter takes that is typed into a program at rest."""
    terminal.wait_for_quiet(REST, at_most=REST * 3)
    terminal.forget()
    sent = time.perf_counter()
    terminal.send(letter.encode())
    terminal.wait_for(letter)
    return time.perf_counter() - sent


if __name__ == "__main__":
    main()

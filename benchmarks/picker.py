"""K1 in the search of service categories: how long a key takes to be painted while it narrows the whole catalogue,
against a plain input.

Each letter is typed into an empty search and taken back afterwards, so that every one that counts searches all of the
categories anew, which is the most that a key can cost there.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.cases import at_the_console, desk_in
from benchmarks.keys import CASE_LISTED, KEYS, LETTERS, seconds_until_painted, type_in_bare_input
from benchmarks.ratios import in_turn, p95, tell
from benchmarks.terminal import Terminal
from mpwizard.catalogues import catalogue

CATALOGUE = "non_personal"
BACKSPACE = b"\x7f"
# The key is painted first and the list after it: at rest is a program that has painted both.
FOLLOWED = 0.1
WAY = (
    (b"\r", "To do now"),
    (b"\x1b[B\r", "Changes left this month"),
    (b"\r", "Code of the category"),
    (b" ", f"{len(catalogue(CATALOGUE))} found"),
)


def main() -> None:
    """Measure and print."""
    rounds = in_turn(type_in_search, type_in_bare_input)
    tell("K1 in the search, half of them", [(median(ours), median(bare)) for ours, bare in rounds], "bare", 1.4)
    tell("K1 in the search, 95 of 100", [(p95(ours), p95(bare)) for ours, bare in rounds], "bare", 1.5)


def type_in_search() -> list[float]:
    """Open the console of the only case, the form for a category, its search; type letter after letter there."""
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_in(Path(folder))
        at_the_console(desk)
        desk.close()
        with Terminal([sys.executable, "-m", "mpwizard"], {"MPWIZARD_HOME": folder, "MPWIZARD_LANG": "en"}) as terminal:
            terminal.wait_for(CASE_LISTED)
            # To the case, down the overview to the categories, to the first thing that can be done there.
            for keys, shown in WAY:
                terminal.wait_for_quiet(gap=1.0)
                terminal.forget()
                terminal.send(keys)
                terminal.wait_for(shown)
            terminal.wait_for_quiet(gap=1.5)
            return [_seconds(terminal, LETTERS[number % len(LETTERS)]) for number in range(KEYS)]


def _seconds(terminal: Terminal, letter: str) -> float:
    """How long a letter takes; the list has followed the key before it."""
    terminal.wait_for_quiet(FOLLOWED, at_most=FOLLOWED * 3)
    spent = seconds_until_painted(terminal, letter)
    terminal.wait_for_quiet(FOLLOWED, at_most=FOLLOWED * 3)
    terminal.send(BACKSPACE)
    return spent


if __name__ == "__main__":
    main()

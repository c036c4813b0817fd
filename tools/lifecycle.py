"""The page on the stages of a registration, written from the table in `mpwizard/lifecycle.py`.

`python -m tools.lifecycle` after changing the table; a test compares the page with what this would write.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from mpwizard.lifecycle import ENDED, TRANSITIONS, State, Transition

PAGE = Path(__file__).resolve().parent.parent / "docs/lifecycle.md"

_HEAD = """\
# Where a registration can stand

Written by `python -m tools.lifecycle` from the table in `mpwizard/lifecycle.py`. Change the table, not this page.

A case moves along the arrows and no other way; every arrow names who may cause it. An event that leads back to its own
stage is recorded in the log and changes nothing else. `failed` and `abandoned` are final: *start again* copies what was
typed into a new case.
"""


def page() -> str:
    """The page whole."""
    return "\n".join((_HEAD, *_diagram(), "", *_table(), ""))


def _diagram() -> Iterator[str]:
    """The arrows between different stages; what leads back to its own stage is left to the table."""
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {State.DRAFT}"
    for move in TRANSITIONS:
        if move.target is not move.state:
            yield f"    {move.state} --> {move.target}: {move.event} ({move.by})"
    for state in State:
        if state in ENDED:
            yield f"    {state} --> [*]"
    yield "```"


def _table() -> Iterator[str]:
    yield "| stage | event | caused by | leads to |"
    yield "|---|---|---|---|"
    for state, moves in groupby(sorted(TRANSITIONS, key=_stage), key=lambda move: move.state):
        for number, move in enumerate(moves):
            target = "itself" if move.target is move.state else f"`{move.target}`"
            stage = f"`{state}`" if number == 0 else ""
            yield f"| {stage} | `{move.event}` | {move.by} | {target} |"


def _stage(move: Transition) -> int:
    return list(State).index(move.state)


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The page on where a registration and everything an account has can stand, written from the tables in
`mpwizard/lifecycle.py` and `mpwizard/matter_lifecycles.py`.

`python -m tools.lifecycle` after changing a table; a test compares the page with what this would write.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from mpwizard.lifecycle import ENDED, REGISTRATION
from mpwizard.matter_lifecycles import LIFECYCLES
from mpwizard.matters import Matter
from mpwizard.transitions import Lifecycle

PAGE = Path(__file__).resolve().parent.parent / "docs/lifecycle.md"

_HEAD = """\
# Where a registration can stand

Written by `python -m tools.lifecycle` from the tables in `mpwizard/lifecycle.py` and
`mpwizard/matter_lifecycles.py`. Change the tables, not this page.

A case moves along the arrows and no other way; every arrow names who may cause it. An event that leads back to its own
stage is recorded in the log and changes nothing else. `failed` and `abandoned` are final: *start again* copies what was
typed into a new case.
"""
_MATTERS = """\
# Where everything an account has can stand

Each thing that an account has besides its registration (a version, a member, a link) has a life of its own. Things of
one kind are numbered; after an end the next one begins anew.
"""


def page() -> str:
    """The page whole."""
    lives = (line for matters, lifecycle in _alike() for line in _life(matters, lifecycle))
    return "\n".join((_HEAD, *_drawn(REGISTRATION, ENDED), "", _MATTERS, *lives))


def _alike() -> Iterator[tuple[Sequence[Matter], Lifecycle[Any, Any]]]:
    """Each lifecycle with the kinds of matter that share it."""
    shared: dict[int, list[Matter]] = {}
    for matter, lifecycle in LIFECYCLES.items():
        shared.setdefault(id(lifecycle), []).append(matter)
    for matters in shared.values():
        yield matters, LIFECYCLES[matters[0]]


def _life(matters: Sequence[Matter], lifecycle: Lifecycle[Any, Any]) -> Iterator[str]:
    yield f"## {', '.join(matters)}"
    yield ""
    yield from _drawn(lifecycle, lifecycle.ended)
    yield ""


def _drawn(lifecycle: Lifecycle[Any, Any], ended: frozenset[Any]) -> Iterator[str]:
    yield from _diagram(lifecycle, ended)
    yield ""
    yield from _table(lifecycle)


def _diagram(lifecycle: Lifecycle[Any, Any], ended: frozenset[Any]) -> Iterator[str]:
    """The arrows between different stages; what leads back to its own stage is left to the table."""
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {lifecycle.begins}"
    for move in lifecycle.transitions:
        if move.target is not move.state:
            yield f"    {move.state} --> {move.target}: {move.event} ({move.by})"
    for state in lifecycle.states:
        if state in ended:
            yield f"    {state} --> [*]"
    yield "```"


def _table(lifecycle: Lifecycle[Any, Any]) -> Iterator[str]:
    stages: list[Any] = list(lifecycle.states.__members__.values())
    ordered = sorted(lifecycle.transitions, key=lambda move: stages.index(move.state))
    yield "| stage | event | caused by | leads to |"
    yield "|---|---|---|---|"
    for state, moves in groupby(ordered, key=lambda move: move.state):
        for number, move in enumerate(moves):
            target = "itself" if move.target is move.state else f"`{move.target}`"
            stage = f"`{state}`" if number == 0 else ""
            yield f"| {stage} | `{move.event}` | {move.by} | {target} |"


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

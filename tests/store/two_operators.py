"""Two operators in two programs, who type in the same step of the same case as fast as they can.

As a program, `python -m tests.store.two_operators CASE EDITS`, it is one of them, on the desk that its environment
names: it says `ready`, begins when it is told to, and prints what became of each of its edits.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from mpwizard.bootstrap import open_desk
from mpwizard.desk import Desk
from mpwizard.problems import Conflict
from mpwizard.settings import load_settings

OPERATORS = ("ann", "bob")
STEP = "credentials"
FIELD = "email"

# Between two edits nobody types for a moment of at most so many seconds: else the one who has the lock keeps it, and
# hundreds of edits of one follow hundreds of the other.
_BREATH = 0.006
_PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Edit:
    """What an operator typed over what he had before him, of which version; and what came of it: the version it was
    kept as, or else what he was shown instead, its version and whose it is."""

    operator: str
    mine: str
    over: str
    seen: int | None
    kept_as: int | None = None
    theirs: str = ""
    version: int = 0
    by: str = ""


def play(case_id: int, edits: int, environment: Mapping[str, str]) -> list[Edit]:
    """So many edits of each operator, both begun at once."""
    command = [sys.executable, "-m", __name__, str(case_id), str(edits)]
    programs = [
        subprocess.Popen(
            command,
            cwd=_PROJECT,
            env={**os.environ, **environment, "MPWIZARD_OPERATOR": operator},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for operator in OPERATORS
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    said = [program.communicate()[0] for program in programs]
    assert [program.returncode for program in programs] == [0, 0]
    return [Edit(**json.loads(line)) for lines in said for line in lines.splitlines()]


def type_on(desk: Desk, case_id: int, edits: int) -> list[Edit]:
    """Each edit changes what was seen last: one's own, or what a conflict has shown."""
    done: list[Edit] = []
    chance = random.Random(desk.operator)
    over, seen = "", None
    for number in range(1, edits + 1):
        time.sleep(chance.uniform(0, _BREATH))
        mine = _changed(over, desk.operator, number)
        try:
            version = desk.save(case_id, STEP, {FIELD: mine}, seen)
        except Conflict as conflict:
            theirs = str(conflict.theirs[FIELD])
            done.append(Edit(desk.operator, mine, over, seen, theirs=theirs, version=conflict.version, by=conflict.by))
            over, seen = theirs, conflict.version
        else:
            done.append(Edit(desk.operator, mine, over, seen, kept_as=version))
            over, seen = mine, version
    return done


def _changed(over: str, operator: str, number: int) -> str:
    """An address that says the last edit of each operator: one's own changes, the other's stays as it was seen."""
    parts = dict(part.split("-") for part in over.partition("@")[0].split(".") if part)
    parts[operator] = str(number)
    return ".".join(f"{name}-{parts[name]}" for name in sorted(parts)) + "@example.com"


def main() -> None:
    """Be one of the two."""
    case_id, edits = map(int, sys.argv[1:])
    with closing(open_desk(load_settings())) as desk:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        for edit in type_on(desk, case_id, edits):
            sys.stdout.write(json.dumps(asdict(edit)) + "\n")


if __name__ == "__main__":
    main()

"""T1 and its neighbours: the program on a desk of 100,000 cases, against one of a thousand and against an empty one.

`python -m benchmarks.big_start 200000` measures at another size.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.cases import desk_in, kept_home, shown_at
from benchmarks.ratios import in_turn, tell
from benchmarks.startup import FIRST_FRAME, Start, start

SMALL, BIG = 1_000, 100_000
# What stands in the place of the table where there is no case.
NO_CASE = "begin a case"


def main() -> None:
    """Measure and print."""
    named = [int(each) for each in sys.argv[1:] if each.isdecimal()]
    cases = named[0] if named else BIG
    big, small = kept_home(cases), kept_home(SMALL)
    print(f"at {cases:,} cases", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder)
        desk_in(empty).close()
        rounds = in_turn(
            lambda: _start(big, shown_at(big, 0)),
            lambda: _start(small, shown_at(small, 0)),
            lambda: _start(empty, NO_CASE),
        )
    few, none = f"{SMALL:,} cases", "an empty desk"
    tell("T1 first page", [(ours.data, other.data) for ours, other, _ in rounds], few, 1.5)
    tell("T1 the same in processor time", [(ours.data_cpu, other.data_cpu) for ours, other, _ in rounds], few, 1.5)
    tell("T1 peak memory", [(ours.peak, other.peak) for ours, other, _ in rounds], few, 1.1)
    tell("T1 opening", [(ours.data, other.data) for ours, _, other in rounds], none, 1.5)
    tell("T1 the same in processor time", [(ours.data_cpu, other.data_cpu) for ours, _, other in rounds], none, 1.5)


def _start(home: Path, wanted: str) -> Start:
    return start("mpwizard", {"MPWIZARD_HOME": str(home), "MPWIZARD_LANG": "en"}, FIRST_FRAME, wanted)


if __name__ == "__main__":
    main()

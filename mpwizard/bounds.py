"""What a program may read of the machine's files for its user: all that the system lets it, unless a front serves it to
somebody elsewhere. They see their own folder, and nothing beside it."""

from __future__ import annotations

import os
from pathlib import Path

from mpwizard.another_program import SERVED
from mpwizard.problems import Refused


def insist_on_bounds(path: Path) -> None:
    """Nothing where a file or folder may be looked at.

    Raises:
        Refused: `file_out_of_bounds`.
    """
    told = os.environ.get(SERVED)
    if not told:
        return
    try:
        inside = path.resolve().is_relative_to(Path(told).parent.resolve())
    except (OSError, RuntimeError, ValueError):  # links in a circle, or a name no file can have
        inside = False
    if not inside:
        raise Refused("file_out_of_bounds")

"""What is written down when something breaks: enough to find the place, nothing that somebody typed.

A report holds the exceptions' types, files and lines, and versions. It holds no values and not even the exceptions'
texts: databases put the row into them.
"""

from __future__ import annotations

import os
import platform
import traceback
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import mpwizard


def report(error: BaseException, where: str) -> str:
    """The report's text. `where` names the command or screen it happened in."""
    place = [
        f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    kinds = " from ".join(type(each).__name__ for each in _chain(error))
    versions = f"mpwizard {mpwizard.__version__}, textual {version('textual')}, Python {platform.python_version()}"
    return "\n".join((kinds, *place, f"in: {where}", versions, platform.system(), ""))


def file_report(error: BaseException, where: str, folder: Path | None = None) -> Path | None:
    """Write the report where only its owner reads it; its path, or nothing where even that fails."""
    try:
        place = folder if folder is not None else _usual_folder()
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = place / f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(report(error, where))
    except OSError:
        return None
    return path


def _usual_folder() -> Path:
    from mpwizard.settings import default_state_folder, load_settings

    try:
        return load_settings().state_folder
    except Exception:  # whatever is broken with the settings, the report must come out
        return default_state_folder()


def _chain(error: BaseException) -> list[BaseException]:
    chain = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None and cause not in chain:
        chain.append(cause)
    return chain

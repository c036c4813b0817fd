"""Files for this user's eyes only. A new one gets a name of its own; none is ever overwritten."""

from __future__ import annotations

import os
from pathlib import Path

_MODE = 0o600
_MOST = 1000
# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_new(folder: Path, stem: str, suffix: str, text: str) -> Path:
    """Write a text to a file of its own; where one of its name has this very text, to none. `suffix` begins with a dot.

    Raises:
        OSError: the folder or the file cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for number in range(1, _MOST):
        path = folder / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, _MODE)
        except FileExistsError:
            # As bytes: what another program has saved there since may be of any encoding.
            if path.is_file() and not path.is_symlink() and path.read_bytes() == text.encode():
                return path
            continue
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        return path
    raise FileExistsError(folder)


def cell(words: str) -> str:
    """Words as a cell of a table that may be opened in a spreadsheet: never a formula."""
    return f"'{words}" if words.startswith(_FORMULA) else words

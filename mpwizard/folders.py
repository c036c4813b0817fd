"""Folders looked into for somebody who types a path: what is there, what fits what is typed, how it goes on.

Nothing here opens a file, and no name is changed: what a terminal may not show is left out when it is shown.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mpwizard.bounds import insist_on_bounds
from mpwizard.problems import Refused
from mpwizard.text import safe

UP = ".."
MOST_ENTRIES = 5_000

_HIDDEN = "."
_HOME = "~"
_QUOTES = "'\""


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a folder: a folder itself, or anything else."""

    name: str
    folder: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """The names of one folder, folders first; `more` where there were too many to read."""

    entries: tuple[Entry, ...]
    more: bool = False


def listing(folder: Path) -> Listing:
    """What is in a folder.

    Raises:
        Refused: there is no such folder, or this user may not look into it.
    """
    insist_on_bounds(folder)
    found: list[Entry] = []
    try:
        with os.scandir(folder) as names:
            for each in names:
                if len(found) == MOST_ENTRIES:
                    return Listing(_ordered(found), more=True)
                found.append(Entry(each.name, _is_folder(each)))
    except PermissionError:
        raise Refused("folder_unreadable") from None
    except (OSError, ValueError):
        raise Refused("folder_missing") from None
    return Listing(_ordered(found))


def split(typed: str, base: Path) -> tuple[Path, str]:
    """The folder that a typed path is in, and the beginning of a name that stands behind the last slash."""
    head, slash, leaf = typed.rpartition("/")
    if typed == _HOME:
        return Path.home(), ""
    folder = os.path.expanduser(head + slash)
    return Path(os.path.normpath(base / folder)), leaf


def as_typed(path: Path, *, folder: bool = False) -> str:
    """A path as one would type it: from the own home where it is below it, a folder with its slash."""
    home = Path.home()
    below = path != home and path.is_relative_to(home)
    words = f"{_HOME}/{path.relative_to(home)}" if below else _HOME if path == home else str(path)
    return words if not folder or words.endswith("/") else words + "/"


def fitting(entries: Iterable[Entry], leaf: str) -> list[Entry]:
    """The entries a beginning may mean: those that begin so, then those that hold it. A dot asks for hidden ones."""
    wanted = _folded(leaf)
    seen = [each for each in entries if leaf.startswith(_HIDDEN) or not each.name.startswith(_HIDDEN)]
    first = [each for each in seen if _folded(each.name).startswith(wanted)]
    others = [each for each in seen if wanted in _folded(each.name) and each not in first]
    exact = [each for each in first if each.name == leaf]
    return [*exact, *(each for each in first if each.name != leaf), *others]


def completed(entries: Sequence[Entry], leaf: str) -> str:
    """What a beginning goes on to, as far as all names that begin so agree; a folder that is sure has its slash."""
    wanted = _folded(leaf)
    begun = [each for each in entries if _folded(each.name).startswith(wanted) and safe(each.name) == each.name]
    begun = [each for each in begun if leaf.startswith(_HIDDEN) or not each.name.startswith(_HIDDEN)]
    # Who wrote capitals as they are on the disk means these names only.
    begun = [each for each in begun if each.name.startswith(leaf)] or begun
    if not begun:
        return leaf
    if len(begun) == 1:
        return begun[0].name + ("/" if begun[0].folder else "")
    common = os.path.commonprefix([each.name for each in begun])  # noqa: RUF071 - characters of names, no parts of paths
    return common if len(common) >= len(leaf) else leaf


def from_paste(text: str) -> str:
    """A path as file managers and terminals hand it over: in quotes, with backslashes, as the address of a file."""
    path = text.strip()
    if path.startswith("file://"):
        return unquote(urlsplit(path).path)
    if len(path) > 1 and path[0] == path[-1] and path[0] in _QUOTES:
        return path[1:-1]
    return path if "\\" not in path or os.path.lexists(path) else path.replace("\\", "")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _ordered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda each: (not each.folder, _folded(each.name), each.name)))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()

"""How long a session lasts that its user does not leave: until nobody types, until its time is over, or until its
sandbox is full."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mpwizard.i18n import N_
from mpwizard.serving.serve_settings import Limits
from mpwizard.serving.wire import Closing

_DAY = 24 * 60 * 60

CLOSED = {
    Closing.IDLE: N_("Closed, since nobody typed. Everything is saved: log in again and go on."),
    Closing.LONG: N_("Closed, since its time was over. Everything is saved: log in again and go on."),
    Closing.STOPPED: N_("The server was stopped. Everything is saved: log in again when it runs."),
    Closing.EMPTIED: N_("The trainer emptied this sandbox. Log in again and begin anew."),
    Closing.FULL: N_("Closed, since the sandbox is full. The trainer can empty it."),
}
"""What is said at the end."""


@dataclass(frozen=True, slots=True)
class End:
    """Why a session ends, and when, in seconds since 1970."""

    why: Closing
    at: float


def end_of(began: float, typed_at: float, limits: Limits) -> End | None:
    """When a session ends if no key is pressed any more; both times in seconds since 1970. None where it never does."""
    ends = []
    if limits.idle_minutes:
        ends.append(End(Closing.IDLE, typed_at + limits.idle_minutes * 60))
    if limits.session_hours:
        ends.append(End(Closing.LONG, began + limits.session_hours * 3600))
    return min(ends, key=lambda end: end.at, default=None)


def size_of(folder: Path) -> int:
    """The bytes of all files in a folder and below."""
    total = 0
    for place, _folders, files in os.walk(folder):
        for name in files:
            try:
                total += os.lstat(os.path.join(place, name)).st_size
            except FileNotFoundError:
                continue
    return total


def empty(folder: Path) -> None:
    """Take away all that is in a sandbox."""
    for each in folder.iterdir():
        shutil.rmtree(each) if each.is_dir() and not each.is_symlink() else each.unlink(missing_ok=True)


def drop_abandoned(sandboxes: Path, used: Iterable[str], days: int, now: float) -> tuple[str, ...]:
    """Take sandboxes away that nobody has used for so many days, and all of guests who have gone; their names. For 0
    days only the guests'. `now` in seconds since 1970."""
    kept = set(used)
    dropped = []
    for folder in sandboxes.iterdir() if sandboxes.is_dir() else ():
        if folder.name in kept or not folder.is_dir():
            continue
        if "+" in folder.name or (days and _used_at(folder) < now - days * _DAY):
            shutil.rmtree(folder)
            dropped.append(folder.name)
    return tuple(dropped)


def _used_at(folder: Path) -> float:
    times = [folder.stat().st_mtime]
    for place, _folders, files in os.walk(folder):
        times += [os.lstat(os.path.join(place, name)).st_mtime for name in files]
    return max(times)

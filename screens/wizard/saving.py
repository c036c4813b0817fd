"""Keeping one step's draft: saves follow one another in order, and nothing is written twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from enum import Enum

from mpwizard.i18n import N_
from mpwizard.wizard.form import same_answers

Write = Callable[[Mapping[str, object], int | None], int]


class Saved(Enum):
    """Whether what stands on the screen is safe: the word for it and the word's style."""

    YES = (N_("saved"), "$go-text")
    NOT_YET = (N_("typing…"), "$soft")
    NO = (N_("✗ not saved"), "bold $wrong")
    CLOSED = (N_("read-only"), "$soft")


class Draft:
    """What the desk holds of one step: the values last saved and the version they carry."""

    def __init__(self, values: Mapping[str, object], version: int | None, write: Write) -> None:
        self.version = version
        self._values = dict(values)
        self._write = write
        self._one_at_a_time = asyncio.Lock()

    def holds(self, values: Mapping[str, object]) -> bool:
        """Whether exactly these are stored. A value that was never typed is as good as an empty one."""
        return same_answers(self._values, values)

    def is_older_than(self, version: int | None) -> bool:
        """Whether the desk held a later version when it was looked at. The look itself may be the older one."""
        return version is not None and version > (self.version or 0)

    async def save(self, values: Mapping[str, object]) -> None:
        """Store them, after whatever is being stored.

        Raises:
            Conflict: somebody else stored others meanwhile; nothing was overwritten.
        """
        async with self._one_at_a_time:
            if not self.holds(values):
                kept = dict(values)
                self.version = await asyncio.to_thread(self._write, kept, self.version)
                self._values = kept

    def adopt(self, values: Mapping[str, object], version: int | None) -> None:
        """Take the version of what the desk holds, if that is what was saved from here; else somebody else's stands
        there, and the next save has to find that out."""
        if self.holds(values):
            self.version = version

    def is_now(self, values: Mapping[str, object], version: int | None) -> None:
        """The desk says what it holds."""
        self._values = dict(values)
        self.version = version

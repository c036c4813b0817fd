"""Everything the desk keeps, in one database. Records go in and come out; no row, session or engine leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mpwizard.store.keys import KeyRing
from mpwizard.store.store import Store

if TYPE_CHECKING:
    # Named for who declares what it takes; the store itself loads them when they are first used.
    from mpwizard.store.case_changes import CaseChanges
    from mpwizard.store.matters import MatterChanges
    from mpwizard.store.reader import Reader
    from mpwizard.store.writer import Writer

__all__ = ["CaseChanges", "KeyRing", "MatterChanges", "Reader", "Store", "Writer"]

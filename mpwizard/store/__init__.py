"""Everything the desk keeps, in one SQLite file. Records go in and come out; no row, session or engine leaves."""

from __future__ import annotations

from mpwizard.store.keys import KeyRing
from mpwizard.store.reader import Reader
from mpwizard.store.store import Store
from mpwizard.store.writer import Writer

__all__ = ["KeyRing", "Reader", "Store", "Writer"]

"""The database of a team: one PostgreSQL server for several programs and machines. Loaded only where its URL is set,
because it needs a driver that is not installed with the program."""

from __future__ import annotations

from mpwizard.store.postgres.database import PostgresDatabase

__all__ = ["PostgresDatabase"]

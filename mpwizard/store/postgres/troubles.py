"""What a PostgreSQL server says when it cannot be used, told as `Trouble`: the one place that knows its codes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from mpwizard.problems import Trouble
from mpwizard.store.keys import SealBroken

# By the whole code, or by its first two characters, which name its class.
_BY_CODE = {
    "25P03": "database_unreachable",
    "25006": "database_readonly",
    "08": "database_unreachable",
    "57P01": "database_unreachable",
    "57P02": "database_unreachable",
    "57P03": "database_unreachable",
    "57P05": "database_unreachable",
    "57014": "database_locked",
    "55P03": "database_locked",
    "40": "database_locked",
    "53100": "database_full",
    "53": "database_unreachable",
    "28": "database_refused",
    "3D": "database_refused",
    "42501": "database_refused",
    "58": "database_damaged",
    "XX": "database_damaged",
}
_NAMED_BY = {"database_readonly": "path", "database_damaged": "path", "database_full": "", "database_locked": ""}


@contextmanager
def server_troubles(where: str) -> Iterator[None]:
    """What the server or a seal refuses within becomes a `Trouble`; a broken constraint, a defect of ours, stays one.

    The first error is dropped: its text may quote what was being written.
    """
    try:
        yield
    except SealBroken:
        key = "database_damaged"
    except Exception as error:
        # SQLAlchemy, which nothing here has to load, wraps the driver's error and keeps it as `orig`.
        known = _key_of(getattr(error, "orig", error))
        if known is None:
            raise
        key = known
    else:
        return
    raise trouble(key, where)


def trouble(key: str, where: str) -> Trouble:
    """A trouble with this database; `where` is its host and name."""
    name = _NAMED_BY.get(key, "where")
    return Trouble(key, {name: where} if name else {})


def _key_of(error: BaseException | None) -> str | None:
    if not isinstance(error, psycopg.Error):
        return None
    code = error.sqlstate
    if code is None:
        # The line broke: there is nobody who could have sent a code.
        return "database_unreachable" if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) else None
    return _BY_CODE.get(code) or _BY_CODE.get(code[:2])

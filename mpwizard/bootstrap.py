"""The only place that chooses: which database, which key, which clock, which postman."""

from __future__ import annotations

import os
from pathlib import Path

from mpwizard.clock import Clock, SystemClock
from mpwizard.desk import Desk
from mpwizard.mail import NoPostman, Postman
from mpwizard.passwords import hash_password
from mpwizard.problems import Trouble
from mpwizard.settings import Settings, load_settings
from mpwizard.store import KeyRing, Store


def open_desk(settings: Settings | None = None, clock: Clock | None = None) -> Desk:
    """The desk of this installation, made at its first start.

    Raises:
        Trouble: the settings, the key or the database cannot be used.
    """
    chosen = settings or load_settings()
    postman = _postman(chosen)
    return Desk(open_store(chosen), clock or SystemClock(), chosen.operator_name, hash_password, postman)


def open_store(settings: Settings) -> Store:
    """The database of these settings, with its key; both are made where neither is there.

    Raises:
        Trouble: one of them cannot be used.
    """
    database, key = settings.database_path, settings.key_path
    try:
        is_new = not database.exists()
        keys = KeyRing.load_or_create(key, may_create=is_new)
        return Store.open(database, keys)
    except OSError:
        raise Trouble("folder_unwritable", {"path": _nearest(database)}) from None
    except Trouble as trouble:
        if trouble.key == "key_missing" and is_new:
            # Nothing was lost: the key could not be made.
            raise Trouble("folder_unwritable", {"path": _nearest(key)}) from None
        raise


def _nearest(path: Path) -> str:
    """The folder above a file that is there: where something has to be put right."""
    return str(next((folder for folder in path.parents if os.path.exists(folder)), path.parent))


def _postman(settings: Settings) -> Postman:
    if settings.smtp_url is None:
        return NoPostman()
    from mpwizard.smtp import SmtpPostman

    lock = settings.database_path.with_name(f"{settings.database_path.name}.mail.lock")
    return SmtpPostman(settings.smtp_url, settings.mail_from, lock)

"""The only place that chooses: which database, which key, which clock, which postman."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mpwizard.case_list import CaseList
from mpwizard.clock import Clock, SystemClock
from mpwizard.mail import NoPostman, Postman
from mpwizard.passwords import Argon2
from mpwizard.problems import Trouble
from mpwizard.settings import Settings, load_settings
from mpwizard.store import KeyRing, Store

if TYPE_CHECKING:
    from mpwizard.desk import Desk
    from mpwizard.store.postgres import PostgresDatabase


class Opening:
    """An installation on its way to a desk, in two goes: what the list of cases needs, and later all else.

    The list can be on the screen before tables, use-cases and the practice platform are loaded.
    """

    def __init__(self, settings: Settings | None = None, clock: Clock | None = None) -> None:
        """Open the files of this installation, made at its first start.

        Raises:
            Trouble: the settings, the key or the database cannot be used.
        """
        chosen = settings or load_settings()
        self._operator = chosen.operator_name
        self._clock = clock or SystemClock()
        self._postman = _postman(chosen)
        self._store = open_store(chosen)

    def case_list(self) -> CaseList:
        """The cases as they are stored."""
        return CaseList(self._store, self._clock, self._operator)

    def desk(self) -> Desk:
        """The desk of this installation."""
        from mpwizard.desk import Desk

        desk = Desk(self._store, self._clock, self._operator, Argon2(), self._postman)
        desk.list_anew()
        return desk


def open_desk(settings: Settings | None = None, clock: Clock | None = None) -> Desk:
    """The desk of this installation, made at its first start.

    Raises:
        Trouble: the settings, the key or the database cannot be used.
    """
    return Opening(settings, clock).desk()


def open_store(settings: Settings) -> Store:
    """The database of these settings, with its key; both are made where neither is there.

    Raises:
        Trouble: one of them cannot be used.
    """
    if settings.database_url is not None:
        return _open_server(settings)
    from mpwizard.store.opening import refuse_other_files

    database = settings.database_path
    try:
        refuse_other_files(database)
        return Store.open(database, _keys(settings.key_path, is_new=not database.exists()))
    except OSError:
        raise Trouble("folder_unwritable", {"path": _nearest(database)}) from None


def empty_server(settings: Settings) -> str:
    """How the database on the server of these settings is called where nothing was ever kept in it. Looks only.

    Raises:
        Trouble: it cannot be told.
    """
    if settings.database_url is None:
        return ""
    database = _server(settings)
    return database.where if database.is_new() else ""


def _open_server(settings: Settings) -> Store:
    folder = settings.database_path.parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise Trouble("folder_unwritable", {"path": _nearest(folder)}) from None
    database = _server(settings)
    keys = _keys(settings.key_path, is_new=database.is_new())
    database.prepare(keys)
    return Store(database, keys)


def _server(settings: Settings) -> PostgresDatabase:
    try:
        from mpwizard.store.postgres import PostgresDatabase
    except ImportError:
        raise Trouble("database_driver") from None
    url = settings.database_url.get_secret_value() if settings.database_url else ""
    return PostgresDatabase(url, settings.database_path.parent)


def _keys(path: Path, *, is_new: bool) -> KeyRing:
    try:
        return KeyRing.load_or_create(path, may_create=is_new)
    except Trouble as trouble:
        if trouble.key == "key_missing" and is_new:
            # Nothing was lost: the key could not be made.
            raise Trouble("folder_unwritable", {"path": _nearest(path)}) from None
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

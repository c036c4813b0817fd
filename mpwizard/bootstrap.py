"""The only place that chooses: which database, which key, which clock, which postman."""

from __future__ import annotations

from mpwizard.clock import Clock, SystemClock
from mpwizard.desk import Desk
from mpwizard.mail import NoPostman, Postman, SmtpPostman
from mpwizard.passwords import hash_password
from mpwizard.settings import Settings, load_settings
from mpwizard.store import KeyRing, Store


def open_desk(settings: Settings | None = None, clock: Clock | None = None) -> Desk:
    """The desk of this installation, made at its first start.

    Raises:
        Trouble: the settings, the key or the database cannot be used.
    """
    chosen = settings or load_settings()
    database = chosen.database_path
    keys = KeyRing.load_or_create(chosen.key_path, may_create=not database.exists())
    return Desk(
        Store.open(database, keys),
        clock or SystemClock(),
        chosen.operator_name,
        hash_password,
        _postman(chosen),
    )


def _postman(settings: Settings) -> Postman:
    if settings.smtp_url is None or not settings.smtp_url.get_secret_value():
        return NoPostman()
    return SmtpPostman(settings.smtp_url, settings.mail_from)

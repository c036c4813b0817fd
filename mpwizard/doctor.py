"""What the program stands on, looked at without touching it: versions, folders, database, key, terminal, mail."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from mpwizard import __version__
from mpwizard.i18n import tr
from mpwizard.problems import Trouble
from mpwizard.settings import Settings, load_settings, unknown_variables
from mpwizard.smtp import SmtpPostman
from mpwizard.tell import tell

# Before this version two connections that checkpoint at once can, very rarely, damage a WAL database.
_WAL_RESET_FIXED_IN = (3, 51, 3)
_COLUMNS, _LINES = 80, 24


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its key for scripts, its name, what was found, whether it is as it should be (None: only
    told), what to do."""

    key: str
    name: str
    found: str
    good: bool | None = None
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a sound database holds, and where it is: how many cases, how many mails that wait to be sent. A new one has
    no tables yet: whoever looks makes none."""

    where: str
    cases: int
    waiting_mails: int
    is_new: bool = False


Look = Callable[[Settings], Contents]


def examine(look_into: Look) -> Iterator[Finding]:
    """Look at everything. `look_into` opens the database of these settings and counts."""
    yield Finding(
        "program",
        tr("Program"),
        f"mpwizard {__version__}, Python {platform.python_version()}",
        sys.version_info >= (3, 11),
    )
    libraries = ", ".join(f"{name} {version(name)}" for name in ("textual", "sqlmodel", "pydantic"))
    yield Finding("libraries", tr("Libraries"), libraries)
    yield _sqlite()
    yield from _terminal()
    try:
        settings = load_settings()
    except Trouble as trouble:
        yield _troubled("settings", tr("Settings"), trouble)
        return
    yield _settings(settings)
    yield from _files(settings, look_into)


def _sqlite() -> Finding:
    found = sqlite3.sqlite_version_info
    advice = (
        ""
        if found >= _WAL_RESET_FIXED_IN
        else tr("Writers and checkpoints take turns through a lock, because this version may harm the file otherwise.")
    )
    return Finding("sqlite", "SQLite", sqlite3.sqlite_version, None, advice)


def _settings(settings: Settings) -> Finding:
    strangers = unknown_variables()
    if strangers:
        advice = tr("No settings of this program: {names}", names=", ".join(strangers))
        return Finding("settings", tr("Settings"), str(settings.settings_path), False, advice)
    if (
        os.path.exists(settings.settings_path)
        and (settings.smtp_url is not None or settings.database_url is not None)
        and not _private(settings.settings_path)
    ):
        advice = tr("Others can read this file and the passwords in it; set its mode to 600.")
        return Finding("settings", tr("Settings"), str(settings.settings_path), False, advice)
    return Finding("settings", tr("Settings"), str(settings.settings_path))


def _files(settings: Settings, look_into: Look) -> Iterator[Finding]:
    key, database = settings.key_path, settings.database_path
    on_server = settings.database_url is not None
    if not on_server and not os.path.exists(database):
        yield _first_start(key, database)
        yield from _mail(settings, 0)
        return
    if not on_server or os.path.exists(key):
        advice = tr("Keep a copy: without the key the data are lost.")
        yield Finding("key", tr("Key file"), str(key), _private(key), advice)
    # Opening the database narrows its mode.
    private = on_server or _private(database)
    try:
        contents = look_into(settings)
    except Trouble as trouble:
        yield _troubled("database", tr("Database"), trouble)
        yield from _mail(settings, 0)
        return
    yield _database(contents, private)
    yield from _mail(settings, contents.waiting_mails)


def _database(contents: Contents, private: bool) -> Finding:
    if contents.is_new:
        found = tr("{path}: nothing kept yet; the first start makes the tables", path=contents.where)
        return Finding("database", tr("Database"), found)
    found = tr("{path}: sound; cases: {count}", path=contents.where, count=contents.cases)
    return Finding("database", tr("Database"), found, private)


def _first_start(key: Path, database: Path) -> Finding:
    """Where there is no database yet: whether it and its key can be made."""
    for path in (database, key):
        folder = _nearest_above(path)
        if not (os.path.exists(path) or (os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK))):
            return _troubled("database", tr("Database"), Trouble("folder_unwritable", {"path": str(folder)}))
    return Finding("database", tr("Database"), tr("{path}: none yet, made at the first start", path=database))


def _nearest_above(path: Path) -> Path:
    return next((folder for folder in path.parents if os.path.exists(folder)), path.parent)


def _terminal() -> Iterator[Finding]:
    size = shutil.get_terminal_size()
    big_enough = size.columns >= _COLUMNS and size.lines >= _LINES
    yield Finding(
        "terminal",
        tr("Terminal"),
        f"{os.environ.get('TERM', '?')}, {size.columns}x{size.lines}",
        big_enough,
        "" if big_enough else tr("Best from {columns}x{lines} on.", columns=_COLUMNS, lines=_LINES),
    )
    yield Finding("colours", tr("Colours"), _colours())
    encoding = locale.getpreferredencoding(False)
    utf8 = encoding.lower().replace("-", "") == "utf8"
    advice = "" if utf8 else tr("Set the terminal and LANG to UTF-8.")
    yield Finding("encoding", tr("Encoding"), encoding, utf8, advice)
    if os.environ.get("TMUX"):
        yield Finding("tmux", "tmux", tr("inside tmux"), None, tr("Copying needs `set -s set-clipboard on` in tmux."))


def _colours() -> str:
    if os.environ.get("NO_COLOR"):
        return tr("none (NO_COLOR is set)")
    return tr("24 bit") if os.environ.get("COLORTERM") in ("truecolor", "24bit") else tr("256 or fewer")


def _mail(settings: Settings, waiting: int) -> Iterator[Finding]:
    name = tr("Mail")
    if settings.smtp_url is None:
        yield Finding("mail", name, tr("none leaves the program (no SMTP server is set)"))
    else:
        try:
            SmtpPostman(settings.smtp_url, settings.mail_from, settings.database_path)
        except Trouble as trouble:
            yield _troubled("mail", name, trouble)
        else:
            yield Finding("mail", name, tr("through the SMTP server of the settings"), True)
    if waiting:
        advice = tr("Tried again with the next mail that is sent.")
        yield Finding("outbox", tr("Outbox"), tr("{count} mails wait to be sent", count=waiting), False, advice)


def _troubled(key: str, name: str, trouble: Trouble) -> Finding:
    told = tell(trouble)
    return Finding(key, name, told.line, False, told.lifts)


def _private(path: Path) -> bool:
    try:
        return not stat.S_IMODE(path.stat().st_mode) & 0o077
    except OSError:
        return False

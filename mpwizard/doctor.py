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
from mpwizard.mail import SmtpPostman
from mpwizard.problems import Trouble
from mpwizard.settings import Settings, load_settings
from mpwizard.tell import tell

# Before this version two connections that checkpoint at once can, very rarely, damage a WAL database.
_WAL_RESET_FIXED_IN = (3, 51, 3)
_SMALLEST = (80, 24)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its name, what was found, whether it is as it should be (None: only told), what to do."""

    name: str
    found: str
    good: bool | None
    advice: str = ""


def examine(open_database: Callable[[Settings], int]) -> Iterator[Finding]:
    """Look at everything. `open_database` opens the desk of these settings and gives the number of its cases."""
    yield Finding(
        tr("Program"), f"mpwizard {__version__}, Python {platform.python_version()}", sys.version_info >= (3, 11)
    )
    yield Finding(
        tr("Libraries"), ", ".join(f"{name} {version(name)}" for name in ("textual", "sqlmodel", "pydantic")), None
    )
    yield _sqlite()
    try:
        settings = load_settings()
    except Trouble as trouble:
        yield _troubled(tr("Settings"), trouble)
        return
    yield from _files(settings, open_database)
    yield from _terminal()
    yield _mail(settings)


def _sqlite() -> Finding:
    found = sqlite3.sqlite_version_info
    advice = (
        ""
        if found >= _WAL_RESET_FIXED_IN
        else tr("Writers and checkpoints take turns through a lock, because this version may harm the file otherwise.")
    )
    return Finding("SQLite", sqlite3.sqlite_version, None, advice)


def _files(settings: Settings, open_database: Callable[[Settings], int]) -> Iterator[Finding]:
    yield Finding(tr("Configuration folder"), str(settings.config_folder), None)
    key, database = settings.key_path, settings.database_path
    if not database.exists():
        yield Finding(tr("Database"), tr("{path}: none yet, made at the first start", path=database), None)
        return
    yield Finding(tr("Key file"), str(key), _private(key), tr("Keep a copy: without the key the data are lost."))
    try:
        count = open_database(settings)
    except Trouble as trouble:
        yield _troubled(tr("Database"), trouble)
        return
    yield Finding(tr("Database"), tr("{path}: sound, {count} cases", path=database, count=count), _private(database))


def _terminal() -> Iterator[Finding]:
    size = shutil.get_terminal_size()
    big_enough = (size.columns, size.lines) >= _SMALLEST and size.lines >= _SMALLEST[1]
    yield Finding(
        tr("Terminal"),
        f"{os.environ.get('TERM', '?')}, {size.columns}x{size.lines}",
        big_enough,
        "" if big_enough else tr("Best from {columns}x{lines} on.", columns=_SMALLEST[0], lines=_SMALLEST[1]),
    )
    yield Finding(tr("Colours"), _colours(), None)
    encoding = locale.getpreferredencoding(False)
    utf8 = encoding.lower().replace("-", "") == "utf8"
    yield Finding(tr("Encoding"), encoding, utf8, "" if utf8 else tr("Set the terminal and LANG to UTF-8."))
    if os.environ.get("TMUX"):
        yield Finding("tmux", tr("inside tmux"), None, tr("Copying needs `set -s set-clipboard on` in tmux."))


def _colours() -> str:
    if os.environ.get("NO_COLOR"):
        return tr("none (NO_COLOR is set)")
    return tr("24 bit") if os.environ.get("COLORTERM") in ("truecolor", "24bit") else tr("256 or fewer")


def _mail(settings: Settings) -> Finding:
    name = tr("Mail")
    if settings.smtp_url is None:
        return Finding(name, tr("none leaves the program (no SMTP server is set)"), None)
    try:
        SmtpPostman(settings.smtp_url, settings.mail_from)
    except Trouble as trouble:
        return _troubled(name, trouble)
    return Finding(name, tr("through the SMTP server of the settings"), True)


def _troubled(name: str, trouble: Trouble) -> Finding:
    told = tell(trouble)
    return Finding(name, f"{told.message} ({told.code})", False, told.lifts)


def _private(path: Path) -> bool:
    try:
        return not stat.S_IMODE(path.stat().st_mode) & 0o077
    except OSError:
        return False

"""Recordings of sessions, as asciinema plays them (asciicast v2): what was shown, never what was typed."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mpwizard.i18n import Language, Translator
from mpwizard.serving.colours import Depth

if TYPE_CHECKING:
    from mpwizard.serving.sessions import Attached, Session

ENDING = ".cast"
# What may wait for the disk before the screen is painted anew instead, in characters.
_MOST_WAITING = 256 << 10
_DAY = 24 * 60 * 60


class Recording:
    """A terminal that writes down what it is shown. A file that ends in the middle plays up to there.

    `most` bounds the file, in bytes; `on_stop` is told once why nothing more is written: `size`, or `disk`.
    """

    depth = Depth.TRUE

    def __init__(self, path: Path, columns: int, rows: int, most: int, on_stop: Callable[[str], None]) -> None:
        self.columns, self.rows = columns, rows
        self.translator = Translator(Language.EN)
        self.drained: Callable[[], None] = _ignore
        self._path, self._most, self._on_stop = path, most, on_stop
        self._began = time.monotonic()
        self._descriptor = -1
        self._waiting: list[str] = []
        self._size = self._waiting_size = 0
        self._writing: asyncio.Task[None] | None = None
        self._stopped = False
        header = {"version": 2, "width": columns, "height": rows, "timestamp": int(time.time())}
        self._put({**header, "env": {"TERM": "xterm-256color"}})

    # --- the terminal, as a session sees it --------------------------------------------------------------------------

    @property
    def is_behind(self) -> bool:
        """Whether the disk is slower than the screen."""
        return self._waiting_size > _MOST_WAITING

    def write(self, text: str) -> None:
        """It is shown something."""
        self._event("o", text)

    def resized(self, columns: int, rows: int) -> None:
        """What is recorded has another size from now on."""
        self.columns, self.rows = columns, rows
        self._event("r", f"{columns}x{rows}")

    def close(self, words: str, *, failed: bool = False) -> None:
        """Nothing more is written. What waits for the disk still is."""
        del words, failed
        self._stopped = True
        if self._writing is None:
            self._shut()

    def moved(self, session: Session, attached: Attached) -> None:
        """It stays with its session."""

    async def is_written(self) -> None:
        """Wait until all that was shown so far is in the file."""
        if self._writing is not None:
            await self._writing

    # --- the file ----------------------------------------------------------------------------------------------------

    def _event(self, kind: str, text: str) -> None:
        self._put([round(time.monotonic() - self._began, 6), kind, text])

    def _put(self, told: object) -> None:
        line = json.dumps(told, ensure_ascii=False) + "\n"
        self._size += len(line.encode("utf-8", "replace"))
        if self._stopped:
            return
        if self._size > self._most:
            self._stop("size")
            return
        self._waiting.append(line)
        self._waiting_size += len(line)
        if self._writing is None:
            self._writing = asyncio.get_running_loop().create_task(self._write_out())

    async def _write_out(self) -> None:
        was_behind = False
        try:
            while self._waiting:
                was_behind = was_behind or self.is_behind
                lines, self._waiting, self._waiting_size = self._waiting, [], 0
                await asyncio.to_thread(self._append, "".join(lines).encode("utf-8", "replace"))
        except OSError:
            self._waiting, self._waiting_size = [], 0
            self._stop("disk")
        finally:
            self._writing = None
            if self._stopped:
                self._shut()
        if was_behind and not self._stopped:
            self.drained()

    def _append(self, data: bytes) -> None:
        if self._descriptor < 0:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        while data:
            data = data[os.write(self._descriptor, data) :]

    def _stop(self, why: str) -> None:
        if not self._stopped:
            self._stopped = True
            self._on_stop(why)

    def _shut(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def new_name() -> str:
    """A file name that tells when, and nothing of whom."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}{ENDING}"


def drop_old(folder: Path, days: int, now: float) -> int:
    """Take recordings away that are older than so many days; how many there were. `now` in seconds since 1970."""
    old = [path for path in folder.glob(f"*{ENDING}") if path.stat().st_mtime < now - days * _DAY]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _ignore() -> None:
    """Nobody waits."""

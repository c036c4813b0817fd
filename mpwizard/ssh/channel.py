"""One terminal at the other end of a connection."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from contextvars import copy_context
from typing import TYPE_CHECKING

from asyncssh import SSHServerChannel, SSHServerSession

from mpwizard.i18n import N_, Language, Translator, parse, use
from mpwizard.problems import Refused, Trouble
from mpwizard.serving.colours import Depth
from mpwizard.serving.people import Person, Role
from mpwizard.serving.sessions import LEAVE, Attached, Session
from mpwizard.ssh.ahead import Ahead
from mpwizard.tell import tell

if TYPE_CHECKING:
    from mpwizard.ssh.listening import Served

WATCH = "+watch+"
"""Whoever logs in as `WHO+watch+WHOM` is WHO, and sees what WHOM sees."""

FAILED = 1

_TERM = re.compile(r"[A-Za-z0-9+._-]{1,40}")
_LOCALE = re.compile(r"[A-Za-z]{2,3}(_[A-Za-z]{2})?([.@][A-Za-z0-9._-]{1,20})?")
# Whose client says no language gets the server's.
_LOCALES = {Language.ZH: "zh_CN.UTF-8", Language.EN: "en_GB.UTF-8", Language.MANGLE: "en_GB.UTF-8"}
# Of what a client says of its environment.
_HEEDED = frozenset({b"LC_ALL", b"LC_MESSAGES", b"LANG", b"COLORTERM", b"NO_COLOR"})
_LONGEST_TOLD = 64
_COLUMNS, _ROWS = (20, 400), (5, 150)
# What may wait for a terminal before its screen is painted anew instead.
_HIGH_WATER = 128 << 10
_RESIZE_PAUSE = 0.05
# Of several sessions to watch those are listed that one key chooses; these are the keys.
_MOST_LISTED = 9
_PLACES = {b"\r": 0, b"\n": 0, **{str(place + 1).encode(): place for place in range(_MOST_LISTED)}}
_LEAVES = (b"q", b"Q", b"\x03", b"\x04")
# So long a question waits for its answer, in seconds.
_ASKED_FOR = 5 * 60.0
_TRUE_COLOUR = ("direct", "kitty", "foot", "alacritty", "wezterm", "ghostty")

_NO_TERMINAL = N_("A terminal is needed: connect without a command, or with ssh -t.")
_NOT_NOW = N_("No session can begin now; whoever runs this server finds the reason in its log.")
_WHICH = N_("Several sessions can be watched:")
_OTHERS = N_("Any other one: log in as {name}+watch+THEIRNAME.")
_HOW_TO_CHOOSE = N_("Press its number; Enter takes the first, q leaves.")
_GO_ON = N_("Your session still runs.  1 or Enter: go on with it  ·  2: begin another one  ·  q: leave")


class Heeded(dict[bytes, bytes]):
    """What is kept of a client's environment while it is told: asyncssh would keep all of it, however much."""

    def __setitem__(self, name: bytes, value: bytes) -> None:
        if name in _HEEDED and len(value) <= _LONGEST_TOLD:
            super().__setitem__(name, value)


class Channel(SSHServerSession[bytes]):
    """The terminal of one connection: chooses a session, then carries keys there and pictures back."""

    def __init__(self, served: Served, person: Person, user: str) -> None:
        self._served, self._person, self._user = served, person, user
        self._has_terminal = False
        self._session: Session | None = None
        # Its user's own session, while they look at somebody else's.
        self._home: Session | None = None
        self._attached: Attached | None = None
        self._behind = self._line_full = False
        self._resizing: asyncio.TimerHandle | None = None
        self._beginning: asyncio.Task[None] | None = None
        self._ahead = Ahead()
        self.columns, self.rows, self.depth = 80, 24, Depth.EIGHT_BIT
        self.translator = Translator(served.language)
        self._language = _LOCALES[served.language]

    # --- how the channel begins --------------------------------------------------------------------------------------

    def connection_made(self, chan: SSHServerChannel[bytes]) -> None:
        self._channel = chan
        # There is no way but this to see a variable before it is kept.
        chan._env = Heeded()
        chan.set_write_buffer_limits(high=_HIGH_WATER)

    def pty_requested(
        self, term_type: str, term_size: tuple[int, int, int, int], term_modes: Mapping[int, int]
    ) -> bool:
        del term_modes
        self._has_terminal = _TERM.fullmatch(term_type) is not None
        self._measure(*term_size[:2])
        return self._has_terminal

    def shell_requested(self) -> bool:
        return True

    def exec_requested(self, command: str) -> bool:
        del command
        return False

    def subsystem_requested(self, subsystem: str) -> bool:
        del subsystem
        return False

    def session_started(self) -> None:
        self._read_environment()
        if not self._has_terminal:
            self.say(_NO_TERMINAL)
            self._channel.exit(FAILED)
            return
        self._beginning = asyncio.get_running_loop().create_task(self._begin())

    async def _begin(self) -> None:
        try:
            _who, watches, whom = self._user.partition(WATCH)
            if watches:
                self._watch(whom)
            else:
                await self._open()
        except TimeoutError:
            self._channel.exit(0)
        except Refused as refused:
            told = tell_in(self.translator, refused)
            self._served.journal.note("refused", user=self._person.name, why=refused.refusal.key)
            self.write(told + "\r\n")
            self._channel.exit(FAILED)
        except Exception as error:  # whatever it was, nobody is left before an empty screen
            why = error.key if isinstance(error, Trouble) else type(error).__name__
            self._served.journal.note("trouble", user=self._person.name, why=why)
            self.say(_NOT_NOW)
            self._channel.exit(FAILED)

    async def _open(self) -> None:
        front = self._served.front
        running = front.sessions_of(self._person.name)
        if self._person.role is Role.SPECTATOR:
            async with asyncio.timeout(_ASKED_FOR):
                session = await self._watched()
            if session is None:
                self._channel.exit(0)
                return
            self._session, self._attached = session, front.watch(session, self, self._person.name)
        elif running:
            async with asyncio.timeout(_ASKED_FOR):
                goes_on = await self._goes_on()
            if goes_on is None:
                self._channel.exit(0)
                return
            # It may have ended while its owner thought about it.
            still_running = front.sessions_of(self._person.name)
            if goes_on and still_running:
                self._session = still_running[-1]
                self._attached = front.resume(self._session, self)
            else:
                self._session, self._attached = await front.open(self._person, self, self._language)
        else:
            self._session, self._attached = await front.open(self._person, self, self._language)
        self._served.journal.note("session", user=self._person.name, watches=self._attached.watches)
        ahead = self._ahead.rest()
        if ahead:
            self.data_received(ahead, None)

    def _watch(self, name: str) -> None:
        front = self._served.front
        found = [each for each in front.watchable_by(self._person) if each.name == name]
        if not found:
            raise Refused("serve_nothing_to_watch")
        self._session = found[-1]
        self._attached = front.watch(self._session, self, self._person.name)
        self._served.journal.note("session", user=self._person.name, watches=True)

    async def _watched(self) -> Session | None:
        """Which session a spectator looks on; where there are several they are asked, and may leave instead.

        Raises:
            Refused: `serve_nothing_to_watch`.
        """
        asked: tuple[Session, ...] = ()
        while True:
            watchable = self._served.front.watchable_by(self._person)
            if not watchable:
                raise Refused("serve_nothing_to_watch")
            if len(watchable) == 1:
                return watchable[0]
            if watchable != asked:
                asked = watchable
                self._ask_which(asked)
            key = await self._ahead.key()
            if key in _LEAVES:
                return None
            place = _PLACES.get(key, len(asked))
            if place < len(asked) and asked[place] in self._served.front.watchable_by(self._person):
                return asked[place]

    def _ask_which(self, sessions: tuple[Session, ...]) -> None:
        self.say(_WHICH)
        for place, session in enumerate(sessions[:_MOST_LISTED], start=1):
            self.write(f"  {place}  {session.name}  {session.model.columns}x{session.model.rows}\r\n")
        if len(sessions) > _MOST_LISTED:
            self.say(_OTHERS, name=self._person.name)
        self.say(_HOW_TO_CHOOSE)

    async def _goes_on(self) -> bool | None:
        """Ask whether the session that runs is to go on; Enter says so. None for who would rather leave."""
        self.say(_GO_ON)
        while True:
            key = await self._ahead.key()
            if key in (b"\r", b"\n", b"1"):
                return True
            if key == b"2":
                return False
            if key in _LEAVES:
                return None

    # --- what comes from the terminal --------------------------------------------------------------------------------

    def data_received(self, data: bytes, datatype: int | None) -> None:
        del datatype
        if self._session is not None and self._attached is not None:
            if self._home is not None:
                self._home.typed_at = time.time()
            if not self._session.typed(self._attached, data):
                self._leave()
        else:
            self._ahead.add(data)

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        del pixwidth, pixheight
        self._measure(width, height)
        if self._resizing is None:
            self._resizing = asyncio.get_running_loop().call_later(_RESIZE_PAUSE, self._resized)

    def eof_received(self) -> bool:
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        if self._resizing is not None:
            self._resizing.cancel()
        if self._beginning is not None:
            self._beginning.cancel()
        session, attached, self._session, self._attached = self._session, self._attached, None, None
        if session is not None and attached is not None:
            self._served.front.lost(session, attached)
        if self._home is not None:
            self._served.front.left_alone(self._home)

    def _leave(self) -> None:
        if self._goes_home():
            return
        self.write(LEAVE)
        self._channel.exit(0)

    def _goes_home(self) -> bool:
        """Back from a visit; whether there was one, and a session to come back to."""
        home, self._home = self._home, None
        if home is None or home not in self._served.front.sessions_of(self._person.name):
            return False
        if self._session is not None and self._attached is not None:
            self._session.detach(self._attached)
        self._session, self._attached = home, self._served.front.resume(home, self)
        return True

    def _measure(self, columns: int, rows: int) -> None:
        self.columns = min(max(columns, _COLUMNS[0]), _COLUMNS[1])
        self.rows = min(max(rows, _ROWS[0]), _ROWS[1])

    def _resized(self) -> None:
        self._resizing = None
        if self._session is not None and self._attached is not None:
            self._session.resized(self._attached)

    def _read_environment(self) -> None:
        told = self._channel.get_environment()
        names = [str(told.get(name, "")) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
        name = next((each for each in names if _LOCALE.fullmatch(each)), self._language)
        try:
            self.translator = Translator(parse(name))
            self._language = name
        except ValueError:
            pass
        if told.get("NO_COLOR"):
            self.depth = Depth.NONE
        else:
            self.depth = depth_of(self._channel.get_terminal_type() or "", str(told.get("COLORTERM", "")))

    # --- the terminal, as a session sees it --------------------------------------------------------------------------

    @property
    def is_behind(self) -> bool:
        return self._behind or self._line_full

    def write(self, text: str) -> None:
        if not self._channel.is_closing():
            self._channel.write(text.encode("utf-8", "replace"))

    def moved(self, session: Session, attached: Attached) -> None:
        if self._home is None:
            self._home = self._session
        self._session, self._attached = session, attached

    def close(self, words: str, *, failed: bool = False) -> None:
        self._session = self._attached = None
        if self._goes_home():
            return
        if words:
            self.write(words + "\r\n")
        if not self._channel.is_closing():
            self._channel.exit(FAILED if failed else 0)

    def say(self, message: str, **values: str) -> None:
        """One line of the server's own, in the terminal's language."""
        self.write(self.translator.gettext(message).format(**values) + "\r\n")

    def pause_writing(self) -> None:
        self._behind = True

    def resume_writing(self) -> None:
        self._behind = False
        self._drained()

    def line_is(self, full: bool) -> None:
        """The connection below takes no more for now, or takes some again."""
        self._line_full = full
        self._drained()

    def _drained(self) -> None:
        if not self.is_behind and self._session is not None and self._attached is not None:
            self._session.drained(self._attached)


def depth_of(term: str, colorterm: str) -> Depth:
    """How many colours a terminal shows, by what it says of itself."""
    if colorterm in ("truecolor", "24bit") or any(name in term for name in _TRUE_COLOUR):
        return Depth.TRUE
    return Depth.EIGHT_BIT if "256color" in term else Depth.SIXTEEN


def tell_in(translator: Translator, refused: Refused) -> str:
    """A refusal in a terminal's language."""
    context = copy_context()
    context.run(use, translator)
    return context.run(tell, refused.refusal).line

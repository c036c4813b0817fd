"""The registry of sessions: who has which, who may open, resume and watch, how long a session lasts."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

from mpwizard.problems import Refused
from mpwizard.serving.attendance import CLOSED, drop_abandoned, empty, end_of, size_of
from mpwizard.serving.classes import Class, Seat
from mpwizard.serving.journal import Journal
from mpwizard.serving.people import GUEST, Person, Role
from mpwizard.serving.programs import Nursery, Start
from mpwizard.serving.recording import Recording, drop_old, new_name
from mpwizard.serving.serve_settings import ServeSettings
from mpwizard.serving.sessions import Attached, Session, Terminal
from mpwizard.serving.wire import STATE_FILE, Closing

# How long a program may take to end itself before it is killed, in seconds.
PATIENCE = 5.0
# What a program is told is in a file of this name and a number.
_TOLD = ".front-"
_PASSING = ".passing"
# How often it is looked whose time is over, and which folders are too large or too old, in seconds.
_ROUND, _MINUTE, _HOUR = 5.0, 60.0, 3600.0
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Places:
    """Where a server keeps the folders of those who practise, and recordings; the environment of programs that work on
    the desk of all."""

    sandboxes: Path
    recordings: Path
    shared: Mapping[str, str]


@dataclass
class Held:
    """A session and whose it is; the timer that ends it while its owner is gone."""

    session: Session
    person: Person
    ends: asyncio.TimerHandle | None = field(default=None, repr=False)


class Front:
    """All sessions of one server."""

    def __init__(self, nursery: Nursery, settings: ServeSettings, places: Places, journal: Journal) -> None:
        self._nursery, self._settings, self._places, self._journal = nursery, settings, places, journal
        self._limits = settings.limits
        self._held: list[Held] = []
        # The names of guests who are connected.
        self._guests: set[str] = set()
        self._passing: set[asyncio.Task[None]] = set()
        self._numbers = count(1)
        self._class = Class(self._reset, self.record)
        self._starts = asyncio.Semaphore(self._limits.starts_at_once)
        self._rounds: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Look after sessions and folders from now on, until `close`."""
        self._rounds = asyncio.get_running_loop().create_task(self._go_round())

    # --- finding -----------------------------------------------------------------------------------------------------

    def sessions_of(self, name: str) -> tuple[Session, ...]:
        """Somebody's sessions that run, the oldest first."""
        return tuple(held.session for held in self._held if held.person.name == name)

    def watchable_by(self, person: Person) -> tuple[Session, ...]:
        """The sessions that somebody may watch: a trainer's by everybody with an account, all of them by a trainer."""
        if person.guest:
            return ()
        seen = (held for held in self._held if Role.TRAINER in (held.person.role, person.role))
        return tuple(held.session for held in seen if held.person.name != person.name)

    # --- coming and going --------------------------------------------------------------------------------------------

    def guest(self, name: str) -> Person:
        """A guest who comes in now; `name` is what they call themselves, if anything. The name they get is theirs until
        `guest_left`, whether they open a session or not.

        Raises:
            Refused: `serve_guests_full`.
        """
        there = self._guests | {held.person.name for held in self._held if held.person.guest}
        if len(there) >= self._settings.guests.most:
            raise Refused("serve_guests_full", {"limit": self._settings.guests.most})
        numbered = (f"{GUEST}+{name}{number}" for number in self._numbers)
        free = (each for each in chain([f"{GUEST}+{name}"] if name else [], numbered) if each not in there)
        guest = Person(next(free), Role.TRAINEE, guest=True)
        self._guests.add(guest.name)
        return guest

    def guest_left(self, guest: Person) -> None:
        """Their connection is gone. A session of theirs that still ends keeps the name until then."""
        self._guests.discard(guest.name)

    async def open(self, person: Person, terminal: Terminal, language: str) -> tuple[Session, Attached]:
        """A new session, once it is its turn to load.

        Raises:
            Refused: `serve_watches_only`, `serve_full`, `serve_person_full`, `serve_sandbox_full`.
        """
        await self._starts.acquire()
        turn = _Turn(self._starts)
        try:
            if person.role is Role.TRAINEE:
                await self._look_for_room(person)
            session, attached = self._opened(person, terminal, language)
        except BaseException:
            turn.over()
            raise
        session.on_first_output = turn.over
        session.on_end.append(lambda _session, _code: turn.over())
        return session, attached

    def _opened(self, person: Person, terminal: Terminal, language: str) -> tuple[Session, Attached]:
        if person.role is Role.SPECTATOR:
            raise Refused("serve_watches_only")
        if len(self._held) >= self._limits.sessions:
            raise Refused("serve_full", {"limit": self._limits.sessions})
        if len(self.sessions_of(person.name)) >= self._limits.sessions_per_person:
            raise Refused("serve_person_full", {"limit": self._limits.sessions_per_person})
        folder = self._folder(person)
        if not self.sessions_of(person.name):
            _take_away_left_over(folder)
        # What is thrown away after use counts as theirs too, and nobody else sees it.
        passing = folder / _PASSING
        passing.mkdir(mode=0o700, exist_ok=True)
        told = folder / f"{_TOLD}{next(self._numbers)}.json"
        exercise = self._settings.exercise
        program = self._nursery.start(
            Start(
                {
                    **self._surroundings(person),
                    "LANG": language,
                    "TMPDIR": str(passing),
                    STATE_FILE: str(told),
                },
                folder,
                ("practice", "exercise", exercise) if exercise and person.role is Role.TRAINEE else (),
                memory=self._limits.memory_megabytes * _MEGABYTE,
                largest_file=self._largest_file(person),
                columns=terminal.columns,
                rows=terminal.rows,
            )
        )
        session = Session(person.name, program, terminal.columns, terminal.rows)
        held = Held(session, person)
        session.on_end.append(lambda _session, code: self._forget(held, code))
        self._held.append(held)
        self._class.sit_down(session, person, told)
        attached = session.attach(terminal)
        if person.role in self._settings.recordings.roles:
            self.record(session, on=True)
        return session, attached

    async def _look_for_room(self, person: Person) -> None:
        limit = self._settings.sandboxes.megabytes
        if await asyncio.to_thread(size_of, self._folder(person)) > limit * _MEGABYTE:
            raise Refused("serve_sandbox_full", {"limit": limit})

    def _largest_file(self, person: Person) -> int:
        """Of who practises; the desk of all is not bounded by this."""
        return 1 << 50 if person.role is Role.OPERATOR else self._settings.sandboxes.megabytes * _MEGABYTE

    def resume(self, session: Session, terminal: Terminal) -> Attached:
        """Back to a session that runs; the terminal it had until now is closed."""
        held = self._of(session)
        if held.ends is not None:
            held.ends.cancel()
            held.ends = None
        return session.attach(terminal)

    def watch(self, session: Session, terminal: Terminal, name: str) -> Attached:
        """One more viewer.

        Raises:
            Refused: `serve_viewers_full`.
        """
        if len(session.viewers) >= self._limits.viewers_per_session:
            raise Refused("serve_viewers_full", {"limit": self._limits.viewers_per_session})
        return session.watch(terminal, name)

    def lost(self, session: Session, attached: Attached) -> None:
        """A terminal is gone. Its owner has a while to come back; then the program is ended."""
        session.detach(attached)
        if not attached.watches:
            self.left_alone(session)

    def left_alone(self, session: Session) -> None:
        """Its user is gone, from wherever they looked on."""
        if session.owner is not None:
            return
        held = next((each for each in self._held if each.session is session), None)
        if held is not None and held.ends is None:
            # Nobody knows whether it is the same guest who comes back.
            seconds = 0 if held.person.guest else self._limits.resume_minutes * 60
            held.ends = asyncio.get_running_loop().call_later(seconds, self._end, held)

    async def close(self) -> None:
        """End every session and wait until all are gone."""
        if self._rounds is not None:
            self._rounds.cancel()
        for held in list(self._held):
            self._end(held, Closing.STOPPED)
        while self._passing:
            await asyncio.gather(*self._passing)
        self._class.close()

    # --- looking after ----------------------------------------------------------------------------------------------

    async def _go_round(self) -> None:
        pause = min(_ROUND, max(0.05, self._limits.warning_seconds / 4))
        minute = hour = 0.0
        while True:
            now = time.monotonic()
            try:
                if now >= hour:
                    hour = now + _HOUR
                    await self._tidy()
                if now >= minute:
                    minute = now + _MINUTE
                    await self._weigh()
                self._look_at_clock(time.time())
            except Exception as error:  # whatever it was, the next round comes: sessions must end in time
                self._journal.note("round_failed", why=type(error).__name__)
            await asyncio.sleep(pause)

    def _look_at_clock(self, now: float) -> None:
        """Close what is over, warn of what is so soon; let those go who look on and have not touched a key for long."""
        for held in list(self._held):
            session = held.session
            end = end_of(session.began, session.typed_at, self._limits)
            soon = end is not None and now >= end.at - self._limits.warning_seconds
            self._class.warn(session, end if soon else None)
            if end is not None and now >= end.at:
                self._end(held, end.why)
            if self._limits.watch_idle_minutes:
                session.let_go_idle(now - self._limits.watch_idle_minutes * 60)

    async def _weigh(self) -> None:
        """Close sessions of sandboxes that have grown too large."""
        most = self._settings.sandboxes.megabytes * _MEGABYTE
        for held in [each for each in self._held if each.person.role is Role.TRAINEE]:
            if await asyncio.to_thread(size_of, self._folder(held.person)) > most:
                self._end(held, Closing.FULL)

    async def _tidy(self) -> None:
        """Take away what has been kept long enough."""
        settings, now = self._settings, time.time()
        try:
            await asyncio.to_thread(drop_old, self._places.recordings, settings.recordings.days, now)
            used = {held.person.name for held in self._held}
            sandboxes, days = self._places.sandboxes, settings.sandboxes.days
            for name in await asyncio.to_thread(drop_abandoned, sandboxes, used, days, now):
                self._journal.note("sandbox_dropped", user=name)
        except OSError as error:
            self._journal.note("tidying_failed", why=type(error).__name__)

    # --- recordings --------------------------------------------------------------------------------------------------

    def record(self, session: Session, on: bool) -> None:
        """Begin to record a session, or stop it."""
        if not on:
            session.stop_recording()
        elif session.recording is None:
            path = self._places.recordings / new_name()
            most = self._settings.recordings.megabytes * _MEGABYTE
            model = session.model

            def stopped(why: str) -> None:
                self._journal.note("recording_stopped", file=path.name, why=why)
                session.stop_recording()

            session.record(Recording(path, model.columns, model.rows, most, stopped))
            self._journal.note("recording", user=session.name, file=path.name)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _end(self, held: Held, why: Closing | None = None) -> None:
        if why is not None and not held.session.last_words:
            held.session.last_words = CLOSED[why]
            self._journal.note("closed", user=held.person.name, why=why.value)
        self._in_passing(self._ended(held))

    def _in_passing(self, doing: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(doing)
        self._passing.add(task)
        task.add_done_callback(self._passing.discard)

    async def _ended(self, held: Held) -> None:
        await held.session.program.end(PATIENCE)

    def _reset(self, seat: Seat) -> None:
        self._in_passing(self._emptied(seat.person))

    async def _emptied(self, person: Person) -> None:
        """End all programs of somebody's sandbox, then take away what is in it."""
        sessions = self.sessions_of(person.name)
        for session in sessions:
            session.last_words = CLOSED[Closing.EMPTIED]
        await asyncio.gather(*(session.program.end(PATIENCE) for session in sessions))
        try:
            await asyncio.to_thread(empty, self._folder(person))
        except OSError as error:
            self._journal.note("emptying_failed", user=person.name, why=type(error).__name__)

    async def _taken_away(self, person: Person) -> None:
        """The folder of a guest who has gone."""
        await asyncio.to_thread(shutil.rmtree, self._folder(person), ignore_errors=True)

    def _forget(self, held: Held, code: int) -> None:
        lasted = round(time.time() - held.session.began)
        self._journal.note("session_ended", user=held.person.name, code=code, seconds=lasted)
        if held.ends is not None:
            held.ends.cancel()
        self._held.remove(held)
        self._class.get_up(held.session)
        if held.person.guest:
            self._in_passing(self._taken_away(held.person))

    def _of(self, session: Session) -> Held:
        return next(held for held in self._held if held.session is session)

    def _surroundings(self, person: Person) -> dict[str, str]:
        own = {"MPWIZARD_OPERATOR": person.name}
        if person.role is Role.OPERATOR:
            return {**self._places.shared, **own}
        return {"MPWIZARD_HOME": str(self._folder(person)), "HOME": str(self._folder(person)), **own}

    def _folder(self, person: Person) -> Path:
        """Where somebody's program works; made when they come for the first time."""
        # A name is of a few letters, digits and signs: it leads nowhere else.
        folder = self._places.sandboxes / person.name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder


def _take_away_left_over(folder: Path) -> None:
    """What programs were told by a server that was killed, and what they had to throw away."""
    for file in folder.glob(f"{_TOLD}*"):
        file.unlink(missing_ok=True)
    shutil.rmtree(folder / _PASSING, ignore_errors=True)


class _Turn:
    """One of those that may load at the same time, given back once."""

    def __init__(self, starts: asyncio.Semaphore) -> None:
        self._starts: asyncio.Semaphore | None = starts

    def over(self) -> None:
        """The next one's turn."""
        starts, self._starts = self._starts, None
        if starts is not None:
            starts.release()

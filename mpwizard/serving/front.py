"""The registry of sessions: who has which, who may open, resume and watch, how long a session waits for its owner."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from mpwizard.problems import Refused
from mpwizard.serving.classes import Class, Seat, empty
from mpwizard.serving.people import Person, Role
from mpwizard.serving.programs import Nursery, Start
from mpwizard.serving.serve_settings import Limits
from mpwizard.serving.sessions import Attached, Session, Terminal
from mpwizard.serving.wire import STATE_FILE

# How long a program may take to end itself before it is killed, in seconds.
PATIENCE = 5.0


@dataclass
class Held:
    """A session and whose it is; the timer that ends it while its owner is gone."""

    session: Session
    person: Person
    ends: asyncio.TimerHandle | None = field(default=None, repr=False)


class Front:
    """All sessions of one server. `sandboxes` has a folder for each trainee; `shared` is the environment of programs
    that work on the desk of all, `exercise` the scenario that trainees find."""

    def __init__(
        self, nursery: Nursery, limits: Limits, sandboxes: Path, shared: Mapping[str, str], exercise: str = ""
    ) -> None:
        self._nursery, self._limits, self._sandboxes, self._shared = nursery, limits, sandboxes, shared
        self._exercise = exercise
        self._held: list[Held] = []
        self._ending: set[asyncio.Task[None]] = set()
        self._numbers = count(1)
        self._class = Class(self._reset)

    # --- finding -----------------------------------------------------------------------------------------------------

    def sessions_of(self, name: str) -> tuple[Session, ...]:
        """Somebody's sessions that run, the oldest first."""
        return tuple(held.session for held in self._held if held.person.name == name)

    def watchable_by(self, person: Person) -> tuple[Session, ...]:
        """The sessions that somebody may watch: a trainer's by everybody, all of them by a trainer."""
        seen = (held for held in self._held if Role.TRAINER in (held.person.role, person.role))
        return tuple(held.session for held in seen if held.person.name != person.name)

    # --- coming and going --------------------------------------------------------------------------------------------

    def open(self, person: Person, terminal: Terminal, language: str) -> tuple[Session, Attached]:
        """A new session.

        Raises:
            Refused: `serve_watches_only`, `serve_full`, `serve_person_full`.
        """
        if person.role is Role.SPECTATOR:
            raise Refused("serve_watches_only")
        if len(self._held) >= self._limits.sessions:
            raise Refused("serve_full", {"limit": self._limits.sessions})
        if len(self.sessions_of(person.name)) >= self._limits.sessions_per_person:
            raise Refused("serve_person_full", {"limit": self._limits.sessions_per_person})
        folder = self._folder(person)
        told = folder / f".front-{next(self._numbers)}.json"
        program = self._nursery.start(
            Start(
                {**self._surroundings(person), "LANG": language, STATE_FILE: str(told)},
                folder,
                ("practice", "exercise", self._exercise) if self._exercise and person.role is Role.TRAINEE else (),
                memory=self._limits.memory_megabytes << 20,
                columns=terminal.columns,
                rows=terminal.rows,
            )
        )
        session = Session(person.name, program, terminal.columns, terminal.rows)
        held = Held(session, person)
        session.on_end.append(lambda _session, _code: self._forget(held))
        self._held.append(held)
        self._class.sit_down(session, person, told)
        return session, session.attach(terminal)

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
            seconds = self._limits.resume_minutes * 60
            held.ends = asyncio.get_running_loop().call_later(seconds, self._end, held)

    async def close(self) -> None:
        """End every session and wait until all are gone."""
        for held in list(self._held):
            self._end(held)
        await asyncio.gather(*self._ending)
        self._class.close()

    # --- inside ------------------------------------------------------------------------------------------------------

    def _end(self, held: Held) -> None:
        self._in_passing(self._ended(held))

    def _in_passing(self, doing: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(doing)
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _ended(self, held: Held) -> None:
        await held.session.program.end(PATIENCE)

    def _reset(self, seat: Seat) -> None:
        self._in_passing(self._emptied(seat.person))

    async def _emptied(self, person: Person) -> None:
        """End all programs of somebody's sandbox, then take away what is in it."""
        programs = [session.program for session in self.sessions_of(person.name)]
        await asyncio.gather(*(program.end(PATIENCE) for program in programs))
        await asyncio.to_thread(empty, self._folder(person))

    def _forget(self, held: Held) -> None:
        if held.ends is not None:
            held.ends.cancel()
        self._held.remove(held)
        self._class.get_up(held.session)

    def _of(self, session: Session) -> Held:
        return next(held for held in self._held if held.session is session)

    def _surroundings(self, person: Person) -> dict[str, str]:
        own = {"MPWIZARD_OPERATOR": person.name}
        if person.role is Role.OPERATOR:
            return {**self._shared, **own}
        return {"MPWIZARD_HOME": str(self._folder(person)), "HOME": str(self._folder(person)), **own}

    def _folder(self, person: Person) -> Path:
        """Where somebody's program works; made when they come for the first time."""
        # A name is of a few letters, digits and signs: it leads nowhere else.
        folder = self._sandboxes / person.name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

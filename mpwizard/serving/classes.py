"""The class: who is where, who has a hand up, who asks whom for the keyboard; what a trainer may do to others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from mpwizard.serving.attendance import End
from mpwizard.serving.people import Person, Role
from mpwizard.serving.wire import OF_TRAINERS, Deed, Line, Row, State, Up, Whereabouts, write_state

if TYPE_CHECKING:
    from mpwizard.serving.sessions import Session

# A board that changes is told to trainers at most so often, in seconds.
_SOON = 0.5
_LINES_KEPT = 5


@dataclass(eq=False)
class Seat:
    """One session as the class sees it, with the file its program reads."""

    session: Session
    person: Person
    file: Path
    at: Whereabouts = field(default_factory=Whereabouts)
    hand: bool = False
    question: int = 0
    asked_by: str = ""
    ends: End | None = None
    lines: tuple[Line, ...] = ()
    told: State | None = None


class Class:
    """All seats. `reset` empties somebody's sandbox, `record` begins to record a session or stops it."""

    def __init__(self, reset: Callable[[Seat], None], record: Callable[[Session, bool], None]) -> None:
        self._seats: list[Seat] = []
        self._locked = False
        self._reset, self._record = reset, record
        self._numbers = count(1)
        self._soon: asyncio.TimerHandle | None = None
        self._deeds: dict[Deed, Callable[[Seat, Up], None]] = {
            Deed.AT: self._at,
            Deed.HAND: self._hand,
            Deed.PAUSE: lambda seat, up: seat.session.draw_curtain(up.on),
            Deed.GIVE: self._give,
            Deed.TAKE_BACK: lambda seat, _up: seat.session.take_keyboard_back(),
            Deed.ANSWER: self._answer,
            Deed.WATCH: self._watch,
            Deed.ASK: self._ask,
            Deed.LOCK: self._lock,
            Deed.SAY: self._say,
            Deed.RESET: self._reset_one,
            Deed.RECORD: lambda seat, up: self._record(seat.session, up.on),
            Deed.COLOURS: self._recolour,
            Deed.CARD: lambda seat, up: seat.session.show_card(up.card),
        }

    # --- who is there ------------------------------------------------------------------------------------------------

    def sit_down(self, session: Session, person: Person, file: Path) -> None:
        """A session begins."""
        seat = Seat(session, person, file)
        self._seats.append(seat)
        # Who comes late finds the class as it is.
        session.locked = self._locked and person.role is Role.TRAINEE
        session.on_said.append(lambda up: self.heard(seat, up))
        session.on_change.append(self.tell_soon)
        self._tell(seat)
        self.tell_soon()

    def get_up(self, session: Session) -> None:
        """It is over."""
        for seat in [each for each in self._seats if each.session is session]:
            self._seats.remove(seat)
            seat.file.unlink(missing_ok=True)
        if not any(seat.person.role is Role.TRAINER for seat in self._seats):
            # Nobody is left who could free them.
            self._locked = False
            for seat in self._seats:
                seat.session.locked = False
        self.tell_soon()

    def heard(self, seat: Seat, up: Up) -> None:
        """A program says or asks something. What is not its role's is not heard."""
        if up.deed in OF_TRAINERS and seat.person.role is not Role.TRAINER:
            return
        self._deeds[up.deed](seat, up)
        self.tell_soon()

    def warn(self, session: Session, end: End | None) -> None:
        """A session is closed soon, or not any more."""
        for seat in [each for each in self._seats if each.session is session and each.ends != end]:
            seat.ends = end
            self.tell_soon()

    def close(self) -> None:
        """Nothing more is told."""
        if self._soon is not None:
            self._soon.cancel()

    # --- what everybody may ------------------------------------------------------------------------------------------

    def _at(self, seat: Seat, up: Up) -> None:
        seat.at = up.at or Whereabouts()

    def _hand(self, seat: Seat, up: Up) -> None:
        seat.hand = up.on

    def _give(self, seat: Seat, up: Up) -> None:
        viewer = next((each for each in seat.session.viewers if each.name == up.who), None)
        if viewer is not None:
            seat.session.hand_keyboard(viewer)

    def _answer(self, seat: Seat, up: Up) -> None:
        by, seat.asked_by = seat.asked_by, ""
        if up.on and by:
            self._give(seat, Up(deed=Deed.GIVE, who=by))

    def _recolour(self, seat: Seat, _up: Up) -> None:
        owner = seat.session.owner
        if owner is not None:
            seat.session.recolour(owner.painter.depth.next)

    # --- what trainers may -------------------------------------------------------------------------------------------

    def _of(self, name: str) -> Iterator[Seat]:
        return (each for each in self._seats if each.person.name == name)

    def _watch(self, seat: Seat, up: Up) -> None:
        target = next(self._of(up.who), None)
        if target is not None and target is not seat:
            seat.session.visit(target.session, seat.person.name)

    def _ask(self, seat: Seat, up: Up) -> None:
        """Ask for somebody's keyboard, and look over their shoulder until they answer."""
        self._watch(seat, up)
        for target in self._of(up.who):
            target.question, target.asked_by = next(self._numbers), seat.person.name

    def _lock(self, _seat: Seat, up: Up) -> None:
        if not up.who:
            self._locked = up.on
        for target in self._seats:
            if target.person.role is Role.TRAINEE and up.who in ("", target.person.name):
                target.session.locked = up.on

    def _say(self, seat: Seat, up: Up) -> None:
        line = Line(number=next(self._numbers), by=seat.person.name, words=up.words)
        for target in self._seats:
            if target is not seat and up.who in ("", target.person.name):
                target.lines = (*target.lines, line)[-_LINES_KEPT:]

    def _reset_one(self, _seat: Seat, up: Up) -> None:
        for target in [each for each in self._of(up.who) if each.person.role is Role.TRAINEE]:
            self._reset(target)

    # --- telling -----------------------------------------------------------------------------------------------------

    def tell_soon(self) -> None:
        """Tell every program what has changed for it, once for all that changes at about the same time."""
        if self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(_SOON, self._tell_all)

    def _tell_all(self) -> None:
        self._soon = None
        for seat in self._seats:
            self._tell(seat)

    def _tell(self, seat: Seat) -> None:
        session = seat.session
        state = State(
            name=seat.person.name,
            role=seat.person.role,
            viewers=tuple(each.name for each in session.viewers),
            keyboard=session.keyboard_elsewhere,
            paused=session.curtain,
            hand=seat.hand,
            locked=session.locked,
            recorded=session.recording is not None,
            closing=seat.ends.why if seat.ends is not None else None,
            closes_at=seat.ends.at if seat.ends is not None else 0,
            question=seat.question,
            asked_by=seat.asked_by,
            lines=seat.lines,
            board=tuple(map(_row, self._seats)) if seat.person.role is Role.TRAINER else (),
        )
        if state != seat.told:
            try:
                write_state(seat.file, state)
            except OSError:
                return
            seat.told = state
            session.program.point_out()


def _row(seat: Seat) -> Row:
    session = seat.session
    return Row(
        name=seat.person.name,
        role=seat.person.role,
        at=seat.at,
        active_at=session.typed_at,
        hand=seat.hand,
        away=session.owner is None,
        locked=session.locked,
        viewers=len(session.viewers),
    )

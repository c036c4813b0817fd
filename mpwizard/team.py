"""What operators do with cases among themselves: whose a case is, what they note on it, who has it open for editing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from mpwizard.lifecycle import Event
from mpwizard.problems import Refused
from mpwizard.records import NOTE_LIMIT, EditRecord, NoteRecord
from mpwizard.text import clean

if TYPE_CHECKING:
    from mpwizard.desk import Desk

# An editor not heard of for so long has gone, however that came.
EDIT_LEASE = timedelta(minutes=2)

NAME_LIMIT = 40


class Team:
    """The operators of one desk, as one of them sees it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # --- whose it is -------------------------------------------------------------------------------------------------

    def operators(self) -> tuple[str, ...]:
        """Everybody a case can be handed to without typing a name: who has one, and oneself."""
        with self._desk.store.reading() as tx:
            return tuple(sorted({self._desk.operator, *tx.marks.owners()}))

    def hand_over(self, case_id: int, owner: str, words: str = "") -> None:
        """Give a case to an operator, with a note for them.

        Raises:
            Refused: `mark_empty` without a name, `owner_already` where it is theirs.
        """
        name = given(owner, NAME_LIMIT)
        with self._desk.working(case_id) as work:
            if work.record.owner == name:
                raise Refused("owner_already", {"name": name})
            work.on_the_desk(Event.HANDED_OVER, note={"from": work.record.owner, "to": name}, owner=name)
            if clean(words, NOTE_LIMIT):
                work.tx.marks.note(case_id, clean(words, NOTE_LIMIT), self._desk.operator, self._desk.clock.now())

    # --- notes and tags ----------------------------------------------------------------------------------------------

    def notes(self, case_id: int) -> tuple[NoteRecord, ...]:
        """The notes on a case, the newest first."""
        with self._desk.store.reading() as tx:
            return tx.marks.notes(case_id)

    def write_note(self, case_ids: Iterable[int], words: str) -> None:
        """Leave a note on cases, for whoever opens them next: on all of them, or, where that fails, on none.

        Raises:
            Refused: `mark_empty`.
        """
        note = given(words, NOTE_LIMIT)
        with self._desk.working_on_many() as begin:
            for case_id in dict.fromkeys(case_ids):
                work = begin(case_id)
                work.tx.marks.note(case_id, note, self._desk.operator, self._desk.clock.now())
                work.touched()
                work.finish()

    def tags(self, case_id: int) -> tuple[str, ...]:
        """The tags on a case."""
        with self._desk.store.reading() as tx:
            return tx.marks.tags(case_id)

    def all_tags(self) -> tuple[str, ...]:
        """Every tag in use."""
        with self._desk.store.reading() as tx:
            return tx.marks.all_tags()

    # --- who edits ---------------------------------------------------------------------------------------------------

    def begin_edit(self, case_id: int) -> EditRecord | None:
        """Open a case for editing. Gives back who else has it open; then it was not opened. One's own other program
        gives way: whoever sits here now is where they type."""
        now = self._desk.clock.now()
        with self._desk.store.writing() as tx:
            there = tx.marks.edit(case_id)
            if there is not None and there.operator != self._desk.operator and now - there.seen_at < EDIT_LEASE:
                return there
            tx.marks.hold(case_id, self._desk.operator, self._desk.program, now)
            return None

    def take_over(self, case_id: int, words: str = "") -> None:
        """Edit a case that somebody else has open: they are told, and what both type is kept in versions."""
        with self._desk.working(case_id) as work:
            there = work.tx.marks.edit(case_id)
            work.tx.marks.hold(case_id, self._desk.operator, self._desk.program, self._desk.clock.now())
            work.on_the_desk(Event.TAKEN_OVER, note={"from": there.operator if there is not None else ""})
            if clean(words, NOTE_LIMIT):
                work.tx.marks.note(case_id, clean(words, NOTE_LIMIT), self._desk.operator, self._desk.clock.now())

    def keep_edit(self, case_id: int) -> EditRecord | None:
        """Say that the case is still open here. Gives back who has taken it over meanwhile."""
        with self._desk.store.writing() as tx:
            if tx.marks.still_hold(case_id, self._desk.program, self._desk.clock.now()):
                return None
            there = tx.marks.edit(case_id)
            return there if there is not None and there.operator != self._desk.operator else None

    def end_edit(self, case_id: int) -> None:
        """The case is open here no longer."""
        with self._desk.store.writing() as tx:
            tx.marks.let_go(case_id, self._desk.program)


def given(words: str, limit: int) -> str:
    """What somebody wrote, clean.

    Raises:
        Refused: `mark_empty` where nothing is left of it.
    """
    cleaned = clean(words, limit)
    if not cleaned:
        raise Refused("mark_empty")
    return cleaned

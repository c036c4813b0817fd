"""What is done with marked cases, one dialog after the other: what, with which word, to which cases; and its undo."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from mpwizard.bulk import Bulk, Undo, Wish
from mpwizard.i18n import tr
from mpwizard.problems import Trouble
from mpwizard.records import NOTE_LIMIT
from mpwizard.team import NAME_LIMIT, Team
from screens.desk.asking import (
    DEED_WORDS,
    MARKS,
    QUESTIONS,
    AskLine,
    ChooseDeed,
    Deed,
    Plan,
    Preview,
    done_words,
    taken_back_words,
)
from screens.desk.dialogs import Confirm

if TYPE_CHECKING:
    from mpwizard.desk import Desk
    from mpwizard.views import DeskRow
    from screens.desk.cases import Cases
    from screens.desk.desk import DeskScreen


class Doings:
    """The deeds of one screen. Holds the one undo."""

    def __init__(self, screen: DeskScreen) -> None:
        self._screen = screen
        self._undo: Undo | None = None

    @property
    def _desk(self) -> Desk:
        return self._screen.app.desk

    async def begin(self, cases: Cases) -> None:
        """Ask what to do with the marked cases, or with the one under the cursor; then do it."""
        ids = tuple(cases.table.marks) or ((cases.table.selected.record.id,) if cases.table.selected else ())
        if not ids:
            return
        deed = await self._screen.app.push_screen_wait(ChooseDeed(len(ids)))
        if deed is None:
            return
        word = await self._word(deed)
        if word is None:
            return
        if deed in MARKS:
            if not await self._mark(Wish(MARKS[deed], word), tr(DEED_WORDS[deed]), ids):
                # Whoever thinks better of it has marked nothing in vain.
                return
        elif deed is Deed.NOTE:
            await self._note(word, ids)
        else:
            await self._write(deed, ids)
        cases.table.unmark()
        await cases.again()

    async def undo(self, cases: Cases) -> None:
        """Take the last one back."""
        undo = self._undo
        if undo is None:
            self._screen.notice(tr("There is nothing to take back."))
            return
        done = await self._screen.written(partial(Bulk(self._desk).undo, undo))
        self._undo = None
        self._screen.notice(taken_back_words(done))
        await cases.again()

    async def detail(self, row: DeskRow) -> None:
        """All that is known of a case, over the table."""
        from mpwizard.at_a_glance import glance
        from screens.desk.detail import DetailScreen

        seen = await asyncio.to_thread(glance, self._desk, row.record.id)
        self._screen.app.push_screen(DetailScreen(seen))

    def ask_to_abandon(self, row: DeskRow) -> None:
        """Ask, then give a case up."""
        words = tr("Its address, person and entity count as unused again. The case stays on the desk, as given up.")
        question = Confirm(tr("Give {case} up?", case=row.record.reference), words, tr("Give up"))

        def answered(yes: bool | None) -> None:
            if yes:
                self._screen.work(partial(self._abandon, row), group="act")

        self._screen.app.push_screen(question, answered)

    async def _abandon(self, row: DeskRow) -> None:
        await self._screen.written(partial(self._desk.abandon, row.record.id))
        self._screen.reload()

    async def _word(self, deed: Deed) -> str | None:
        """The owner, the tag, the note; nothing to ask for the others."""
        if deed not in QUESTIONS:
            return ""
        team = Team(self._desk)
        known: tuple[str, ...] = ()
        if deed is Deed.ASSIGN:
            known = await asyncio.to_thread(team.operators)
        elif deed in (Deed.TAG, Deed.UNTAG):
            known = await asyncio.to_thread(team.all_tags)
        limit = NOTE_LIMIT if deed is Deed.NOTE else NAME_LIMIT
        return await self._screen.app.push_screen_wait(AskLine(tr(QUESTIONS[deed]), known, limit=limit))

    async def _mark(self, wish: Wish, title: str, ids: tuple[int, ...]) -> bool:
        """Show what would happen, then do it; whether it was done."""
        bulk = Bulk(self._desk)
        effects = await asyncio.to_thread(bulk.preview, wish, ids)
        words = f"{title.rstrip('… ')} {wish.value}".strip()
        if not await self._screen.app.push_screen_wait(Preview(Plan(words, effects))):
            return False
        done = await self._screen.written(partial(bulk.apply, wish, ids))
        self._undo = done.undo or self._undo
        self._screen.notice(done_words(done))
        return True

    async def _note(self, words: str, ids: tuple[int, ...]) -> None:
        team = Team(self._desk)
        await self._screen.written(partial(team.write_note, ids, words))
        self._screen.notice(tr("Noted."))

    async def _write(self, deed: Deed, ids: tuple[int, ...]) -> None:
        from mpwizard.handouts import list_text, reminders_text
        from mpwizard.private_files import write_new

        rows = await asyncio.to_thread(self._desk.rows_of, ids)
        text = list_text(rows) if deed is Deed.LIST else reminders_text(rows)
        if not text:
            self._screen.notice(tr("It is nobody's turn in these cases; there is nothing to remind of."))
            return
        stem, suffix = ("cases", ".csv") if deed is Deed.LIST else ("reminders", ".txt")
        try:
            path = await asyncio.to_thread(write_new, self._desk.outbox_folder, stem, suffix, text)
        except OSError:
            raise Trouble("folder_unwritable", {"path": str(self._desk.outbox_folder)}) from None
        self._screen.notice(tr("Written to {path}", path=path))

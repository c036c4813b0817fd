"""One thing done to many cases at once: shown before it is done, done in one transaction, and undone once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mpwizard.lifecycle import LOST, Event
from mpwizard.problems import ALLOWED, Refusal, Verdict
from mpwizard.records import CaseRecord
from mpwizard.stages import Stage
from mpwizard.team import NAME_LIMIT, given

if TYPE_CHECKING:
    from mpwizard.desk import Desk
    from mpwizard.work import Work


class Mark(StrEnum):
    """What can be done to many cases."""

    ASSIGN = "assign"
    TAG = "tag"
    UNTAG = "untag"
    ARCHIVE = "archive"
    BRING_BACK = "bring_back"


_UNDOES = {Mark.TAG: Mark.UNTAG, Mark.UNTAG: Mark.TAG, Mark.ARCHIVE: Mark.BRING_BACK, Mark.BRING_BACK: Mark.ARCHIVE}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants done: the owner to assign, the tag to put on or take off; empty for the archive."""

    mark: Mark
    value: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a wish does to one case: the owner or the tag it has before, and why it is left out, if it is."""

    case: CaseRecord
    before: str
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class Undo:
    """What takes a wish back: each case, the version it was left at, and what it had before."""

    wish: Wish
    cases: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a wish: the cases it changed, and those it left out with the reason."""

    changed: tuple[CaseRecord, ...]
    left_out: tuple[Effect, ...]
    undo: Undo | None


class Bulk:
    """Doing one thing to many cases of a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def preview(self, wish: Wish, case_ids: Iterable[int]) -> tuple[Effect, ...]:
        """What would happen to each case; nothing is changed.

        Raises:
            Refused: `mark_empty` where an owner or a tag is missing.
        """
        wish = _cleaned(wish)
        with self._desk.store.reading() as tx:
            return tuple(_effect(wish, tx.case(case_id), tx.marks.tags(case_id)) for case_id in dict.fromkeys(case_ids))

    def apply(self, wish: Wish, case_ids: Iterable[int]) -> Done:
        """Do it to every case that allows it, all in one transaction.

        Raises:
            Refused: `mark_empty`.
        """
        wish = _cleaned(wish)
        changed, left_out, undo = [], [], []
        with self._desk.working_on_many() as begin:
            for case_id in dict.fromkeys(case_ids):
                work = begin(case_id)
                effect = _effect(wish, work.record, work.tx.marks.tags(case_id))
                if effect.refusal is not None:
                    left_out.append(effect)
                    continue
                _do(wish, work)
                record = work.finish()
                changed.append(record)
                undo.append((case_id, record.version, effect.before))
        return Done(tuple(changed), tuple(left_out), Undo(wish, tuple(undo)) if undo else None)

    def undo(self, undo: Undo) -> Done:
        """Take it back where nobody changed the case since; those that somebody changed are left out and named."""
        restored, left_out = [], []
        with self._desk.working_on_many() as begin:
            for case_id, version, before in undo.cases:
                work = begin(case_id)
                if work.record.version != version:
                    refusal = Refusal("undone_too_late", {"case": work.record.reference})
                    left_out.append(Effect(work.record, before, refusal))
                    continue
                if undo.wish.mark is Mark.ASSIGN:
                    _assign(work, before)
                else:
                    _do(Wish(_UNDOES[undo.wish.mark], undo.wish.value), work)
                restored.append(work.finish())
        return Done(tuple(restored), tuple(left_out), None)


def may_archive(record: CaseRecord) -> Verdict:
    """Only what is over leaves the desk: lost, or online with nothing to be done."""
    if record.archived:
        return Refusal("archived_already")
    over = record.state in LOST or (record.stage is Stage.LIVE and record.waits_for is None)
    return ALLOWED if over else Refusal("archive_open")


def _cleaned(wish: Wish) -> Wish:
    if wish.mark in (Mark.ARCHIVE, Mark.BRING_BACK):
        return Wish(wish.mark)
    return Wish(wish.mark, given(wish.value, NAME_LIMIT))


def _effect(wish: Wish, record: CaseRecord, tags: tuple[str, ...]) -> Effect:
    verdict: Verdict = ALLOWED
    before = ""
    match wish.mark:
        case Mark.ASSIGN:
            before = record.owner
            verdict = Refusal("owner_already", {"name": wish.value}) if before == wish.value else ALLOWED
        case Mark.TAG:
            verdict = Refusal("tag_already") if wish.value in tags else ALLOWED
        case Mark.UNTAG:
            verdict = ALLOWED if wish.value in tags else Refusal("tag_absent")
        case Mark.ARCHIVE:
            verdict = may_archive(record)
        case Mark.BRING_BACK:
            verdict = ALLOWED if record.archived else Refusal("not_archived")
    return Effect(record, before, verdict if isinstance(verdict, Refusal) else None)


def _do(wish: Wish, work: Work) -> None:
    match wish.mark:
        case Mark.ASSIGN:
            _assign(work, wish.value)
        case Mark.TAG:
            work.tx.marks.tag(work.record.id, [wish.value])
            work.touched()
        case Mark.UNTAG:
            work.tx.marks.untag(work.record.id, [wish.value])
            work.touched()
        case Mark.ARCHIVE:
            work.on_the_desk(Event.ARCHIVED, note={}, archived=True)
        case Mark.BRING_BACK:
            work.on_the_desk(Event.BROUGHT_BACK, note={}, archived=False)


def _assign(work: Work, owner: str) -> None:
    work.on_the_desk(Event.HANDED_OVER, note={"from": work.record.owner, "to": owner}, owner=owner)

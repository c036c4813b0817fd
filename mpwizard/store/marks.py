"""What operators put on cases besides answers: tags, notes, who has one open; and their own views of the desk. Read and
written within somebody's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, Integer, LargeBinary, bindparam, delete, insert, select, text, update
from sqlmodel import col

from mpwizard.records import EditRecord, NoteRecord
from mpwizard.store.keys import KeyRing
from mpwizard.store.listing import SAVED_VIEWS, SavedViews, saved_views
from mpwizard.store.places import Place
from mpwizard.store.rows import CaseCountRow, EditRow, NoteRow, SavedViewRow, TagRow

_TAGS = select(col(TagRow.tag)).where(col(TagRow.case_id) == bindparam("case")).order_by(col(TagRow.tag))
_ALL_TAGS = select(col(TagRow.tag)).distinct().order_by(col(TagRow.tag))
_OWNERS = (
    select(col(CaseCountRow.owner))
    .where(col(CaseCountRow.owner) != "", col(CaseCountRow.n) > 0)
    .distinct()
    .order_by(col(CaseCountRow.owner))
)
_NOTES = (
    select(col(NoteRow.id), col(NoteRow.at), col(NoteRow.by), col(NoteRow.words))
    .where(col(NoteRow.case_id) == bindparam("case"))
    .order_by(col(NoteRow.id).desc())
)
_EDIT = select(col(EditRow.operator), col(EditRow.program), col(EditRow.since), col(EditRow.seen_at)).where(
    col(EditRow.case_id) == bindparam("case")
)
_VIEWS = text(SAVED_VIEWS).columns(place=Integer, document=LargeBinary)


class MarkReader:
    """Reads what operators put on cases."""

    def __init__(self, connection: Connection, keys: KeyRing) -> None:
        self._connection = connection
        self._keys = keys

    def tags(self, case_id: int) -> tuple[str, ...]:
        """The tags of a case, in the order of their letters."""
        return tuple(self._connection.scalars(_TAGS, {"case": case_id}))

    def all_tags(self) -> tuple[str, ...]:
        """Every tag in use."""
        return tuple(self._connection.scalars(_ALL_TAGS))

    def owners(self) -> tuple[str, ...]:
        """Everybody who has a case."""
        return tuple(self._connection.scalars(_OWNERS))

    def notes(self, case_id: int) -> tuple[NoteRecord, ...]:
        """The notes on a case, the newest first."""
        return tuple(
            NoteRecord(row.id, row.at, row.by, self._keys.open(row.words, Place.CASE_NOTE))
            for row in self._connection.execute(_NOTES, {"case": case_id})
        )

    def edit(self, case_id: int) -> EditRecord | None:
        """Who has a case open for editing."""
        row = self._connection.execute(_EDIT, {"case": case_id}).one_or_none()
        return None if row is None else EditRecord(row.operator, row.program, row.since, row.seen_at)

    def views(self, operator: str) -> SavedViews:
        """An operator's own views of the desk, by their place among the tabs."""
        return saved_views(self._connection.execute(_VIEWS, {"whose": operator}), self._keys)


class MarkWriter(MarkReader):
    """Reads and writes what operators put on cases."""

    def tag(self, case_id: int, tags: Iterable[str]) -> None:
        """Put tags on a case that it does not have yet."""
        known = set(self.tags(case_id))
        for tag in dict.fromkeys(tags):
            if tag not in known:
                self._connection.execute(insert(TagRow).values(case_id=case_id, tag=tag))

    def untag(self, case_id: int, tags: Iterable[str]) -> None:
        """Take tags off a case."""
        gone = list(tags)
        self._connection.execute(delete(TagRow).where(col(TagRow.case_id) == case_id, col(TagRow.tag).in_(gone)))

    def note(self, case_id: int, words: str, by: str, at: datetime) -> None:
        """Leave a note on a case. It can never be changed."""
        sealed = self._keys.seal(words, Place.CASE_NOTE)
        self._connection.execute(insert(NoteRow).values(case_id=case_id, at=at, by=by, words=sealed))

    def hold(self, case_id: int, operator: str, program: str, at: datetime) -> None:
        """Note that a program has a case open for editing, whoever had it before."""
        self._connection.execute(delete(EditRow).where(col(EditRow.case_id) == case_id))
        self._connection.execute(
            insert(EditRow).values(case_id=case_id, operator=operator, program=program, since=at, seen_at=at)
        )

    def still_hold(self, case_id: int, program: str, at: datetime) -> bool:
        """Note that a program still has a case open; false where it is another's by now."""
        statement = (
            update(EditRow)
            .where(col(EditRow.case_id) == case_id, col(EditRow.program) == program)
            .values(seen_at=at)
            .returning(col(EditRow.case_id))
        )
        return self._connection.execute(statement).first() is not None

    def let_go(self, case_id: int, program: str) -> None:
        """A program has a case open no longer."""
        self._connection.execute(
            delete(EditRow).where(col(EditRow.case_id) == case_id, col(EditRow.program) == program)
        )

    def put_view(self, operator: str, place: int, document: Mapping[str, object]) -> None:
        """Keep one's own view of the desk at its place, instead of the one that was there."""
        self.drop_view(operator, place)
        sealed = self._keys.seal(json.dumps(dict(document), ensure_ascii=False), Place.SAVED_VIEW)
        self._connection.execute(insert(SavedViewRow).values(operator=operator, place=place, document=sealed))

    def drop_view(self, operator: str, place: int) -> None:
        """Forget a view."""
        self._connection.execute(
            delete(SavedViewRow).where(col(SavedViewRow.operator) == operator, col(SavedViewRow.place) == place)
        )

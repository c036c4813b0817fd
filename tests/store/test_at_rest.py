"""What somebody finds who holds a copy of the files: no personal value, and no file that others may read."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary

from mpwizard.domain import Kind
from mpwizard.lifecycle import Event, State
from mpwizard.problems import Trouble
from mpwizard.records import AdministratorRecord, CaseRecord, EntityRecord, Proof, ProofKind
from mpwizard.store import KeyRing, Store
from mpwizard.store.places import Blind, Place
from mpwizard.store.rows import Row
from mpwizard.transitions import Actor
from tests.places import OnServer

EMAIL = "applicant@example.com"
MAIL_BODY = "激活码123456"


@pytest.fixture
def full(
    store: Store,
    add_case: Callable[..., CaseRecord],
    now: datetime,
    company: EntityRecord,
    individual: EntityRecord,
    person: AdministratorRecord,
) -> Store:
    """A store in which every personal value stands in every place it may stand in."""
    of_company, of_person = add_case(), add_case()
    typed = {"name": person.name, "id": person.id_number, "mobile": person.mobile, "bank": company.bank_account}
    with store.writing() as writer:
        for case, entity in ((of_company, company), (of_person, individual)):
            writer.put_draft(case.id, "administrator", {**typed, "email": EMAIL}, None, now)
            writer.set_administrator(case.id, person)
            writer.set_entity(case.id, entity)
            writer.prove(case.id, Proof(ProofKind.MOBILE, person.mobile), now)
            writer.prove(case.id, Proof(ProofKind.WECHAT, person.name + person.id_number), now)
            writer.put_world(case.id, f"{typed} {EMAIL}")
            writer.queue_mail(case.id, EMAIL, "mpwizard", MAIL_BODY, now)
            note = {**typed, "email": EMAIL}
            writer.append(case.id, now, Actor.APPLICANT, "operator", Event.CREATED, State.DRAFT, State.DRAFT, note)
        writer.open_accounts.add(Kind.PRACTICE, "练习开放帐号", person.name, person.id_number, now, "ann")
        writer.claim_email(of_company.id, Kind.PRACTICE, EMAIL)
    return store


def _bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


def _personal(company: EntityRecord, person: AdministratorRecord) -> list[str]:
    return [person.name, person.id_number, person.mobile, company.bank_account, EMAIL, MAIL_BODY, "123456"]


@pytest.mark.parametrize("closed", [False, True])
def test_no_personal_value_lies_open_in_the_files(
    full: Store, database: Path, company: EntityRecord, person: AdministratorRecord, closed: bool
) -> None:
    """Neither in the write-ahead log, while the store is open, nor in the file it is copied into."""
    if closed:
        full.close()
    else:
        assert database.with_name("cases.db-wal").stat().st_size
    content = _bytes_of(database.parent)
    found = [
        value
        for value in _personal(company, person)
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
        if value.encode(encoding) in content
    ]
    assert found == []
    # The search itself works: the name of an organisation is public and plain.
    assert company.name.encode() in content


def test_every_column_of_bytes_has_its_place() -> None:
    """A new personal column must say whether it is sealed or a blind index, and so be bound to its place."""
    columns = {
        f"{table.name}.{column.name}"
        for table in Row.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert columns == {*map(str, Place), *map(str, Blind)}


def test_no_row_shows_a_personal_value(full: Store) -> None:
    """A row may end up in a log or a crash report."""
    sealed = {place.split(".")[1] for place in (*Place, *Blind)}
    for mapper in Row._sa_registry.mappers:
        shown = {name for name, field in mapper.class_.model_fields.items() if field.repr}
        assert not shown & (sealed - {"name"}), mapper.class_


def test_the_files_are_their_owners_alone_whatever_the_umask(database: Path, keys: KeyRing) -> None:
    """Also the write-ahead log and the lock; the mode may not depend on how the program was started."""
    before = os.umask(0)
    try:
        store = Store.open(database, keys)
        with store.writing() as writer:
            writer.outbox()
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in database.parent.iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert {"cases.db", "cases.db-wal", "cases.db-shm", "cases.db.lock"} == modes.keys()
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(database.parent.stat().st_mode) == 0o700


def test_a_file_that_came_with_a_wider_mode_is_narrowed(full: Store, database: Path, keys: KeyRing) -> None:
    """Restored from a backup or copied by hand it would stay readable, and its write-ahead log with it."""
    full.close()
    database.chmod(0o644)
    store = Store.open(database, keys)
    store.close()
    assert stat.S_IMODE(database.stat().st_mode) == 0o600


@pytest.mark.usefixtures("postgres")
def test_no_personal_value_lies_open_on_the_server(
    full: Store, place: OnServer, company: EntityRecord, person: AdministratorRecord
) -> None:
    """Whoever runs the server, or has a copy of what is on it, is no colleague."""
    names = [name for (name,) in place.by_hand("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    rows = [row for name in names for row in place.by_hand(f"SELECT * FROM {name}")]
    content = repr([[bytes(value) if isinstance(value, memoryview) else value for value in row] for row in rows])
    assert [
        value for value in _personal(company, person) if value in content or repr(value.encode())[2:-1] in content
    ] == []
    assert company.name in content


def test_a_value_moved_by_hand_is_told_as_damage(full: Store, by_hand: Callable[[str], object]) -> None:
    """A mobile number in the place of an ID number is not shown as one."""
    by_hand("UPDATE administrators SET id_number = mobile WHERE case_id = 1")
    with pytest.raises(Trouble) as caught, full.reading() as reader:
        reader.administrator(1)
    assert caught.value.key == "database_damaged"


def test_what_was_dropped_is_not_left_in_the_file(
    store: Store, add_case: Callable[..., CaseRecord], database: Path, now: datetime, keys: KeyRing
) -> None:
    """Deleted means gone, sealed or not: freed pages are overwritten."""
    case = add_case()
    with store.writing() as writer:
        writer.put_draft(case.id, "entity", {"name": "x" * 20_000}, None, now)
    with closing(sqlite3.connect(database)) as connection:
        sealed: bytes = connection.execute("SELECT answers FROM drafts").fetchone()[0]
    with store.writing() as writer:
        writer.drop_draft(case.id, "entity")
    store.close()
    content = _bytes_of(database.parent)
    assert not [part for part in range(0, len(sealed) - 64, 64) if sealed[part : part + 64] in content]

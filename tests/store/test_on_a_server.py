"""What only a server brings: several machines at once, a line that breaks, an account that is not let in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.exc import IntegrityError

from mpwizard.crash import report
from mpwizard.domain import Kind
from mpwizard.problems import Refused, Trouble
from mpwizard.records import CaseRecord
from mpwizard.store import KeyRing, Store
from mpwizard.store.postgres import PostgresDatabase
from mpwizard.store.schema import SCHEMA
from tests.places import OnServer
from tests.postgres import Server
from tests.store.listed import records

SECRET = "s3cret"


@pytest.fixture
def place(postgres: Server, keys: KeyRing, tmp_path: Path) -> OnServer:
    """All of these tests are about the server."""
    return OnServer(postgres.emptied(keys), tmp_path)


def _trouble(use: Callable[[], object]) -> Trouble:
    with pytest.raises(Trouble) as caught:
        use()
    return caught.value


# --- several programs ------------------------------------------------------------------------------------------------


def test_a_writer_judges_by_what_the_one_before_it_wrote(
    open_store: Callable[[], Store], add_case: Callable[..., CaseRecord], keys: KeyRing, place: OnServer
) -> None:
    """A gate that looks at other cases, here at whose an address is, lets one of two in, however close they come."""
    cases = [add_case(), add_case()]
    stores = [place.open(keys) for _ in cases]
    begun = threading.Event()

    def first() -> None:
        with stores[0].writing() as writer:
            begun.set()
            writer.claim_email(cases[0].id, Kind.PRACTICE, "ops@example.com")
            assert _waits_for_a_lock(place)

    def second() -> None:
        begun.wait(10)
        with stores[1].writing() as writer:
            writer.claim_email(cases[1].id, Kind.PRACTICE, "ops@example.com")

    with ThreadPoolExecutor(2) as pool:
        ends = [pool.submit(first), pool.submit(second)]
        assert ends[0].exception() is None
        assert isinstance(ends[1].exception(), Refused)
    for each in stores:
        each.close()


def _waits_for_a_lock(place: OnServer) -> bool:
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    return any(place.by_hand(waiting) == [(1,)] for _ in range(2_000))


def test_a_turn_that_is_not_given_back_is_told(
    open_store: Callable[[], Store], add_case: Callable[..., CaseRecord]
) -> None:
    """A hanging program may not make this one hang; afterwards all goes on."""
    mine, theirs = open_store(), open_store()
    case = add_case()

    def write() -> None:
        with mine.writing() as writer:
            writer.change_case(case, step="entity")

    with theirs.writing(), ThreadPoolExecutor(1) as elsewhere:
        assert _trouble(elsewhere.submit(write).result).key == "database_locked"
    write()


def test_threads_take_turns(keys: KeyRing, place: OnServer, add_case: Callable[..., CaseRecord], now: datetime) -> None:
    """Every save runs in a thread of its own; none may fail because another is at it."""
    cases = [add_case() for _ in range(8)]
    store = place.open(keys)

    def save(case: CaseRecord) -> int:
        version = None
        for number in range(10):
            with store.writing() as writer:
                version = writer.put_draft(case.id, "entity", {"number": number}, version, now)
            with store.reading() as reader:
                assert reader.drafts(case.id)["entity"].version == version
        return version or 0

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(save, cases)) == [10] * 8
    store.close()


def test_only_what_was_committed_is_told(open_store: Callable[[], Store], add_case: Callable[..., CaseRecord]) -> None:
    """Whoever is told draws everything anew: not for a look, and not for what was undone."""
    mine, theirs = open_store(), open_store()
    case = add_case()
    seen = mine.data_version()
    with theirs.writing() as writer:
        writer.outbox()

    def undone() -> None:
        with theirs.writing() as writer:
            writer.change_case(case, step="entity")
            raise Refused("not_now")

    with pytest.raises(Refused):
        undone()
    assert mine.data_version() == seen
    with theirs.writing() as writer:
        writer.change_case(case, step="entity")
    assert mine.data_version() > seen


def test_one_program_at_a_time_sends_mail(open_store: Callable[[], Store]) -> None:
    """A lock file on one machine is nothing to another, and no mail may go out twice."""
    mine, theirs = open_store(), open_store()
    with mine.sending() as ours, theirs.sending() as too:
        assert (ours, too) == (True, False)
    with theirs.sending() as ours:
        assert ours


def test_a_plain_statement_takes_named_values(store: Store, add_case: Callable[..., CaseRecord]) -> None:
    """The same text runs on both databases: names, casts, times and percent signs are told apart."""
    case = add_case()
    statement = (
        "SELECT id, '1:30', 50 % 7, cast(id as text) || '' FROM cases"
        " WHERE reference = :reference AND desk_due_at > :after ORDER BY id LIMIT :most"
    )
    values = {"reference": case.reference, "after": "2026-01-01 00:00:00.000000", "most": 3}
    assert store._database.look(statement, values) == [(case.id, "1:30", 1, str(case.id))]


# --- a server that goes away, or lets nobody in ----------------------------------------------------------------------


@contextmanager
def _stopped(server: Server) -> Iterator[None]:
    server.stop()
    try:
        yield
    finally:
        server.start()


def test_a_server_that_goes_away_is_told_and_found_again(
    store: Store, add_case: Callable[..., CaseRecord], postgres: Server, now: datetime
) -> None:
    """The desk stays open: what was saved is there when the server is back, what was not is saved again."""
    case = add_case()
    seen = store.data_version()
    with store.writing() as writer:
        version = writer.put_draft(case.id, "entity", {"name": "saved"}, None, now)

    def save() -> int:
        with store.writing() as writer:
            return writer.put_draft(case.id, "entity", {"name": "again"}, version, now)

    with _stopped(postgres):
        for use in (save, lambda: records(store), store.data_version):
            trouble = _trouble(use)
            assert trouble.key == "database_unreachable"
            assert trouble.values == {"where": store.where}
    assert save() == version + 1
    assert [record.id for record in records(store)] == [case.id]
    assert store.data_version() > seen


def test_a_line_that_breaks_within_a_use_case_undoes_it(
    store: Store, add_case: Callable[..., CaseRecord], place: OnServer
) -> None:
    """Half of it is nowhere, and the next try finds a new line."""
    case = add_case()

    def broken() -> None:
        with store.writing() as writer:
            changed = writer.change_case(case, step="entity")
            place.by_hand(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            writer.change_case(changed, step="administrator")

    assert _trouble(broken).key == "database_unreachable"
    with store.reading() as reader:
        assert reader.case(case.id) == case


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("postgresql://stranger:{secret}@/postgres?host={folder}", "database_refused"),
        ("postgresql://tester:{secret}@/nowhere?host={folder}", "database_refused"),
        ("postgresql://tester:{secret}@/desk?host=/nowhere", "database_unreachable"),
        ("postgresql://tester:{secret}@127.0.0.1:1/desk", "database_unreachable"),
        ("postgresql://tester:{secret}@localhost", "settings_wrong"),
        ("postgresql://tester:{secret}@localhost/desk?nothing=1", "settings_wrong"),
        ("mysql://tester:{secret}@localhost/desk", "settings_wrong"),
    ],
    ids=["no such user", "no such database", "no socket", "no port", "no database", "no such option", "no PostgreSQL"],
)
def test_what_cannot_be_reached_is_told_without_the_password(
    postgres: Server, tmp_path: Path, url: str, key: str
) -> None:
    """What is told ends in terminals, scripts and questions to colleagues."""
    folder = postgres.url("").rpartition("=")[2]
    trouble = _trouble(lambda: PostgresDatabase(url.format(secret=SECRET, folder=folder), tmp_path).is_new())
    assert trouble.key == key
    assert SECRET not in f"{trouble!r} {trouble.values} {report(trouble, 'here')}"


def test_a_database_shows_no_password(tmp_path: Path) -> None:
    """Neither does anything that somebody may print while looking for a mistake."""
    database = PostgresDatabase(f"postgresql://ann:{SECRET}@db.example.com:5433/desk", tmp_path)
    assert database.where == "db.example.com/desk"
    ways = database.ways()
    shown = f"{database!r} {vars(database)!r} {ways!r} {vars(ways)!r} {ways._writing.url!r} {database._server!r}"
    assert SECRET not in shown


def test_what_the_server_refuses_is_told_without_the_values(store: Store, add_case: Callable[..., CaseRecord]) -> None:
    """It adds the row that it refused, and the value that was there already."""
    add_case()
    twice = "INSERT INTO case_tags VALUES (1, %s), (1, %s)"
    with pytest.raises(IntegrityError) as caught, store.writing() as writer:
        writer._connection.exec_driver_sql(twice, ("secretive", "secretive"))
    assert "secretive" not in str(caught.value)
    assert "secretive" not in str(caught.value.orig)
    assert "pk_case_tags" in str(caught.value)


# --- opening ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def new(postgres: Server) -> Iterator[str]:
    """The URL of a database with nothing in it."""
    url = postgres.create()
    yield url
    postgres.drop(url)


def _kept(url: str) -> list[Any]:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace").fetchall()


def test_looking_makes_nothing(new: str, tmp_path: Path) -> None:
    """`mpwizard doctor` must leave an empty database empty."""
    assert PostgresDatabase(new, tmp_path).is_new()
    assert _kept(new) == []


def test_programs_that_start_at_once_make_the_tables_once(new: str, keys: KeyRing, tmp_path: Path) -> None:
    """The whole team opens the desk on its first morning."""
    with ThreadPoolExecutor(3) as pool:
        for end in [pool.submit(OnServer(new, tmp_path).open, keys) for _ in range(3)]:
            end.result().close()
    assert not PostgresDatabase(new, tmp_path).is_new()


def test_another_key_is_refused(place: OnServer) -> None:
    """A colleague without the team's key would see nothing and seal what nobody else can open."""
    assert _trouble(lambda: place.open(KeyRing(bytes(32)))).key == "key_wrong"


def test_a_newer_schema_is_refused_and_nothing_is_written(place: OnServer, keys: KeyRing) -> None:
    """A colleague has updated first: their program's tables are not for this one."""
    place.by_hand("UPDATE alembic_version SET version_num = '9999'")
    try:
        trouble = _trouble(lambda: place.open(keys))
    finally:
        place.by_hand(f"UPDATE alembic_version SET version_num = '{SCHEMA:04}'")
    assert trouble.key == "database_newer"
    assert trouble.values["found"] == 9999


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM key_check",
        "DELETE FROM alembic_version",
        "UPDATE alembic_version SET version_num = 'another'",
        "DROP TABLE alembic_version",
        "DROP TABLE cases CASCADE",
    ],
)
def test_a_database_with_holes_is_not_taken_for_a_new_one(new: str, keys: KeyRing, tmp_path: Path, damage: str) -> None:
    """Tables made over what is left would hide what is missing."""
    place = OnServer(new, tmp_path)
    place.open(keys).close()
    place.by_hand(damage)
    assert _trouble(lambda: place.open(keys)).key == "database_damaged"


def test_a_database_that_cannot_hold_chinese_is_refused(postgres: Server, keys: KeyRing, tmp_path: Path) -> None:
    """At the first company's name it would be too late."""
    url = postgres.create("ENCODING 'LATIN1' LOCALE 'C'")
    trouble = _trouble(lambda: OnServer(url, tmp_path).open(keys))
    postgres.drop(url)
    assert (trouble.key, trouble.values["found"]) == ("database_encoding", "LATIN1")


def test_an_account_that_may_not_make_tables_is_refused(postgres: Server, new: str, keys: KeyRing) -> None:
    """The administrator has forgotten to give it the database."""
    postgres.run("DROP ROLE IF EXISTS guest")
    postgres.run("CREATE ROLE guest LOGIN")
    place = OnServer(new.replace("tester@", "guest@"), Path("/nowhere"))
    assert _trouble(lambda: place.open(keys)).key == "database_refused"
    assert _kept(new) == []


def test_waiting_has_an_end(place: OnServer, keys: KeyRing) -> None:
    """Every statement of a store waits for others as long as the store is patient, and no longer."""
    store = place.open(keys, patience=timedelta(milliseconds=7))
    with store.reading() as reader:
        waits = reader._connection.exec_driver_sql("SHOW lock_timeout").scalar()
        alone = reader._connection.exec_driver_sql("SHOW transaction_isolation").scalar()
    store.close()
    assert (waits, alone) == ("21ms", "repeatable read")

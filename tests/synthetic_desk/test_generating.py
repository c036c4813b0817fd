"""A generated desk: every case is as if it had been worked on here, at every stage, and nobody's but its own."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from mpwizard.account_desk import AccountDesk
from mpwizard.case_list import LISTED, judged
from mpwizard.console.account import has_console
from mpwizard.console.settling import settle
from mpwizard.desk import Desk
from mpwizard.domain import EntityType, Kind
from mpwizard.lifecycle import REGISTRATION, State
from mpwizard.matter_lifecycles import LIFECYCLES
from mpwizard.problems import Refused
from mpwizard.stages import Stage
from mpwizard.store.copies import TABLES
from mpwizard.surroundings import Surroundings
from mpwizard.synthetic_desk import generating
from mpwizard.synthetic_desk.player import PASSWORD
from mpwizard.synthetic_desk.templates import OLDEST, Template
from mpwizard.views import CaseView
from tests.synthetic_desk.conftest import CASES, NOW, Fill

# On practice cases the platform answers a confirmation at once.
PASSING = {State.CONFIRMED}
IDS = range(1, CASES + 1)


@pytest.fixture(scope="module")
def every(desk: Desk) -> list[CaseView]:
    """Every case as it opens."""
    return [desk.view(case_id) for case_id in IDS]


def everything(desk: Desk) -> list[object]:
    """All that can be seen of a desk's cases, but for what is salted anew."""
    with desk.store.reading() as tx:
        return [
            (
                tx.case(case_id),
                tx.drafts(case_id),
                tx.log(case_id),
                tx.entity(case_id),
                tx.administrator(case_id),
                tx.payment(case_id),
                tx.matters.of_case(case_id),
                tx.marks.tags(case_id),
                tx.marks.notes(case_id),
            )
            for case_id in IDS
        ]


def test_the_same_seed_makes_the_same_desk(desk: Desk, fill: Fill) -> None:
    """And another one another."""
    assert everything(desk) == everything(fill(CASES))
    assert everything(desk) != everything(fill(CASES, seed=8))


def test_every_stage_and_every_state_is_there(every: list[CaseView]) -> None:
    """Whoever tries the desk finds each of its views filled."""
    records = [view.record for view in every]
    assert {record.state for record in records} == set(State) - PASSING
    assert {record.stage for record in records} == set(Stage)
    assert {record.entity_type for record in records} == {None, *EntityType}
    assert {record.archived for record in records} == {True, False}
    assert {record.problem for record in records} == {True, False}
    assert len({record.owner for record in records}) == 6
    assert "ann" in {record.owner for record in records}


def test_cases_spread_over_two_years_before_now(every: list[CaseView]) -> None:
    """None begins before that, none has anything in it that is still to come."""
    begun = [view.record.created_at for view in every]
    assert NOW - OLDEST <= min(begun) < NOW - timedelta(days=365)
    assert max(begun) <= NOW
    assert all(entry.at <= NOW for view in every for entry in view.log)
    assert all(view.record.reference.startswith(f"MP-{view.record.created_at.year}-") for view in every)


def test_every_log_leads_to_where_its_case_stands(desk: Desk, every: list[CaseView]) -> None:
    """The registration's and every matter's."""
    for view in every:
        own = [entry.event for entry in view.log if entry.matter is None]
        assert REGISTRATION.fold(own) is view.state
        with desk.store.reading() as tx:
            matters = tx.matters.of_case(view.record.id)
        for matter in matters:
            events = [entry.event for entry in view.log if entry.matter_id == matter.id]
            assert LIFECYCLES[matter.matter].fold(events) is matter.state
        assert [entry.at for entry in view.log] == sorted(entry.at for entry in view.log)


def test_to_open_a_case_changes_nothing(desk: Desk) -> None:
    """What is stored is what finishing a use-case would store."""
    for case_id in IDS:
        before = desk.view(case_id).record
        if has_console(before.state):
            AccountDesk(desk).view(case_id)
        with desk.working(case_id) as work:
            settle(work)
        after = desk.view(case_id).record
        assert after == before
        assert judged(after).stage is after.stage
        assert judged(after).waits_for is after.waits_for
        assert judged(after).problem is after.problem
        assert after.listed == LISTED


def test_every_answer_is_right(every: list[CaseView]) -> None:
    """No step that is done has a problem in it, under any of the names."""
    for view in every:
        if view.state is State.REGISTERED:
            assert not [step for step, standing in view.standings.items() if standing.value == "open"]
        if view.record.entity_type is EntityType.INDIVIDUAL and view.record.subject:
            assert view.record.subject.endswith("*")
            assert view.record.subject[0] == str(view.context.draft["administrator"]["name"])[0]


def test_nothing_sealed_is_shared_between_two_cases(desk: Desk) -> None:
    """Neither the bytes, nor the person or the address within."""
    sealed: Counter[bytes] = Counter()
    with desk.store.writing() as tx:
        for model in TABLES:
            for row in tx._connection.execute(select(model.metadata.tables[str(model.__tablename__)])):
                sealed.update(value for value in row if isinstance(value, bytes) and len(value) > 16)
    assert set(sealed.values()) == {1}
    with desk.store.reading() as tx:
        people = [tx.administrator(case_id) for case_id in IDS]
        known = [each.id_number for each in people if each is not None]
        assert len(set(known)) == len(known) > 50
        worlds = [tx.world(case_id) for case_id in IDS]
        assert len(set(worlds)) == len(worlds)


def test_a_generated_case_can_be_gone_on_with(fill: Fill, templates: tuple[Template, ...]) -> None:
    """Money that is waited for is taken; the door opens with the case's own address and the password that is told."""
    desk, signed_in = fill(len(templates)), 0
    for case_id in range(1, len(templates) + 1):
        if desk.view(case_id).state is State.AWAITING_TRANSFER:
            Surroundings(desk).pay(case_id)
            assert desk.view(case_id).state is State.REGISTERED
        if has_console(desk.view(case_id).state) and not AccountDesk(desk).view(case_id).account.signed_in:
            email = desk.view(case_id).context.draft["credentials"]["email"]
            AccountDesk(desk).do(case_id, "sign_in.password", {"email": email, "password": PASSWORD})
            signed_in += AccountDesk(desk).do(case_id, "sign_in.scan").account.signed_in
    assert signed_in > 5


def test_cases_are_found_by_their_names(desk: Desk, every: list[CaseView]) -> None:
    """The search knows them."""
    with desk.store.reading() as tx:
        texts = dict(tx._connection.exec_driver_sql("SELECT id, search_text FROM cases").all())
    for view in every:
        assert view.record.reference.casefold() in texts[view.record.id]
        assert view.record.subject.casefold() in texts[view.record.id]
        assert view.record.app_name.casefold() in texts[view.record.id]


def test_a_new_case_goes_on_behind_them(fill: Fill) -> None:
    """Numbers and references are given on, as if all had been made by hand."""
    desk = fill(5)
    made = desk.create(Kind.PRACTICE)
    assert made.id == 6
    taken = [desk.view(case_id).record.reference for case_id in range(1, 6)]
    assert made.reference not in taken


def test_a_desk_can_be_filled_twice(
    fill: Fill, templates: tuple[Template, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the same seed too: nobody's address is taken."""
    desk = fill(30)
    monkeypatch.setattr(generating, "played", lambda: templates)
    made = generating.generate(desk, 30, 7, lambda _done, _of: None)
    assert made.cases == 30
    assert desk.view(60).record.reference == made.last


def test_record_cases_are_not_buried_unasked(
    fill: Fill, templates: tuple[Template, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only who says so mixes made-up cases with real ones."""
    desk = fill(5)
    desk.create(Kind.RECORD)
    monkeypatch.setattr(generating, "played", lambda: templates)
    with pytest.raises(Refused, match="records_on_the_desk"):
        generating.generate(desk, 5, 7, lambda _done, _of: None)
    assert generating.generate(desk, 5, 7, lambda _done, _of: None, beside_records=True).cases == 5

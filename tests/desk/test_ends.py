"""Giving a case up, and beginning again from one that ended without an account."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mpwizard.desk import Desk
from mpwizard.domain import EntityType, Kind
from mpwizard.lifecycle import Event, State
from mpwizard.problems import Refused
from mpwizard.wizard.flow import Standing
from tests.desk.answers import PASSWORD, answers_for
from tests.desk.conftest import Apply
from tests.desks import on_desk


@pytest.mark.parametrize("step", ["account_type", "activation", "confirmation"])
def test_a_case_can_be_given_up_until_its_entity_is_final(step: str, apply: Apply) -> None:
    """Its address is free again, nothing in it is open any more, and it stays to be read."""
    applicant = apply()
    applicant.reach(step)
    view = applicant.desk.abandon(applicant.id)
    assert view.state is State.ABANDONED
    assert Standing.OPEN not in view.standings.values()
    assert (view.next_action.key, view.next_action.actor) == ("none", None)
    acts: tuple[Callable[[], object], ...] = (
        lambda: applicant.desk.abandon(applicant.id),
        lambda: applicant.save("entity", name="x"),
        lambda: applicant.submit("entity"),
        lambda: applicant.desk.send_mobile_code(applicant.id),
    )
    for act in acts:
        with pytest.raises(Refused):
            act()
    apply().reach("activation")


def test_an_abandoned_case_is_told_to_be_over_and_not_something_else(apply: Apply) -> None:
    """`Case is over` is the reason; `prove the mobile first` would send the reader on a useless way."""
    applicant = apply()
    applicant.reach("confirmation")
    applicant.desk.abandon(applicant.id)
    acts: tuple[Callable[[], object], ...] = (
        lambda: applicant.desk.send_mobile_code(applicant.id),
        lambda: applicant.around.scan(applicant.id, by_administrator=True),
        lambda: applicant.around.open_link(applicant.id),
        lambda: applicant.submit("entity", name="另一个名称"),
    )
    for act in acts:
        with pytest.raises(Refused, match="case_ended"):
            act()


@pytest.mark.parametrize("fails", [True, False])
def test_a_new_case_begins_with_what_was_typed_in_the_lost_one(fails: bool, apply: Apply) -> None:
    """Nothing is typed twice but the secrets; the deliberate acts are asked anew, and the old case stays as it is."""
    applicant = apply()
    applicant.reach("completion" if fails else "confirmation")
    old = applicant.around.to_deadline(applicant.id) if fails else applicant.desk.abandon(applicant.id)
    begun = applicant.desk.start_again(applicant.id)
    view = applicant.desk.view(begun.id)
    assert (begun.began_as, begun.state, begun.kind) == (old.record.reference, State.DRAFT, Kind.PRACTICE)
    assert view.record.subject == "练习样例有限公司"
    typed = answers_for(EntityType.ENTERPRISE)
    assert view.context.draft["entity"] == typed["entity"]
    assert view.context.draft["credentials"] == {"email": "ops@example.com", "agree": True}
    assert not {"activation", "confirmation"} & view.context.draft.keys()
    assert view.proofs == frozenset()
    assert view.next_action.key == "enter_credentials"
    submitted = applicant.desk.submit(
        begun.id, "credentials", typed["credentials"] | {"password": PASSWORD}, view.versions["credentials"]
    )
    assert submitted.state is State.AWAITING_ACTIVATION
    assert applicant.view.log == old.log


@pytest.mark.parametrize("step", ["account_type", "activation", "confirmation", "completion"])
def test_a_case_that_goes_on_is_not_begun_again(step: str, apply: Apply) -> None:
    """Two live cases with the same values would take each other's place."""
    applicant = apply()
    applicant.reach(step)
    with pytest.raises(Refused, match="start_again_too_early"):
        applicant.desk.start_again(applicant.id)


def test_a_case_is_found_by_its_number_however_it_is_typed(desk: Desk, apply: Apply) -> None:
    """Numbers are read out on the telephone."""
    applicant = apply()
    assert desk.find(f" {applicant.record.reference.lower()} ").id == applicant.id
    with pytest.raises(Refused, match="case_unknown"):
        desk.find("MP-1999-0001")


def test_an_edition_nobody_ships_begins_no_case(desk: Desk) -> None:
    """A case keeps its edition for life: it must exist."""
    with pytest.raises(Refused, match="edition_unknown"):
        desk.create(Kind.PRACTICE, "guide-1999")
    assert on_desk(desk) == ()


def test_a_new_case_is_first_on_the_desk_with_its_next_action(desk: Desk, apply: Apply) -> None:
    """The desk lists what was touched last at the top."""
    apply()
    newest = apply(kind=Kind.RECORD)
    rows = on_desk(desk)
    assert rows[0].record.id == newest.id
    assert {row.next_action.key for row in rows} == {"choose_account_type"}
    assert newest.view.log[0].event is Event.CREATED

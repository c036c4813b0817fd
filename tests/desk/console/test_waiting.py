"""What waits in an account, for whom, since when, how long it usually takes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mpwizard.console.next_step import NEXT_STEPS
from mpwizard.console.sections import PENDING
from mpwizard.console.waiting import ANSWERABLE, BY_CLOCK, IN_TIME, SENT_BACK, WAITS, Whom, waiting, with_platform
from mpwizard.domain import EntityType
from mpwizard.matter_lifecycles import LIFECYCLES
from mpwizard.matters import Category, Link, Matter, Member, Pay, Profile, SignIn, Verification, Version
from mpwizard.platform_desk import PlatformDesk
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.transitions import Actor
from mpwizard.wizard.form import form_fields
from tests.desk.console.conftest import Hold
from tests.desk.console.submitter import ready, submit

# Where something has come to rest, though it could still be changed, or where it only passes through.
AT_REST = {
    SignIn: {SignIn.SIGNED_OUT, SignIn.SIGNED_IN, SignIn.LOCKED},
    Profile: {Profile.DRAFT, Profile.SET, Profile.REPLACED},
    Category: {Category.APPROVED, Category.REMOVED},
    Member: set(Member),
    Version: {Version.RELEASED, Version.SUPERSEDED, Version.DELETED},
    Verification: set(Verification)
    - {Verification.SUBMITTED, Verification.PAID, Verification.IN_REVIEW, Verification.RETURNED},
    Pay: {Pay.NONE, Pay.SIGNED},
    Link: set(Link) - {Link.REQUESTED},
}


@pytest.mark.parametrize("matter", Matter)
def test_of_every_state_it_is_known_whether_anybody_is_waited_for(matter: Matter) -> None:
    """A new state is sorted into one of the two, or this tells."""
    waits = {state for kind, state in WAITS if kind is matter}
    states = LIFECYCLES[matter].states
    assert waits | AT_REST[states] == set(states)
    assert not waits & AT_REST[states]


def test_the_clock_keeps_somebody_waiting_only_where_it_lifts_something() -> None:
    """It also ends what holds until a day; the two are told apart state by state, over all lifecycles."""
    by_clock = {
        (matter, move.state)
        for matter, lifecycle in LIFECYCLES.items()
        for move in lifecycle.transitions
        if move.by is Actor.CLOCK and (matter, move.state) not in WAITS
    }
    assert by_clock - BY_CLOCK == {(Matter.VERIFICATION, Verification.PASSED)}
    assert by_clock >= BY_CLOCK


def test_what_the_platform_can_answer_waits_for_it_or_for_somebody_else() -> None:
    """One table says what waits: the platform desk lists nothing besides, and nothing of the applicant's."""
    assert ANSWERABLE >= IN_TIME
    assert {WAITS[place][0] for place in ANSWERABLE} == {Whom.PLATFORM, Whom.OTHER}
    assert {place for place in ANSWERABLE if WAITS[place][0] is Whom.PLATFORM} == IN_TIME


def test_what_the_platform_gives_back_was_sent_back_unless_it_said_yes() -> None:
    """Over all that waits for it: wherever its answer leaves the applicant to act."""
    answered = {
        (each.matter, move.target)
        for each in PENDING
        for move in LIFECYCLES[each.matter].transitions
        if move.state is each.state and move.by is Actor.PLATFORM
    }
    to_applicant = {place for place in answered if WAITS.get(place, (None,))[0] is Whom.APPLICANT}
    assert to_applicant - SENT_BACK == {(Matter.VERSION, Version.APPROVED), (Matter.PAY, Pay.APPROVED)}
    assert to_applicant >= SENT_BACK


@pytest.mark.parametrize("entity_type", [EntityType.INDIVIDUAL, EntityType.OTHER])
def test_the_key_of_a_next_step_says_that_it_waits_for_the_platform(hold: Hold, entity_type: EntityType) -> None:
    """The list of cases reads it off the key; the table of what waits says the same."""
    holder = hold(entity_type)
    if entity_type is EntityType.OTHER:
        holder.bring_to_review()
    else:
        submit(ready(holder))
    told = [step for step in NEXT_STEPS if step.applies(holder.account) and step.key.startswith("wait_")]
    assert told
    assert all(with_platform(holder.account, *step.about) for step in told)


def test_what_is_usual_is_a_rule_of_time() -> None:
    """The board counts with it."""
    rules = load_edition(DEFAULT_EDITION).rules
    assert {rules[usual].unit for _whom, usual in WAITS.values() if usual} <= {
        "minutes",
        "hours",
        "days",
        "working_days",
    }


def test_everything_that_waits_is_told_with_whom_it_waits_for(hold: Hold) -> None:
    """The platform, the applicant, somebody else; what waits longest first."""
    holder = ready(hold())
    number = submit(holder)
    holder.pass_time(timedelta(minutes=1))
    holder.apply_for_verification()
    holder.pass_time(timedelta(minutes=1))
    holder.do("official_accounts.link", name="练习公众号", owner="same")
    holder.pass_time(timedelta(minutes=1))
    holder.do("open_platform.create", name="练习开放平台", owner="same")
    told = [(each.kind, each.whom, each.usual) for each in waiting(holder.account)]
    assert told == [
        (Matter.VERSION, Whom.PLATFORM, "versions.review"),
        (Matter.VERIFICATION, Whom.APPLICANT, ""),
        (Matter.OFFICIAL_ACCOUNT, Whom.OTHER, "official_accounts.confirm_within"),
        (Matter.OPEN_PLATFORM, Whom.PLATFORM, ""),
    ]
    first = waiting(holder.account)[0]
    version = holder.matter(Matter.VERSION, number)
    assert (first.number, first.since, first.due_at, first.matter) == (
        number,
        version.since,
        version.due_at,
        version,
    )


def test_a_refusal_waits_for_the_applicant_until_something_new_is_handed_in(hold: Hold) -> None:
    """The refused one stays refused; nobody is waited for any more."""
    holder = hold(EntityType.ENTERPRISE)
    with_platform = PlatformDesk(holder.desk)
    with_platform.decide_ahead(
        holder.id, "information.introduction_refuse", {"reason": first_reason(with_platform, holder.id)}
    )
    holder.do("information.introduction", text="练习用的小程序，用来登记练习样例。")
    assert [(each.kind, each.whom) for each in waiting(holder.account)] == [(Matter.INTRODUCTION, Whom.APPLICANT)]
    holder.do("information.introduction", text="练习登记样例的第二版介绍。")
    assert waiting(holder.account) == ()


def first_reason(platform: PlatformDesk, case: int) -> str:
    """Any reason that an introduction can be refused for."""
    sheet = platform.sheet_ahead(case, "information.introduction_refuse")
    (field,) = [each for each in form_fields(sheet.key, sheet.answers) if each.name == "reason"]
    return str(field.options(sheet.context)[0].value)


def test_an_account_of_the_open_platform_waits_on_the_platform_desk(hold: Hold) -> None:
    """It is no case's own, and is in the queue once, however many cases there are; the answer is there."""
    holder, platform = hold(), PlatformDesk(hold(email="two@example.com").desk)
    holder.do("open_platform.create", name="练习开放平台", owner="same")
    (waits,) = platform.queue()
    assert waits.open_account is not None
    assert ("练习开放平台" in waits.what, waits.matter, waits.due_at) == (True, None, None)
    (offer,) = waits.offers
    platform.decide(waits.record.id, offer.action.key, None, {"account": str(waits.open_account.number)})
    assert platform.queue() == ()

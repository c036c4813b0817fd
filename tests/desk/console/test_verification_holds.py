"""Section verification: what passing opens, how long it holds, how it is renewed; the same on record cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mpwizard.account_desk import Said
from mpwizard.clock import FixedClock
from mpwizard.console.verification_papers import application
from mpwizard.domain import EntityType, Kind, Method
from mpwizard.i18n import Language, Translator, use
from mpwizard.lifecycle import Event, State
from mpwizard.matters import Matter, Verification, VerificationEvent
from mpwizard.problems import Refused
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.transitions import Actor
from tests.desk.console.conftest import Hold
from tests.desk.console.verifying import (
    DAY,
    FORCED,
    ORGANISATIONS,
    SECOND,
    YEAR,
    newest,
    return_it,
    shown,
    state,
)

EDITION = load_edition(DEFAULT_EDITION)

each_organisation = pytest.mark.parametrize("entity_type", ORGANISATIONS)


@pytest.fixture(autouse=True)
def _in_english() -> None:
    use(Translator(Language.EN))


# --- what passing does ------------------------------------------------------------------------------------------------


@each_organisation
def test_passing_opens_what_the_guide_says(hold: Hold, entity_type: EntityType) -> None:
    """Payment, more members and, where they were closed, information and the submitting of versions."""
    holder = hold(entity_type)
    opens = shown(holder, "Opens")
    holder.be_verified()
    assert holder.account.verified
    assert "20 developers and 40 trial members" in opens
    assert ("submitting versions for review" in opens) is (entity_type in FORCED)
    assert holder.allowed("pay.apply")
    assert holder.view.section("verification").section.done(holder.account)
    assert shown(holder, "Opens") == opens
    assert shown(holder, "Closed until then") == []
    holder.folds()


@pytest.mark.parametrize(
    ("entity_type", "method"),
    [
        (EntityType.ENTERPRISE, Method.WECHAT_VERIFICATION),
        (EntityType.SOLE_TRADER, Method.WECHAT_VERIFICATION),
        *((forced, None) for forced in FORCED),
    ],
)
def test_the_registration_that_waits_for_it_is_complete(
    hold: Hold, entity_type: EntityType, method: Method | None
) -> None:
    """Way B of the registration ends here, and nowhere else."""
    holder = hold(entity_type, method)
    assert holder.view.case.state is State.AWAITING_VERIFICATION
    assert shown(holder, "Closed until then") == [EDITION.text("verification.locked_until_passed").en]
    view = holder.be_verified()
    assert view.case.state is State.REGISTERED
    assert [entry.event for entry in view.case.log[-2:]] == [VerificationEvent.PASSED, Event.VERIFICATION_PASSED]
    holder.folds()


def test_a_registration_that_is_complete_hears_nothing(hold: Hold) -> None:
    """Who paid a transfer was registered before; the verification is an event of its own."""
    holder = hold(EntityType.ENTERPRISE, Method.TRANSFER)
    holder.be_verified()
    assert Event.VERIFICATION_PASSED not in [entry.event for entry in holder.view.case.log if entry.matter is None]


# --- a year, and then again -------------------------------------------------------------------------------------------


def test_it_holds_for_a_year_and_no_second_longer(hold: Hold) -> None:
    """By the clock it expires, and what it had opened is closed again."""
    holder = hold()
    holder.be_verified()
    assert newest(holder).due_at == holder.account.now + YEAR
    holder.pass_time(YEAR - SECOND)
    assert holder.account.verified
    holder.pass_time(SECOND)
    assert not holder.account.verified
    assert state(holder) is Verification.EXPIRED
    assert shown(holder, "Expired") == [EDITION.text("verification.lapsed").en]
    with pytest.raises(Refused, match="pay_unverified"):
        holder.do("pay.apply")
    assert holder.allowed("verification.apply")
    holder.folds()


def test_an_expired_one_leaves_the_account_registered(hold: Hold) -> None:
    """Only the advanced functions end; a new verification opens them again."""
    holder = hold(EntityType.MEDIA)
    holder.be_verified()
    holder.pass_time(YEAR)
    assert holder.view.case.state is State.REGISTERED
    holder.be_verified()
    assert holder.account.verified
    holder.folds()


def test_it_can_be_renewed_ninety_days_before(hold: Hold) -> None:
    """Earlier is refused with the day; from then on the section says so."""
    holder = hold()
    holder.be_verified()
    opens = holder.account.now + YEAR - timedelta(days=90)
    holder.pass_time(YEAR - timedelta(days=90) - SECOND)
    with pytest.raises(Refused) as refused:
        holder.apply_for_verification()
    assert (refused.value.refusal.key, refused.value.refusal.values) == ("verification_renewal_early", {"due": opens})
    assert shown(holder, "Renewal") == []
    assert len(shown(holder, "Renewal from")) == 1
    holder.pass_time(SECOND)
    assert len(shown(holder, "Renewal")) == len(shown(holder, "When it expires")) == 1
    assert shown(holder, "Valid until")[0].endswith("90d left")
    assert not holder.view.section("verification").section.done(holder.account)
    holder.apply_for_verification()
    assert shown(holder, "Renewal") == []
    assert holder.account.verified


def test_a_renewal_continues_the_year(hold: Hold) -> None:
    """Not a day of the old one is lost, and none is unverified between them."""
    holder = hold()
    holder.be_verified()
    until = newest(holder).due_at
    assert until is not None
    holder.pass_time(YEAR - timedelta(days=30))
    holder.be_verified()
    assert [state(holder, number) for number in (1, 2)] == [Verification.RENEWED, Verification.PASSED]
    assert newest(holder).due_at == until + YEAR
    holder.pass_time(timedelta(days=31))
    assert holder.account.verified
    holder.folds()


def test_an_edition_may_count_a_renewals_year_from_its_passing(hold: Hold, monkeypatch: pytest.MonkeyPatch) -> None:
    """The days that were left of the year before are lost then."""
    rules = load_edition(DEFAULT_EDITION).rules
    other = replace(rules["verification.renewal_continues"], value=False)
    monkeypatch.setitem(rules, "verification.renewal_continues", other)  # type: ignore[arg-type]
    holder = hold()
    holder.be_verified()
    holder.pass_time(YEAR - timedelta(days=30))
    holder.be_verified()
    assert newest(holder).due_at == holder.account.now + YEAR
    holder.folds()


def test_a_renewal_that_fails_leaves_what_holds(hold: Hold) -> None:
    """Until its own end."""
    holder = hold()
    holder.be_verified()
    holder.pass_time(YEAR - timedelta(days=30))
    holder.bring_to_review()
    holder.do("verification.refuse", reason="entity_not_registered")
    assert holder.account.verified
    holder.pass_time(timedelta(days=30))
    assert not holder.account.verified
    holder.folds()


def test_a_renewal_that_passes_after_the_end_begins_a_new_year(hold: Hold) -> None:
    """The old one expired meanwhile: the gap is real, and not made good."""
    holder = hold()
    holder.be_verified()
    holder.pass_time(YEAR - DAY)
    holder.bring_to_review()
    holder.pass_time(2 * DAY)
    assert not holder.account.verified
    holder.do("verification.pass")
    assert newest(holder).due_at == holder.account.now + YEAR
    assert state(holder, 1) is Verification.EXPIRED
    holder.folds()


# --- record cases -----------------------------------------------------------------------------------------------------


def test_a_real_verification_is_recorded_from_end_to_end(hold: Hold) -> None:
    """Each answer with its day and note, by whoever writes it down; the year counts from the platform's day."""
    holder = hold(EntityType.MEDIA, kind=Kind.RECORD)
    holder.apply_for_verification()
    holder.do("verification.pay", said=Said("by the administrator"))
    holder.do("verification.take")
    holder.do("verification.return", reason="media_permit_missing", said=Said("by e-mail"))
    holder.do("verification.correct", first=True)
    today = holder.account.now.astimezone().date()
    view = holder.do("verification.pass", said=Said("told by phone", today))
    last = holder.log(Matter.VERIFICATION)[-1]
    assert (last.source, last.actor, last.note["note"]) == ("ann", Actor.PLATFORM, "told by phone")
    assert view.case.state is State.REGISTERED
    assert view.case.log[-1].source == "ann"
    assert newest(holder).due_at == holder.account.now + YEAR
    holder.folds()


def test_on_real_cases_the_clock_only_reminds(hold: Hold, clock: FixedClock) -> None:
    """The platform may be kinder than its rule: an operator says what it did."""
    holder = hold(EntityType.OTHER, kind=Kind.RECORD)
    holder.bring_to_review()
    return_it(holder, "verification_data_differs")
    clock.move(timedelta(days=40))
    assert state(holder) is Verification.RETURNED
    assert shown(holder, "Correct by")[0].endswith("!! 10d late")
    on = date(2026, 12, 28)
    holder.do("verification.overdue", said=Said("letter of the day", on))
    kept, last = application(newest(holder)), holder.log(Matter.VERIFICATION)[-1]
    assert state(holder) is Verification.REFUSED
    assert kept.refused is not None
    assert kept.refused.reasons == ("verification_timed_out",)
    assert (last.source, last.at.astimezone().date()) == ("ann", on)
    holder.be_verified()
    clock.move(YEAR + DAY)
    assert holder.account.verified
    holder.do("verification.lapse")
    assert not holder.account.verified
    holder.folds()


def test_what_the_clock_says_is_not_recorded_in_practice(hold: Hold) -> None:
    """There it says so itself."""
    holder = hold()
    holder.be_verified()
    with pytest.raises(Refused, match="record_only"):
        holder.do("verification.lapse")


def test_nothing_personal_is_shown_or_logged(hold: Hold) -> None:
    """The operator is the administrator: masked, like the account. While it is under way all of it is shown."""
    holder = hold(EntityType.MEDIA)
    section = holder.view.section("verification").section
    holder.bring_to_review()
    told = str([line.value for line in section.shown(holder.account)])
    assert ("练*  138****8000" in told, "***************0001" in told) == (True, True)
    holder.do("verification.pass")
    notes = [entry.note for entry in holder.log(Matter.VERIFICATION)]
    assert any(notes)
    told += str([line.value for line in section.shown(holder.account)]) + str(notes) + section.words(newest(holder))
    for personal in ("练习甲", "13800138000", "110000190001010012", "4400000000000000001"):
        assert personal not in told

"""The review (代码审核) of a version as the applicant has it: submitted, withdrawn, expedited; what the last refusal
asks to mend; the test account that goes with the next submission."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import Field, SecretStr

from mpwizard.console.account import Account, account_of
from mpwizard.console.action import Action, Deed
from mpwizard.console.asking import line_up_to, offered, ruled
from mpwizard.console.category_details import waits_for_regulator
from mpwizard.console.periods import Same, day_of, same_day, same_month, same_year
from mpwizard.console.verification_papers import VERSIONS_WAIT, versions_wait
from mpwizard.console.version_details import (
    LINE_CAP,
    NOTE_MAX,
    Fix,
    Round,
    VersionDetails,
    expedites,
    fixes,
    kept,
    refused_last,
    rounds,
    takes_test_account,
    withdrawals,
)
from mpwizard.console.version_pages import has_category, page_problems
from mpwizard.gates import first_refusal, within
from mpwizard.i18n import N_
from mpwizard.matters import AT_HAND, Matter, Profile, Version, VersionEvent
from mpwizard.privacy import Mask
from mpwizard.problems import ALLOWED, Problem, Refusal, Verdict
from mpwizard.records import MatterRecord
from mpwizard.text import one_line
from mpwizard.wizard.context import Context
from mpwizard.wizard.fields import required
from mpwizard.wizard.form import Answers, Ask, Option
from mpwizard.working_days import CHINA

SUBMIT = "versions.submit"
_FEEDBACK_MAX = "versions.feedback_max"

_TEST_ACCOUNT_CAP = 128


# --- submitting ------------------------------------------------------------------------------------------------------


def _after_refusal(context: Context) -> bool:
    return refused_last(account_of(context)) is not None


class SubmitAnswers(Answers):
    """What goes with a submission besides the page groups."""

    description: Annotated[str, Ask(limit=LINE_CAP, most=ruled(NOTE_MAX), required=False), line_up_to(NOTE_MAX)] = (
        Field(title=N_("What this version does"), default="", repr=False)
    )
    feedback: Annotated[
        str,
        Ask(limit=LINE_CAP, most=ruled(_FEEDBACK_MAX), required=False, when=_after_refusal),
        line_up_to(_FEEDBACK_MAX),
    ] = Field(title=N_("Message to the reviewer"), default="", repr=False)


def _may_submit(account: Account, _version: MatterRecord | None) -> Verdict:
    return first_refusal(
        _none_in_review(account), _information_complete(account), _verified(account), has_category(account)
    )


def _none_in_review(account: Account) -> Verdict:
    reviewed = account.all(Matter.VERSION, Version.IN_REVIEW)
    if len(reviewed) < account.edition.number("versions.in_review_max"):
        return ALLOWED
    return Refusal("version_in_review", {"number": reviewed[-1].number}, "versions.one_in_review")


def _information_complete(account: Account) -> Verdict:
    rule = "versions.needs_information"
    missing = [word for word in account.edition.words(rule) if account.newest(Matter(word), Profile.SET) is None]
    return Refusal("information_incomplete", {"count": len(missing)}, rule) if missing else ALLOWED


def _verified(account: Account) -> Verdict:
    waits = versions_wait(account) and not account.verified
    return Refusal("verification_first", rule=VERSIONS_WAIT) if waits else ALLOWED


def submit_problems(account: Account, version: MatterRecord | None) -> tuple[Problem, ...]:
    """Everything wrong with a version's review form, before the platform sees it."""
    if version is None:
        return ()
    missing = kept(version).needs_login and takes_test_account(account) and not kept(version).test_user
    return (
        *page_problems(account, version, SUBMIT),
        *((Problem("test_account_missing", SUBMIT),) if missing else ()),
    )


def _submit(deed: Deed) -> None:
    given, version = deed.answers(SubmitAnswers), kept(deed.target)
    this = Round(
        number=len(rounds(deed.account)) + 1,
        submitted_at=deed.now,
        description=given.description,
        feedback=given.feedback,
        with_test_account=bool(version.test_user),
    )
    changed = version.model_copy(update={"rounds": (*version.rounds, this)})
    due_in = answer_due_in(deed, VersionEvent.SUBMITTED)
    deed.move(deed.target, VersionEvent.SUBMITTED, details=changed, due_in=due_in, note={"round": this.number})


def answer_due_in(deed: Deed, event: VersionEvent) -> timedelta:
    """In how long the review's answer is due once something happens to it: after the usual time of what happens, and
    the regulator's where one is asked. Expediting never puts the answer off, a delay never brings it forward."""
    expedited = event is VersionEvent.EXPEDITED
    due_in = deed.usual("versions.expedited_review" if expedited else "versions.review") + _extra_time(deed.account)
    if deed.target.due_at is None:
        return due_in
    as_before = deed.target.due_at - deed.now
    return min(as_before, due_in) if expedited else max(as_before, due_in)


def _extra_time(account: Account) -> timedelta:
    """How much longer the first review takes where a category's regulator is asked besides."""
    first = all(this.outcome is not VersionEvent.APPROVED for _version, this in rounds(account))
    asked = first and waits_for_regulator(account)
    return account.edition.span("categories.first_review_extra") if asked else timedelta(0)


def with_last_round(version: VersionDetails, **changes: object) -> VersionDetails:
    """A version whose last round changed."""
    *before, last = version.rounds
    return version.model_copy(update={"rounds": (*before, last.model_copy(update=changes))})


def ended(version: VersionDetails, outcome: VersionEvent, at: datetime, **changes: object) -> VersionDetails:
    """A version whose last round has ended."""
    return with_last_round(version, outcome=outcome, ended_at=at, **changes)


# --- withdrawing and expediting, as often as the rule table allows ---------------------------------------------------


def withdrawn(account: Account, same: Same) -> int:
    """How often a review was withdrawn in the period that it is now."""
    return sum(same(at, account.now) for at in withdrawals(account))


def expedited_this_year(account: Account) -> int:
    """How often a review was expedited in the year that it is now."""
    return sum(same_year(at, account.now) for at in expedites(account))


def expedite_rule(account: Account) -> str:
    """The rule of how often this account may expedite a review."""
    return f"versions.expedites_per_year.{'individual' if account.individual else 'organisation'}"


def _may_withdraw(account: Account, _version: MatterRecord | None) -> Verdict:
    today = day_of(account.now)
    next_month = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return first_refusal(
        _left(account, withdrawn(account, same_month), "versions.withdrawals_per_month", next_month),
        _left(account, withdrawn(account, same_day), "versions.withdrawals_per_day", today + timedelta(days=1)),
    )


def _left(account: Account, used: int, rule: str, anew: date, key: str = "withdrawals_used_up") -> Verdict:
    return within(account.edition, rule, used, key, until=datetime(anew.year, anew.month, anew.day, tzinfo=CHINA))


def _withdraw(deed: Deed) -> None:
    changed = ended(kept(deed.target), VersionEvent.WITHDRAWN, deed.now)
    deed.move(deed.target, VersionEvent.WITHDRAWN, details=changed)


def _may_expedite(account: Account, version: MatterRecord | None) -> Verdict:
    rule, today = expedite_rule(account), day_of(account.now)
    if version is not None and kept(version).rounds[-1].expedited_at is not None:
        return Refusal("expedited_already", rule="versions.expedited_review")
    return _left(account, expedited_this_year(account), rule, date(today.year + 1, 1, 1), "expedites_used_up")


def _expedite(deed: Deed) -> None:
    changed = with_last_round(kept(deed.target), expedited_at=deed.now)
    due_in = answer_due_in(deed, VersionEvent.EXPEDITED)
    deed.move(deed.target, VersionEvent.EXPEDITED, details=changed, due_in=due_in)


# --- after a refusal: the test account, and what is to be mended -----------------------------------------------------


class TestAccountAnswers(Answers):
    """What the reviewer signs in with."""

    __test__ = False

    user: Annotated[
        str, Ask(limit=_TEST_ACCOUNT_CAP, mask=Mask.NAME), required(lambda raw, _context: one_line(raw))
    ] = Field(title=N_("Test user"), repr=False)
    password: Annotated[
        SecretStr,
        Ask(limit=_TEST_ACCOUNT_CAP, mask=Mask.PASSWORD, kept=False),
        required(lambda raw, _context: SecretStr(raw)),
    ] = Field(title=N_("Test password"))


def _entry_open(account: Account, _version: MatterRecord | None) -> Verdict:
    rule = "versions.test_account"
    return ALLOWED if takes_test_account(account) else Refusal("test_account_closed", rule=rule)


def _give_test_account(deed: Deed) -> None:
    given = deed.answers(TestAccountAnswers)
    changes = {"test_user": given.user, "test_password": given.password.get_secret_value()}
    deed.move(deed.target, VersionEvent.TEST_ACCOUNT_GIVEN, details=kept(deed.target).model_copy(update=changes))


def _offer(listed: Iterable[Fix]) -> tuple[Option, ...]:
    return tuple(Option(str(fix.number), fix.reason.fix, fix.reason.title) for fix in listed)


_OPEN = offered(lambda context: _offer(fix for fix in fixes(account_of(context)) if not fix.done))
_DONE = offered(lambda context: _offer(fix for fix in fixes(account_of(context)) if fix.done))


class OpenFixAnswers(Answers):
    """Something that was mended."""

    fix: Annotated[str, *_OPEN] = Field(title=N_("What was mended"))


class DoneFixAnswers(Answers):
    """Something that was ticked off too early."""

    fix: Annotated[str, *_DONE] = Field(title=N_("What is still to mend"))


def _any_fix(account: Account, *, done: bool) -> bool:
    return any(fix.done is done for fix in fixes(account))


def _tick(deed: Deed) -> None:
    _mark(deed, deed.answers(OpenFixAnswers).fix, VersionEvent.MENDED)


def _untick(deed: Deed) -> None:
    _mark(deed, deed.answers(DoneFixAnswers).fix, VersionEvent.NOT_MENDED)


def _mark(deed: Deed, number: str, event: VersionEvent) -> None:
    refused = refused_last(deed.account)
    if refused is None:
        raise TypeError("nothing was refused")
    version, last = refused
    key = next(fix.reason.key for fix in fixes(deed.account) if fix.number == int(number))
    done = {*last.mended, key} if event is VersionEvent.MENDED else {*last.mended} - {key}
    mended = tuple(each for each in last.reasons if each in done)
    deed.move(version, event, details=with_last_round(kept(version), mended=mended), note={"reason": key})


ACTIONS = (
    Action(
        "versions.fixed",
        N_("Tick off what was mended"),
        _tick,
        apt=lambda account, _version: _any_fix(account, done=False),
        answers=OpenFixAnswers,
    ),
    Action(
        SUBMIT,
        N_("Submit for code review"),
        _submit,
        gate=_may_submit,
        answers=SubmitAnswers,
        self_check=submit_problems,
        on=Matter.VERSION,
        states=AT_HAND,
    ),
    Action(
        "versions.test_account",
        N_("Give a test account"),
        _give_test_account,
        gate=_entry_open,
        answers=TestAccountAnswers,
        on=Matter.VERSION,
        states=AT_HAND,
    ),
    Action(
        "versions.not_fixed",
        N_("Take a tick back"),
        _untick,
        apt=lambda account, _version: _any_fix(account, done=True),
        answers=DoneFixAnswers,
    ),
    Action(
        "versions.withdraw",
        N_("Withdraw the review"),
        _withdraw,
        gate=_may_withdraw,
        on=Matter.VERSION,
        states=(Version.IN_REVIEW,),
    ),
    Action(
        "versions.expedite",
        N_("Expedite the review"),
        _expedite,
        gate=_may_expedite,
        on=Matter.VERSION,
        states=(Version.IN_REVIEW,),
        final=True,
    ),
)

"""Section versions, on the way into review: what must be there first, the self-check, the test account."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from mpwizard.account_desk import AccountDesk
from mpwizard.console.version_details import kept, takes_test_account
from mpwizard.console.version_review import submit_problems
from mpwizard.console.version_words import version_shown
from mpwizard.domain import EntityType, Method
from mpwizard.matters import Matter, Version
from mpwizard.problems import Invalid, Refused
from mpwizard.working_days import working_days_later
from tests.desk.conftest import OpenDesk
from tests.desk.console.conftest import Hold
from tests.desk.console.submitter import (
    PAGE,
    TEST_ACCOUNT,
    WITH_REGULATOR,
    add_category,
    add_developer,
    complete_information,
    decide,
    details_of,
    ready,
    remove_category,
    sent_back,
    submit,
    upload,
    verify,
    version_of,
    wait_for_review,
    why_not,
)

# --- what must be there first ----------------------------------------------------------------------------------------


def test_a_submission_waits_for_the_platform(hold: Hold) -> None:
    """It is due after the rule's working days, and its round begins."""
    holder = ready(hold())
    number = submit(holder)
    version = version_of(holder, number)
    assert version.state is Version.IN_REVIEW
    assert version.due_at == working_days_later(holder.account.now, 7)
    (this,) = details_of(holder, number).rounds
    assert (this.number, this.submitted_at, this.outcome) == (1, holder.account.now, None)
    holder.folds()


def test_one_version_is_reviewed_at_a_time(hold: Hold) -> None:
    """The refusal names the one that is there, and the other may go once it has an answer."""
    holder = ready(hold())
    member = add_developer(holder)
    first, second = submit(holder), upload(holder, developer=member)
    key, values, rule = why_not(holder, "versions.submit", second)
    assert (key, values, rule) == ("version_in_review", {"number": first}, "versions.one_in_review")
    sent_back(holder, first)
    holder.do("versions.submit", second)
    assert why_not(holder, "versions.submit", first)[0] == "version_in_review"
    holder.folds()


def test_two_programs_submit_at_once_and_one_is_first(hold: Hold, open_desk: OpenDesk) -> None:
    """Each looked before; the one that comes second is refused, and one version is in review."""
    holder = ready(hold())
    member = add_developer(holder)
    numbers = [upload(holder), upload(holder, developer=member)]
    for number in numbers:
        if not details_of(holder, number).pages:
            holder.do("versions.add_page", number, **PAGE)
    programs = [AccountDesk(open_desk(name)) for name in ("ben", "cyd")]

    def try_it(program: AccountDesk, number: int) -> str:
        try:
            program.do(holder.id, "versions.submit", number=number)
        except Refused as refused:
            return refused.refusal.key
        return ""

    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(try_it, programs, numbers))
    assert sorted(ends) == ["", "version_in_review"]
    assert len(holder.account.all(Matter.VERSION, Version.IN_REVIEW)) == 1
    holder.folds()


def test_the_information_comes_before_the_review(hold: Hold) -> None:
    """How much is missing is said, and where to go."""
    holder = hold()
    add_category(holder)
    number = upload(holder)
    key, values, rule = why_not(holder, "versions.submit", number)
    assert (key, values, rule) == ("information_incomplete", {"count": 3}, "versions.needs_information")
    complete_information(holder)
    holder.do("versions.add_page", number, **PAGE)
    holder.do("versions.submit", number)


def test_a_category_comes_before_the_review(hold: Hold) -> None:
    """Without one there is nothing to review the pages by."""
    holder = hold()
    complete_information(holder)
    assert why_not(holder, "versions.submit", upload(holder))[0] == "category_first"


@pytest.mark.parametrize("entity_type", [EntityType.GOVERNMENT, EntityType.MEDIA, EntityType.OTHER])
def test_who_must_be_verified_submits_after_it(hold: Hold, entity_type: EntityType) -> None:
    """Development goes on meanwhile: uploads and the form are open."""
    holder = ready(hold(entity_type))
    number = upload(holder)
    holder.do("versions.add_page", number, **PAGE)
    assert why_not(holder, "versions.submit", number)[0::2] == ("verification_first", "versions.needs_verification")
    verify(holder)
    holder.do("versions.submit", number)
    assert version_of(holder, number).state is Version.IN_REVIEW


@pytest.mark.parametrize(
    ("entity_type", "method"),
    [
        (EntityType.INDIVIDUAL, None),
        (EntityType.ENTERPRISE, Method.TRANSFER),
        (EntityType.SOLE_TRADER, Method.TRANSFER),
    ],
)
def test_everybody_else_submits_unverified(hold: Hold, entity_type: EntityType, method: Method | None) -> None:
    """Only of government, media and others a verification is asked for; whoever chose one has the information locked
    until it has passed, and so meets another gate."""
    holder = ready(hold(entity_type, method))
    number = submit(holder)
    assert version_of(holder, number).state is Version.IN_REVIEW


def test_everything_wrong_with_the_form_is_told_before_the_platform_sees_it(hold: Hold) -> None:
    """The page that lost its category, the account that is missing, the text that is too long: at once."""
    holder = ready(hold())
    number = upload(holder, needs_login=True)
    with pytest.raises(Invalid) as invalid:
        holder.do("versions.submit", number)
    assert [problem.key for problem in invalid.value.problems] == ["pages_missing"]
    assert invalid.value.problems[0].values == {"limit": 1}
    second = add_category(holder, WITH_REGULATOR)
    holder.do("versions.add_page", number, **PAGE)
    holder.do("versions.add_page", number, **{**PAGE, "category": WITH_REGULATOR})
    holder.do("versions.submit", number)
    sent_back(holder, number, "no_test_account")
    remove_category(holder, second)
    with pytest.raises(Invalid) as invalid:
        holder.do("versions.submit", number, description="x" * 201, feedback="x" * 201)
    assert [(problem.key, dict(problem.values).get("longest")) for problem in invalid.value.problems] == [
        ("text_length", 200),
        ("text_length", 200),
        ("page_category_gone", None),
        ("test_account_missing", None),
    ]
    assert submit_problems(holder.account, version_of(holder, number)) == invalid.value.problems[2:]
    assert version_of(holder, number).state is Version.REJECTED


def test_the_message_to_the_reviewer_is_open_after_a_refusal(hold: Hold) -> None:
    """It is not asked for before; the next version may carry it as well, and it is gone after the next submission."""
    holder = ready(hold())
    first = upload(holder)
    holder.do("versions.add_page", first, **PAGE)
    holder.do("versions.submit", first, description="首个样例", feedback="还没有人退回")
    assert [(each.description, each.feedback) for each in details_of(holder, first).rounds] == [("首个样例", "")]
    sent_back(holder, first)
    second = upload(holder, "1.0.1")
    holder.do("versions.submit", second, feedback="闪退已修好")
    assert details_of(holder, second).rounds[0].feedback == "闪退已修好"


# --- the test account ------------------------------------------------------------------------------------------------


def test_a_version_behind_a_login_comes_back_the_first_time(hold: Hold) -> None:
    """Then the entry is open, the account goes with the next submission, and the platform has nothing to say."""
    holder = ready(hold())
    number = upload(holder, needs_login=True)
    holder.do("versions.add_page", number, **PAGE)
    assert why_not(holder, "versions.test_account", number)[0::2] == ("test_account_closed", "versions.test_account")
    holder.do("versions.submit", number)
    wait_for_review(holder, number)
    version, (this,) = version_of(holder, number), details_of(holder, number).rounds
    assert (version.state, this.reasons, this.with_test_account) == (Version.REJECTED, ("no_test_account",), False)
    assert holder.log(Matter.VERSION)[-1].note == {"reason": "no_test_account", "decided_by": "flaw"}

    with pytest.raises(Invalid, match="test_account_missing"):
        holder.do("versions.submit", number)
    holder.do("versions.test_account", number, **TEST_ACCOUNT)
    holder.do("versions.submit", number)
    assert details_of(holder, number).rounds[-1].with_test_account
    decide(holder, "versions.approve")
    wait_for_review(holder, number)
    assert version_of(holder, number).state is Version.APPROVED
    holder.folds()


def test_the_entry_stays_open_for_the_next_version(hold: Hold) -> None:
    """A correction is another version; the account that was given goes with it."""
    holder = ready(hold())
    first = submit(holder, needs_login=True)
    sent_back(holder, first, "no_test_account")
    holder.do("versions.test_account", first, **TEST_ACCOUNT)
    second = upload(holder, "1.0.1", needs_login=True)
    assert takes_test_account(holder.account)
    holder.do("versions.submit", second)
    assert details_of(holder, second).rounds[0].with_test_account
    assert details_of(holder, first).test_password == ""


@pytest.mark.parametrize("reason", ["no_test_account", "locked_part_without_account"])
def test_every_reason_that_asks_for_an_account_opens_the_entry(hold: Hold, reason: str) -> None:
    """The list of what to mend says to give one."""
    holder = ready(hold())
    number = submit(holder, needs_login=True)
    sent_back(holder, number, reason)
    holder.do("versions.test_account", number, **TEST_ACCOUNT)
    assert details_of(holder, number).test_user == TEST_ACCOUNT["user"]


def test_no_version_that_has_ended_keeps_a_password(hold: Hold) -> None:
    """However it ended; the one that is online keeps it for the next upload to begin with."""
    holder = ready(hold())
    number = submit(holder, needs_login=True)
    sent_back(holder, number, "no_test_account")
    holder.do("versions.test_account", number, **TEST_ACCOUNT)
    holder.do("versions.submit", number)
    holder.do("versions.approve", number)
    for version in ("1.0.1", "1.1.0", "1.2.0"):
        holder.do("versions.approve", submit(holder, version, needs_login=True))
        if version != "1.0.1":
            holder.do("versions.release")
    holder.do("versions.roll_back")
    versions = holder.account.all(Matter.VERSION)
    assert [each.state for each in versions] == [
        *[Version.SUPERSEDED] * 2,
        Version.RELEASED,
        Version.SUPERSEDED,
    ]
    assert [kept(each).test_password for each in versions] == ["", "", TEST_ACCOUNT["password"], ""]
    newest = details_of(holder, upload(holder, "1.3.0", needs_login=True))
    assert (newest.test_user, newest.test_password) == (TEST_ACCOUNT["user"], TEST_ACCOUNT["password"])


def test_another_reason_opens_no_entry(hold: Hold) -> None:
    """It opens when the platform asked for an account, and not because it sent something back."""
    holder = ready(hold())
    number = submit(holder)
    sent_back(holder, number, "crashes")
    assert why_not(holder, "versions.test_account", number)[0] == "test_account_closed"


def test_the_test_account_is_shown_to_nobody(hold: Hold) -> None:
    """Neither in the log nor in what is shown nor in what a program prints of it; a deleted version keeps none."""
    holder = ready(hold())
    number = submit(holder)
    sent_back(holder, number, "no_test_account")
    holder.do("versions.test_account", number, **TEST_ACCOUNT)
    shown = version_shown(holder.account, version_of(holder, number))
    seen = [
        repr(shown),
        repr(details_of(holder, number)),
        repr(version_of(holder, number)),
        repr(holder.view.section("versions").section.shown(holder.account)),
        *(str(entry.note) for entry in holder.log(Matter.VERSION)),
    ]
    for secret in TEST_ACCOUNT.values():
        assert not any(str(secret) in each for each in seen)
    assert details_of(holder, number).test_password == TEST_ACCOUNT["password"]
    holder.do("versions.delete", number)
    assert (details_of(holder, number).test_user, details_of(holder, number).test_password) == ("", "")

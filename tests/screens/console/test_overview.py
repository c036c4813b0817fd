"""What the overview and the list of sections say, without a screen: whom an account waits for, what presses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mpwizard.account_desk import AccountView
from mpwizard.domain import EntityType, Method
from mpwizard.matters import Matter, SignIn, Verification
from mpwizard.problems import Refused
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from screens.console.overview import leads_to, overview
from screens.console.pane import BESIDE, section_groups
from screens.console.words import waiting
from tests.desk.answers import PASSWORD
from tests.desk.console.holder import Holder
from tests.desk.console.submitter import PAGE, add_developer, ready, submit, upload
from tests.screens.console.conftest import Hold

TO_DO, WAITING = 0, 1


def entries(view: AccountView, group: int) -> list[str]:
    """The keys of the entries in one group of the overview."""
    return [entry.key for entry in overview(view, roomy=True)[group].entries]


def test_what_holds_until_a_day_waits_for_nobody(hold: Hold) -> None:
    """A verification that passed ends by the clock in a year: nothing is waited for, and nobody called Clock."""
    holder = hold(EntityType.OTHER)
    holder.bring_to_review()
    (review,) = waiting(holder.view)
    assert (review.matter.matter, review.seat) == (Matter.VERIFICATION, "platform")
    holder.do("verification.pass")
    passed = holder.matter(Matter.VERIFICATION)
    assert passed.state is Verification.PASSED
    assert passed.due_at is not None
    assert waiting(holder.view) == ()
    assert entries(holder.view, WAITING) == []


def test_a_door_that_is_locked_waits_for_the_clock(hold: Hold) -> None:
    """Until the lock ends nobody can sign in, and nobody can do anything about it."""
    holder = hold(signed_in=False)
    email = holder.applicant.answers["credentials"]["email"]
    while holder.account.newest(Matter.SIGN_IN, SignIn.LOCKED) is None:
        with pytest.raises(Refused, match=r"^sign_in_"):
            holder.do("sign_in.password", email=email, password=PASSWORD + "x")
    (lock,) = waiting(holder.view)
    assert (lock.matter.state, lock.seat) == (SignIn.LOCKED, None)
    assert entries(holder.view, WAITING) == [f"waiting-{lock.matter.id}:sign_in"]


def to_do(holder: Holder) -> set[str]:
    """The sections that the overview names first."""
    return {leads_to(key) for key in entries(holder.view, TO_DO)}


def test_the_verification_is_to_be_done_where_no_version_is_reviewed_without(
    hold: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rule about versions decides, for the gate and for the overview: an edition that changes it changes both."""
    rules = load_edition(DEFAULT_EDITION).rules
    rule = rules["versions.needs_verification"]
    individual, enterprise = hold(EntityType.INDIVIDUAL), hold(EntityType.ENTERPRISE, email="two@example.com")
    assert "verification" not in to_do(individual) | to_do(enterprise)
    monkeypatch.setitem(rules, rule.id, replace(rule, value=["enterprise"]))  # type: ignore[arg-type]
    assert "verification" not in to_do(individual)
    assert "verification" in to_do(enterprise)
    upload(ready(enterprise))
    with pytest.raises(Refused, match="verification_first"):
        enterprise.do("versions.submit", 1)


def test_whoever_chose_the_verification_has_it_to_do(hold: Hold) -> None:
    """What the information opens with comes before any release."""
    holder = hold(EntityType.ENTERPRISE, Method.WECHAT_VERIFICATION)
    assert "verification" in to_do(holder)


def told(holder: Holder, section: str) -> list[str]:
    """What the overview says of a section it names first."""
    there = overview(holder.view, roomy=True)[TO_DO].entries
    return [words for entry in there if leads_to(entry.key) == section for words, _style in entry.lines]


def test_an_application_lies_still_until_its_fee_is_paid(hold: Hold) -> None:
    """Whoever it waits for is told where that is done, on the overview and in the section."""
    holder = hold()
    holder.apply_for_verification()
    assert "F9: Pay the fee by WeChat Pay" in told(holder, "verification")
    assert beside_the_console(holder, "verification") == ["F9: Pay the fee by WeChat Pay"]
    holder.do("verification.pay")
    assert told(holder, "verification") == []


def test_who_has_everything_but_a_version_is_told_how_one_arrives(hold: Hold) -> None:
    """It comes out of the developers' tool: in the section there is nothing to press. Nobody is told behind a lock."""
    holder = ready(hold(signed_in=False))
    assert told(holder, "versions") == []
    holder.sign_in()
    assert told(holder, "versions") == ["F9: A developer uploads a version"]
    assert beside_the_console(holder, "versions") == ["F9: A developer uploads a version"]


def test_what_the_platform_has_is_nothing_to_do_now(hold: Hold) -> None:
    """Who reads Withdraw under what is to be done withdraws a review that only takes its time."""
    holder = ready(hold())
    submit(holder)
    assert "versions" not in to_do(holder)
    upload(holder, "1.1.0", developer=add_developer(holder))
    assert "versions" in to_do(holder)


def test_a_renewal_that_is_due_is_to_be_done_now(hold: Hold) -> None:
    """As the desk says of the same case; while the verification holds for long, nothing is."""
    holder = ready(hold())
    holder.be_verified()
    assert "verification" not in to_do(holder)
    holder.pass_time(timedelta(days=345))
    assert "verification" in to_do(holder)
    holder.pass_time(timedelta(days=60))
    assert holder.matter(Matter.VERIFICATION).state is Verification.EXPIRED
    assert "verification" in to_do(holder)


def test_what_is_missing_is_told_before_the_form_is_filled_in(hold: Hold) -> None:
    """A version can be submitted once it has page groups: whoever writes a description first has written it in vain."""
    holder = ready(hold())
    number = upload(holder)

    def submitting() -> list[str]:
        view = holder.view
        groups = section_groups(view.section("versions"), view, every_matter=False, rules=False)
        entries = (entry for group in groups for entry in group.entries if entry.key == "versions.submit")
        return [words for entry in entries for words, _style in entry.lines]

    assert any("U-755" in words for words in submitting())
    holder.do("versions.add_page", number, **PAGE)
    assert not any("U-755" in words for words in submitting())


def beside_the_console(holder: Holder, key: str) -> list[str]:
    """What a section's page says that others can do."""
    view = holder.view
    groups = section_groups(view.section(key), view, every_matter=False, rules=False)
    return [entry.title for group in groups for entry in group.entries if entry.key == BESIDE]

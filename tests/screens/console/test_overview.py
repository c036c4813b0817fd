"""What the overview and the list of sections say, without a screen: whom an account waits for, what presses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mpwizard.account_desk import AccountView
from mpwizard.domain import EntityType, Method
from mpwizard.matters import Matter, SignIn, Verification
from mpwizard.problems import Refused
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from screens.console.overview import leads_to, overview
from screens.console.words import waiting
from tests.desk.answers import PASSWORD
from tests.desk.console.holder import Holder
from tests.desk.console.submitter import ready, upload
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

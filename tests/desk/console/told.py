"""What must hold about the versions of an account, whatever was done to it."""

from __future__ import annotations

from collections import Counter

from mpwizard.account_desk import AccountView
from mpwizard.console.account import Account
from mpwizard.console.version_details import withdrawals
from mpwizard.console.version_review import day_of
from mpwizard.matters import Matter, VersionEvent


def no_more_withdrawn_on_a_day_than_allowed(account: Account) -> None:
    """On whichever day it is said to have been."""
    days = Counter(day_of(at) for at in withdrawals(account))
    assert max(days.values(), default=0) <= account.edition.number("versions.withdrawals_per_day")


def nothing_released_that_was_not_approved(view: AccountView) -> None:
    """What is online was looked at first."""
    for version in view.account.all(Matter.VERSION):
        events = [entry.event for entry in view.case.log if entry.matter_id == version.id]
        if VersionEvent.RELEASED in events or VersionEvent.RESTORED in events:
            assert VersionEvent.APPROVED in events[: events.index(VersionEvent.RELEASED)]

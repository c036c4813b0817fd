"""What the help beside a section names: the rules that hold for this account, not somebody else's."""

from __future__ import annotations

import pytest

from mpwizard.console.members import Role, limit_rule
from mpwizard.domain import EntityType
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.texts import help_texts
from screens.console.words import help_with_rules
from tests.desk.console.holder import Holder
from tests.screens.console.conftest import Hold

STANDINGS = ("individual", "unverified", "verified")
EVERY = {f"members.{role}.{standing}" for role in Role for standing in STANDINGS}


def named(holder: Holder) -> set[str]:
    """The rules of how many members there may be, as the help of the section names them."""
    view = holder.view
    section = view.section("members")
    told = " ".join(each.words for each in help_with_rules(view, help_texts()[section.section.help_key], of=section))
    return {rule for rule in EVERY if rule in told}


@pytest.mark.parametrize(
    ("entity_type", "verified", "standing"),
    [
        (EntityType.INDIVIDUAL, False, "individual"),
        (EntityType.ENTERPRISE, False, "unverified"),
        (EntityType.ENTERPRISE, True, "verified"),
    ],
)
def test_the_help_of_members_names_the_limits_of_this_account(
    hold: Hold, entity_type: EntityType, verified: bool, standing: str
) -> None:
    """Whoever passed the verification reads of twenty, not of ten; an individual of five."""
    assert set(load_edition(DEFAULT_EDITION).rules) >= EVERY
    holder = hold(entity_type)
    if verified:
        holder.be_verified()
    assert named(holder) == {f"members.{role}.{standing}" for role in Role}
    assert named(holder) == {limit_rule(holder.account, role) for role in Role}

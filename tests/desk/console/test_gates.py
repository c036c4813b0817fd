"""The gates of the console against the guide, row by row: who may do what, by entity type, way of registration,
WeChat verification and release."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from mpwizard.console.action import Seat
from mpwizard.console.doing import may
from mpwizard.console.sections import ACTIONS, SECTIONS
from mpwizard.console.version_details import VersionDetails
from mpwizard.domain import EntityType, Method
from mpwizard.matters import Matter, Version
from mpwizard.problems import Refusal
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from tools.gates import ASKED, PAGE, WAYS, Standing, Verified, account_of, answer, limits, page, standings

NEEDING_VERIFICATION = (EntityType.GOVERNMENT, EntityType.MEDIA, EntityType.OTHER)


def every_standing() -> Iterator[Standing]:
    """All that the guide tells apart."""
    for way in WAYS:
        yield from standings(*way)


def registered(standing: Standing) -> bool:
    """The individual at once, the transfer when it is verified, the verification when it has passed."""
    passed = standing.verified in (Verified.HOLDS, Verified.EXPIRED)
    return standing.method is not Method.WECHAT_VERIFICATION or passed


def individual(standing: Standing) -> bool:
    """Whether the entity is a person."""
    return standing.entity_type is EntityType.INDIVIDUAL


def holds(standing: Standing) -> bool:
    """“Verified” (已认证) never means the transfer."""
    return standing.verified is Verified.HOLDS


def always(_standing: Standing) -> bool:
    """Nothing that the table tells apart matters."""
    return True


@dataclass(frozen=True)
class Statement:
    """What the guide says about one row: the action, when it is allowed, and by which rules it is not otherwise."""

    row: str
    action: str
    allowed: Callable[[Standing], bool]
    rules: tuple[str, ...] = ()


STATEMENTS = (
    Statement("S14", "information.introduction", registered, ("information.opens",)),
    Statement("S14", "categories.add", registered, ("information.opens",)),
    Statement("S16", "members.add", always),
    Statement("S17", "versions.upload", always),
    Statement(
        "S20",
        "versions.submit",
        lambda each: registered(each) and (holds(each) or each.entity_type not in NEEDING_VERIFICATION),
        ("versions.needs_verification", "versions.needs_information"),
    ),
    Statement(
        "S21",
        "verification.apply",
        lambda each: not individual(each) and each.verified in (Verified.NEVER, Verified.EXPIRED),
        ("verification.why_not_individual", "verification.renewal_opens", ""),
    ),
    Statement("S22", "pay.apply", lambda each: not individual(each) and holds(each), ("pay.needs",)),
    Statement("S23", "open_platform.bind", always),
    Statement("S24", "official_accounts.link", always),
    Statement("S25", "wecom.link", lambda each: each.released, ("wecom.needs_release",)),
)
# The guide's table of members: developers and trial members.
LIMITS = {"individual": (5, 10), "not verified": (10, 20), "verified": (20, 40)}


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda each: f"{each.row}-{each.action}")
@pytest.mark.parametrize("standing", list(every_standing()), ids=lambda each: "-".join(map(str, _parts(each))))
def test_the_gates_say_what_the_guide_says(statement: Statement, standing: Standing) -> None:
    """Every cell of the table; a refusal names the rule of its statement."""
    refused = answer(standing, statement.action)
    assert (refused is None) == statement.allowed(standing)
    if refused is not None:
        assert refused.rule in statement.rules


def _parts(standing: Standing) -> tuple[object, ...]:
    return standing.entity_type, standing.method, standing.verified.replace(" ", "_"), standing.released


@pytest.mark.parametrize("standing", list(every_standing()), ids=lambda each: "-".join(map(str, _parts(each))))
def test_as_many_members_as_the_guide_says(standing: Standing) -> None:
    """By entity type and verification; a release changes nothing in this edition."""
    who = "individual" if individual(standing) else "verified" if holds(standing) else "not verified"
    assert limits(standing) == LIMITS[who]


def test_every_row_and_every_statement_is_asked() -> None:
    """No column of the page without its statement, and no statement by a rule that is not in the table."""
    assert {each.action for each in STATEMENTS} == set(ASKED.values())
    rules = load_edition(DEFAULT_EDITION).rules
    assert {rule for each in STATEMENTS for rule in each.rules if rule} <= rules.keys()
    refusing = {section.row for section in SECTIONS} - {each.row for each in STATEMENTS}
    assert refusing == {"S13", "S15"}


def test_one_version_is_reviewed_at_a_time() -> None:
    """S20: whatever else is in order."""
    account = account_of(Standing(EntityType.ENTERPRISE, Method.TRANSFER, Verified.NEVER, released=False))
    waiting = next(each for each in account.matters if each.matter is Matter.VERSION)
    other = replace(
        waiting, id=99, number=99, state=Version.IN_REVIEW, details=VersionDetails(version="1.0.0").stored()
    )
    verdict = may(replace(account, matters=(*account.matters, other)), ACTIONS["versions.submit"], waiting)
    assert isinstance(verdict, Refusal)
    assert verdict.rule == "versions.one_in_review"


def test_an_open_platform_account_must_be_qualified() -> None:
    """S23: the developer qualification comes first."""
    account = account_of(Standing(EntityType.ENTERPRISE, Method.TRANSFER, Verified.NEVER, released=False))
    (qualified,) = account.open_accounts
    for accounts in ((), (replace(qualified, qualified_at=None),)):
        verdict = may(replace(account, open_accounts=accounts), ACTIONS["open_platform.bind"], None)
        assert isinstance(verdict, Refusal)
        assert verdict.rule in load_edition(DEFAULT_EDITION).rules


@pytest.mark.parametrize(
    "key",
    [key for key, each in ACTIONS.items() if each.by is Seat.APPLICANT and not key.startswith("sign_in.")],
)
def test_nothing_is_done_by_nobody(key: str) -> None:
    """S13: whatever the applicant does in the console is done by somebody who has signed in."""
    account = account_of(Standing(EntityType.ENTERPRISE, Method.TRANSFER, Verified.HOLDS, released=True))
    stranger = replace(account, matters=tuple(each for each in account.matters if each.matter is not Matter.SIGN_IN))
    action = ACTIONS[key]
    matter = account.newest(action.on, *action.states) if action.on is not None else None
    verdict = may(stranger, action, matter)
    assert isinstance(verdict, Refusal)
    assert verdict.key == "not_signed_in"


def test_the_page_shows_the_gates_as_they_are() -> None:
    """A table written by hand is right for a week: after a change, `python -m tools.gates`."""
    assert PAGE.read_text(encoding="utf-8") == page()

"""The page on what an account may do when, asked of the gates themselves.

`python -m tools.gates` after changing a gate or a rule; a test compares the page with what this would write, and the
table with what the guide says.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from mpwizard.console.account import Account, Details
from mpwizard.console.category_details import CategoryDetails
from mpwizard.console.doing import may
from mpwizard.console.members import Role, limit_rule
from mpwizard.console.profile import AvatarDetails, Chance, IntroductionDetails, NameDetails
from mpwizard.console.sections import ACTIONS
from mpwizard.console.sign_in import SignInDetails
from mpwizard.console.verification_papers import VerificationDetails
from mpwizard.console.version_details import Page, VersionDetails
from mpwizard.domain import FEN, EntityType, Kind, Method
from mpwizard.lifecycle import State
from mpwizard.matters import Category, Matter, Profile, SignIn, Verification, Version
from mpwizard.problems import Refusal
from mpwizard.records import AdministratorRecord, CaseRecord, EntityRecord, MatterRecord, OpenAccountRecord
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.texts import refusal

PAGE = Path(__file__).resolve().parent.parent / "docs/gates.md"
NOW = datetime(2026, 11, 22, 1, 41, tzinfo=UTC)

_HEAD = """\
# What an account may do when

Written by `python -m tools.gates`: every cell is the answer of the gates to an account in which all else is in order
(it is signed in to, its information is complete as soon as it can be, a category is approved, a version lies ready, an
Open Platform account is qualified). Change the gates or the rules, not this page.

The columns say whether the WeChat verification (微信认证) holds and whether a version is online; what cannot occur has
no column. `yes` is allowed; anything else is the code of the refusal, told below. A corporate transfer verifies the
registration and is no WeChat verification.

Here stands what can be told before anything is typed. What depends on the answers or on other cases is refused in the
act itself and has no cell: a name that somebody else has, a role whose places are taken, an account linked already.
"""


class Verified(StrEnum):
    """How the WeChat verification of an account stands."""

    NEVER = "never verified"
    UNDER_WAY = "first verification under way"
    HOLDS = "verified"
    EXPIRED = "verification expired"


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that the guide makes the gates depend on."""

    entity_type: EntityType
    method: Method | None
    verified: Verified
    released: bool


# What is asked of the gates: its words, and the action that does it.
ASKED: Mapping[str, str] = {
    "complete the information": "information.introduction",
    "choose categories": "categories.add",
    "bind members (developers + trial members)": "members.add",
    "upload a version": "versions.upload",
    "submit for code review": "versions.submit",
    "apply for the WeChat verification": "verification.apply",
    "apply for WeChat Pay": "pay.apply",
    "bind to an Open Platform account": "open_platform.bind",
    "link to an official account": "official_accounts.link",
    "link to WeCom": "wecom.link",
}
MEMBERS = "members.add"

WAYS: tuple[tuple[EntityType, Method | None], ...] = tuple(
    (entity_type, method)
    for entity_type in EntityType
    for method in (
        (None,)
        if entity_type is EntityType.INDIVIDUAL
        else tuple(Method)
        if entity_type in (EntityType.ENTERPRISE, EntityType.SOLE_TRADER)
        else (Method.WECHAT_VERIFICATION,)
    )
)


def standings(entity_type: EntityType, method: Method | None) -> Iterator[Standing]:
    """Every way an account of this kind can stand."""
    for verified in Verified:
        if method is None and verified is not Verified.NEVER:
            continue
        for released in (False, True):
            standing = Standing(entity_type, method, verified, released)
            if _registered(standing) or not released:
                yield standing


def _registered(standing: Standing) -> bool:
    """Whether the registration is complete; who chose the verification waits for it."""
    return standing.method is not Method.WECHAT_VERIFICATION or standing.verified in (Verified.HOLDS, Verified.EXPIRED)


def answer(standing: Standing, key: str) -> Refusal | None:
    """What the gates say to an action: a refusal, or nothing where it is allowed."""
    account, action = account_of(standing), ACTIONS[key]
    matter = account.newest(action.on, *action.states) if action.on is not None else None
    verdict = may(account, action, matter)
    return verdict if isinstance(verdict, Refusal) else None


def limits(standing: Standing) -> tuple[int, int]:
    """How many developers and trial members an account may have."""
    account = account_of(standing)
    developers, trial = (account.edition.number(limit_rule(account, role)) for role in (Role.DEVELOPER, Role.TRIAL))
    return developers, trial


def account_of(standing: Standing) -> Account:
    """An account that stands so, with all else in order."""
    edition = load_edition(DEFAULT_EDITION)
    record = CaseRecord(
        id=1,
        reference="MP-2026-0001",
        kind=Kind.PRACTICE,
        edition=DEFAULT_EDITION,
        state=State.REGISTERED if _registered(standing) else State.AWAITING_VERIFICATION,
        entity_type=standing.entity_type,
        subject="",
        step="completion",
        due_at=None,
        ahead=timedelta(0),
        began_as="",
        created_at=NOW,
        changed_at=NOW,
        version=1,
    )
    return Account(
        record=record,
        edition=edition,
        entity=EntityRecord(standing.entity_type, "", None, "", standing.method, "", ""),
        administrator=AdministratorRecord("", "", ""),
        matters=tuple(_matters(standing)),
        now=NOW,
        open_accounts=(_OPEN_ACCOUNT,),
    )


# What nobody can have handed in before the registration is complete.
_INFORMATION = (Matter.NAME, Matter.AVATAR, Matter.INTRODUCTION, Matter.CATEGORY)
_OPEN_ACCOUNT = OpenAccountRecord(
    id=1,
    number=1,
    kind=Kind.PRACTICE,
    name="",
    entity="",
    code="",
    qualified_at=NOW,
    qualified_by="",
    created_at=NOW,
    created_by="",
)


def _matters(standing: Standing) -> Iterator[MatterRecord]:
    said = {"handed_in_at": NOW, "handed_in_by": ""}
    page = Page(path="pages/index/index", title="", category="")
    kept: list[tuple[Matter, StrEnum, Details]] = [
        (Matter.SIGN_IN, SignIn.SIGNED_IN, SignInDetails()),
        (Matter.NAME, Profile.SET, NameDetails.model_validate({**said, "name": "", "chance": Chance.FIRST})),
        (
            Matter.AVATAR,
            Profile.SET,
            AvatarDetails.model_validate({**said, "facts": "", "columns": 1, "thumbnail": ""}),
        ),
        (Matter.INTRODUCTION, Profile.SET, IntroductionDetails.model_validate({**said, "text": ""})),
        (Matter.CATEGORY, Category.APPROVED, CategoryDetails(code="N010201", added_by="")),
        (Matter.VERSION, Version.UPLOADED, VersionDetails(version="1.0.1", pages=(page,))),
    ]
    if standing.released:
        kept.append((Matter.VERSION, Version.RELEASED, VersionDetails(version="1.0.0", pages=(page,))))
    if standing.verified is not Verified.NEVER:
        kept.append((Matter.VERIFICATION, _STATES[standing.verified], VerificationDetails(papers=(), fee=FEN)))
    if not _registered(standing):
        kept = [each for each in kept if each[0] not in _INFORMATION]
    for place, (matter, state, details) in enumerate(kept, 1):
        due_at = NOW + timedelta(days=200) if state is Verification.PASSED else None
        yield MatterRecord(place, 1, matter, place, state, NOW, due_at, 1, details.stored())


_STATES = {
    Verified.UNDER_WAY: Verification.IN_REVIEW,
    Verified.HOLDS: Verification.PASSED,
    Verified.EXPIRED: Verification.EXPIRED,
}


# --- the page --------------------------------------------------------------------------------------------------------


def page() -> str:
    """The page whole."""
    return "\n".join((_HEAD, *_tables(), *_legend(), ""))


def _tables() -> Iterator[str]:
    alike: dict[tuple[tuple[str, ...], ...], list[tuple[EntityType, Method | None]]] = {}
    for way in WAYS:
        alike.setdefault(tuple(_columns(way)), []).append(way)
    for columns, ways in alike.items():
        yield f"## {', '.join(_way_words(*way) for way in ways)}"
        yield ""
        heads, *cells = zip(*columns, strict=True)
        yield f"| | {' | '.join(heads)} |"
        yield f"|---|{'---|' * len(heads)}"
        for words, row in zip(ASKED, cells, strict=True):
            yield f"| {words} | {' | '.join(row)} |"
        yield ""


def _columns(way: tuple[EntityType, Method | None]) -> Iterator[tuple[str, ...]]:
    """The columns of one way, each with its head; those that say the same are one."""
    alike: dict[tuple[str, ...], list[Standing]] = {}
    for standing in standings(*way):
        alike.setdefault(tuple(_cell(standing, key) for key in ASKED.values()), []).append(standing)
    for cells, same in alike.items():
        yield "; ".join(_standing_words(each) for each in same), *cells


def _cell(standing: Standing, key: str) -> str:
    refused = answer(standing, key)
    if refused is not None:
        return refusal(refused.key).code
    return "{} + {}".format(*limits(standing)) if key == MEMBERS else "yes"


def _way_words(entity_type: EntityType, method: Method | None) -> str:
    names = {Method.TRANSFER: "by transfer", Method.WECHAT_VERIFICATION: "by verification"}
    return f"{entity_type} {names[method]}" if method is not None else str(entity_type)


def _standing_words(standing: Standing) -> str:
    verified = "" if standing.method is None else f"{standing.verified}, "
    return f"{verified}{'online' if standing.released else 'not online'}"


def _legend() -> Iterator[str]:
    yield "## The refusals"
    yield ""
    yield "| code | says | rule |"
    yield "|---|---|---|"
    told: dict[str, Refusal] = {}
    for way in WAYS:
        for standing in standings(*way):
            for key in ASKED.values():
                if refused := answer(standing, key):
                    told.setdefault(refusal(refused.key).code, refused)
    for code, refused in sorted(told.items()):
        text = refusal(refused.key)
        rule = refused.rule or text.rule
        yield f"| {code} | {text.why.en} {text.lifts.en} | {f'`{rule}`' if rule else '–'} |"


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

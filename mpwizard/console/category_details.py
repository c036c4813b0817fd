"""What is kept about the account's categories, and what follows from it: which are there, which papers are at hand,
what else the source suggests. What can be done with them is in `categories.py`."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import AwareDatetime, Field

from mpwizard import catalogues
from mpwizard.catalogues import Catalogue
from mpwizard.console.account import Account, Details, details
from mpwizard.domain import EntityType
from mpwizard.matters import Category, Matter
from mpwizard.records import MatterRecord

LIVE = (Category.CHOSEN, Category.IN_REVIEW, Category.REJECTED, Category.APPROVED)


class PaperAtHand(Details):
    """A paper that somebody said is at hand."""

    paper: str
    said_by: str
    said_at: AwareDatetime


class Round(Details):
    """One review that ended with a rejection: when, why, and the platform's own words."""

    ended_at: AwareDatetime
    reason: str
    remark: str = Field(repr=False)


class CategoryDetails(Details):
    """A category of the account. `handed_in_at` is when it first reached the platform."""

    code: str
    added_by: str
    at_hand: tuple[PaperAtHand, ...] = ()
    handed_in_at: AwareDatetime | None = None
    rounds: tuple[Round, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """One catalogue as the picker shows it: whether this account chooses from it, or only looks."""

    catalogue: Catalogue
    open: bool


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """One paper of a checklist: its number there, its official name, who said that it is at hand (nobody: empty)."""

    number: int
    name: str
    said_by: str

    @property
    def at_hand(self) -> bool:
        """Whether somebody said so."""
        return bool(self.said_by)


@dataclass(frozen=True, slots=True)
class Checklist:
    """The papers a category needs. `alternatives` are numbers of papers that do together; one of them is enough.

    Where `exact` is false, which go together is for the platform's own form to say, and one paper is enough to ask it.
    """

    papers: tuple[ListedPaper, ...]
    alternatives: tuple[tuple[int, ...], ...]
    exact: bool

    @property
    def missing(self) -> tuple[int, ...]:
        """The papers that the alternative nearest to complete still lacks."""
        at_hand = {paper.number for paper in self.papers if paper.at_hand}
        lacking = [tuple(number for number in each if number not in at_hand) for each in self.alternatives]
        if not self.exact and at_hand:
            return ()
        return min(lacking, key=len, default=())

    @property
    def complete(self) -> bool:
        """Whether it can be submitted."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Companion:
    """A category that the source says to add as well: its name there, and its code where the catalogue has it."""

    name: str
    code: str


def catalogue_for(account: Account) -> Catalogue:
    """The catalogue that this account's entity type chooses from."""
    return Catalogue(account.edition.word(f"categories.catalogue.{account.entity_type}"))


def shelves(account: Account) -> tuple[Shelf, ...]:
    """The catalogues to look at: the account's own, then those that no entity type of the rule table chooses from."""
    own = catalogue_for(account)
    of_types = {account.edition.word(f"categories.catalogue.{entity_type}") for entity_type in EntityType}
    return (Shelf(own, open=True), *(Shelf(each, open=False) for each in Catalogue if each not in of_types))


def live(account: Account) -> tuple[MatterRecord, ...]:
    """The categories the account has now, approved or not."""
    return account.all(Matter.CATEGORY, *LIVE)


def entry(matter: MatterRecord) -> catalogues.Category | None:
    """The catalogue's entry of a category; None where the platform has dropped it since."""
    try:
        return catalogues.category(details(CategoryDetails, matter).code)
    except KeyError:
        return None


def approved(account: Account) -> tuple[catalogues.Category, ...]:
    """The account's approved categories, as the review form offers them."""
    entries = (entry(each) for each in account.all(Matter.CATEGORY, Category.APPROVED))
    return tuple(each for each in entries if each is not None)


def enough_approved(account: Account) -> bool:
    """Whether the account has as many approved categories as the rule table asks for. One whose code the catalogue has
    dropped counts for nothing: no page can be reviewed by it."""
    return len(approved(account)) >= account.edition.number("categories.min")


def waits_for_regulator(account: Account) -> bool:
    """Whether the first code review also waits for the local regulator, because of an approved category."""
    return any(each.extra_review for each in approved(account))


def same_pair(account: Account, chosen: catalogues.Category) -> MatterRecord | None:
    """The account's category with the same first two levels: it is those that an account has, the third only tells
    them apart in the review form."""
    for each in live(account):
        known = entry(each)
        if known is not None and (known.first, known.second) == (chosen.first, chosen.second):
            return each
    return None


def checklist(matter: MatterRecord) -> Checklist:
    """The papers of a category of the account, with what is at hand."""
    known = entry(matter)
    alternatives = known.papers if known else ()
    names = list(dict.fromkeys(name for alternative in alternatives for name in alternative))
    said = {each.paper: each.said_by for each in details(CategoryDetails, matter).at_hand}
    return Checklist(
        papers=tuple(ListedPaper(number, name, said.get(name, "")) for number, name in enumerate(names, start=1)),
        alternatives=tuple(tuple(names.index(name) + 1 for name in alternative) for alternative in alternatives),
        exact=known.exact if known else True,
    )


def companions(account: Account, matter: MatterRecord) -> tuple[Companion, ...]:
    """What the source says to add as well, as far as the account does not have it yet."""
    known = entry(matter)
    if known is None:
        return ()
    there = {details(CategoryDetails, each).code for each in live(account)}
    found = (Companion(name, _code_of(catalogue_for(account), name)) for name in known.companions)
    return tuple(each for each in found if each.code not in there)


def _code_of(catalogue: Catalogue, name: str) -> str:
    """The code behind a name as the source writes it: a whole path, or its second level where that is the only one."""
    entries = catalogues.catalogue(catalogue)
    named = [each for each in entries if each.path == name] or [each for each in entries if each.second == name]
    return named[0].code if len(named) == 1 else ""

"""Section categories: chosen from the entity type's catalogue, counted, removed, suggested."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mpwizard import catalogues
from mpwizard.account_desk import AccountDesk, Said
from mpwizard.catalogues import Catalogue
from mpwizard.console.account import Account, details
from mpwizard.console.categories import SECTION, category_words, changes_left
from mpwizard.console.category_details import (
    CategoryDetails,
    Shelf,
    approved,
    checklist,
    companions,
    shelves,
)
from mpwizard.console.profile import missing_information
from mpwizard.console.version_pages import has_category
from mpwizard.domain import EntityType, Kind
from mpwizard.matters import Category, CategoryEvent, Matter, Version
from mpwizard.problems import ALLOWED, Refusal, Refused
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from tests.desk.answers import PEOPLE
from tests.desk.console.conftest import Hold
from tests.desk.console.handing_in import also, problems, refused, states
from tests.desk.console.holder import Holder
from tests.desks import OpenDesk

# Of the catalogue for organisations: without papers, and with one combination of them.
ALL = catalogues.catalogue(Catalogue.NON_PERSONAL)
FREE = tuple({(one.first, one.second): one.code for one in ALL if not one.needs_review}.values())
ONE = next(one for one in ALL if len(one.papers) == 1 and len(one.papers[0]) == 2 and one.exact)
PERSONAL = catalogues.catalogue(Catalogue.PERSONAL)[0].code
A_MONTH = timedelta(days=31)


def kept(holder: Holder, number: int = 0) -> CategoryDetails:
    """What is kept about a category."""
    return details(CategoryDetails, holder.matter(Matter.CATEGORY, number))


def handed_in(holder: Holder, one: catalogues.Category = ONE) -> None:
    """Choose a category, mark its papers and submit it."""
    holder.do("categories.add", code=one.code)
    holder.do("categories.papers", papers=",".join(one.papers[0]))
    holder.do("categories.submit")


def online(account: Account) -> Account:
    """The account with a version online, as a gate may meet it."""
    return also(account, Matter.VERSION, Version.RELEASED)


def may_remove(account: Account, number: int) -> object:
    """What the gate of removal says of a category."""
    action = next(each for each in SECTION.actions if each.key == "categories.remove")
    return action.gate(account, account.one(Matter.CATEGORY, number))


# --- choosing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entity_type", "own"),
    [
        (EntityType.INDIVIDUAL, Catalogue.PERSONAL),
        (EntityType.ENTERPRISE, Catalogue.NON_PERSONAL),
        (EntityType.SOLE_TRADER, Catalogue.NON_PERSONAL),
    ],
)
def test_each_entity_type_has_its_catalogue_and_may_look_abroad(
    hold: Hold, entity_type: EntityType, own: Catalogue
) -> None:
    """No entity type of the guide chooses from the overseas catalogue, so it is there to look at."""
    account = hold(entity_type).account
    assert shelves(account) == (Shelf(own, open=True), Shelf(Catalogue.OVERSEAS, open=False))


@pytest.mark.parametrize(
    ("entity_type", "code", "key"),
    [
        (EntityType.INDIVIDUAL, FREE[0], "category_elsewhere"),
        (EntityType.ENTERPRISE, PERSONAL, "category_elsewhere"),
        (EntityType.ENTERPRISE, "O0203", "category_elsewhere"),
        (EntityType.ENTERPRISE, "N9999", "category_unknown"),
        (EntityType.ENTERPRISE, "X1", "category_unknown"),
        (EntityType.ENTERPRISE, "微信", "category_unknown"),
        (EntityType.ENTERPRISE, "", "required"),
    ],
)
def test_only_the_own_catalogue_is_chosen_from(hold: Hold, entity_type: EntityType, code: str, key: str) -> None:
    """A code of another catalogue is told apart from one that nobody knows."""
    holder = hold(entity_type)
    assert problems(holder, "categories.add", code=code) == [("code", key)]
    assert holder.account.all(Matter.CATEGORY) == ()


def test_a_category_without_papers_is_taken_at_once(hold: Hold) -> None:
    """However its code is written; there is nothing to review."""
    holder = hold()
    holder.do("categories.add", code=f" {FREE[0].lower()} ")
    assert states(holder, Matter.CATEGORY) == [Category.APPROVED]
    assert [entry.event for entry in holder.log(Matter.CATEGORY)] == [CategoryEvent.CHOSEN, CategoryEvent.TAKEN]
    assert [one.code for one in approved(holder.account)] == [FREE[0]]
    assert SECTION.done(holder.account)
    holder.folds()


def test_there_is_room_for_five(hold: Hold) -> None:
    """The sixth is refused with the limit and its rule."""
    holder = hold()
    for code in FREE[:5]:
        assert holder.allowed("categories.add")
        holder.do("categories.add", code=code)
    assert refused(holder, "categories.add", code=FREE[5]) == Refusal("categories_full", {"limit": 5}, "categories.max")
    holder.folds()


def test_an_account_has_a_pair_of_levels_once(hold: Hold) -> None:
    """The third level only tells apart in the review form; a removed category may come again."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for one in ALL:
        if one.third and not one.needs_review:
            pairs.setdefault((one.first, one.second), []).append(one.code)
    first, second = next(codes for codes in pairs.values() if len(codes) > 1)[:2]
    holder = hold()
    holder.do("categories.add", code=first)
    for code in (first, second):
        assert refused(holder, "categories.add", code=code) == Refusal("category_twice", {"number": 1})
    holder.do("categories.remove", 1)
    holder.do("categories.add", code=second)
    assert states(holder, Matter.CATEGORY) == [Category.REMOVED, Category.APPROVED]
    holder.folds()


def test_changes_are_counted_by_the_month(hold: Hold) -> None:
    """What reached the platform counts, removed or not; the next month there is room again."""
    holder = hold()
    for code in FREE[:4]:
        holder.do("categories.add", code=code)
    holder.do("categories.remove", 1)
    assert changes_left(holder.account) == 1
    holder.do("categories.add", code=ONE.code)
    assert changes_left(holder.account) == 1, "what was only chosen did not reach the platform"
    holder.do("categories.remove", 2)
    holder.do("categories.add", code=FREE[4])
    rule = Refusal("changes_used", {"limit": 5}, "categories.changes_per_month")
    assert refused(holder, "categories.add", code=FREE[5]) == rule
    holder.do("categories.papers", 5, papers="1,2")
    assert refused(holder, "categories.submit", 5) == rule
    holder.pass_time(A_MONTH)
    holder.do("categories.submit", 5)
    assert changes_left(holder.account) == 4
    holder.folds()


# --- removing ---------------------------------------------------------------------------------------------------------


def test_a_category_in_review_stays(hold: Hold) -> None:
    """The offer is there and says why not."""
    holder = hold()
    handed_in(holder)
    assert refused(holder, "categories.remove", 1) == Refusal("still_in_review", {"number": 1})
    with pytest.raises(Refused, match="not_now"):
        holder.do("categories.papers", 1, papers="1")
    holder.do("categories.reject", reason="category_paper_missing")
    holder.do("categories.remove", 1)
    assert states(holder, Matter.CATEGORY) == [Category.REMOVED]
    holder.folds()


def test_what_is_online_keeps_its_last_category(hold: Hold) -> None:
    """Unless another remains; before the release the last one may go."""
    holder = hold()
    holder.do("categories.add", code=FREE[0])
    last = Refusal("category_last", {"limit": 1}, "categories.min")
    assert may_remove(online(holder.account), 1) == last
    assert may_remove(holder.account, 1) is ALLOWED
    holder.do("categories.add", code=ONE.code)
    assert may_remove(online(holder.account), 1) == last, "one that is not approved does not count"
    assert may_remove(online(holder.account), 2) is ALLOWED
    holder.do("categories.add", code=FREE[1])
    assert may_remove(online(holder.account), 1) is ALLOWED


def test_the_least_is_one_approved_category(hold: Hold) -> None:
    """One that is only chosen does not complete the information."""
    holder = hold()
    holder.do("categories.add", code=ONE.code)
    assert Matter.CATEGORY in missing_information(holder.account)
    holder.do("categories.add", code=FREE[0])
    assert Matter.CATEGORY not in missing_information(holder.account)
    assert missing_information(holder.account)


def dropped_first(holder: Holder) -> Account:
    """The account, had its first category been approved under a code that the catalogue has no more."""
    matter = holder.matter(Matter.CATEGORY, 1)
    dropped = replace(matter, details={**matter.details, "code": "N9999"})
    return replace(
        holder.account, matters=tuple(dropped if each.id == matter.id else each for each in holder.account.matters)
    )


def standing_of(account: Account) -> tuple[bool, str, bool, object]:
    """Whether the section is done, how its count is told, whether the information lacks it, what a version meets."""
    return (
        SECTION.done(account),
        SECTION.shown(account)[0].tone,
        Matter.CATEGORY in missing_information(account),
        has_category(account),
    )


def test_an_approved_category_that_the_catalogue_dropped_counts_for_nothing(hold: Hold) -> None:
    """No page can be reviewed by it: everything that asks for a category says so, and it can be taken away."""
    holder = hold()
    holder.do("categories.add", code=FREE[0])
    assert standing_of(holder.account) == (True, "", False, ALLOWED)
    account = dropped_first(holder)
    assert approved(account) == ()
    assert standing_of(account) == (False, "open", True, Refusal("category_first", rule="categories.min"))
    assert may_remove(online(account), 1) is ALLOWED
    holder.do("categories.add", code=FREE[1])
    assert isinstance(may_remove(online(dropped_first(holder)), 2), Refusal), "the only one that counts"


def test_how_many_are_enough_the_rule_table_says_wherever_it_is_told(
    hold: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edition that asks for two: one is not enough for the section, its line, the information or a version."""
    rules = load_edition(DEFAULT_EDITION).rules
    monkeypatch.setitem(rules, "categories.min", replace(rules["categories.min"], value=2))  # type: ignore[arg-type]
    holder = hold()
    holder.do("categories.add", code=FREE[0])
    assert standing_of(holder.account)[:3] == (False, "open", True)
    holder.do("categories.add", code=FREE[1])
    assert standing_of(holder.account) == (True, "", False, ALLOWED)


# --- besides ----------------------------------------------------------------------------------------------------------


def test_companions_are_suggested_until_they_are_there(hold: Hold) -> None:
    """The source names them; where the name is clear, so is the code."""
    with_free = next(
        one
        for one in ALL
        if any(catalogues.search(Catalogue.NON_PERSONAL, name)[:1] for name in one.companions) and one.code[:3] == "N02"
    )
    holder = hold()
    holder.do("categories.add", code=with_free.code)
    suggested = companions(holder.account, holder.matter(Matter.CATEGORY))
    assert [each.name for each in suggested] == list(with_free.companions)
    known = next(each for each in suggested if each.code)
    assert catalogues.category(known.code).path == known.name
    holder.do("categories.add", code=known.code)
    assert known not in companions(holder.account, holder.matter(Matter.CATEGORY, 1))


def test_a_category_is_told_by_code_and_path(hold: Hold) -> None:
    """And still by its code when the platform has dropped it."""
    holder = hold()
    holder.do("categories.add", code=FREE[0])
    matter = holder.matter(Matter.CATEGORY)
    assert category_words(matter) == f"{FREE[0]}  {catalogues.category(FREE[0]).path}"
    dropped = replace(matter, details={**matter.details, "code": "N9999"})
    assert category_words(dropped).startswith("N9999  ")
    assert checklist(dropped).complete
    assert companions(holder.account, dropped) == ()


def test_an_individual_chooses_without_papers(hold: Hold) -> None:
    """Nearly all of the personal catalogue is taken at once."""
    holder = hold(EntityType.INDIVIDUAL)
    one = next(each for each in catalogues.catalogue(Catalogue.PERSONAL) if not each.needs_review)
    holder.do("categories.add", code=one.code)
    assert states(holder, Matter.CATEGORY) == [Category.APPROVED]


def test_a_record_case_is_recorded(hold: Hold) -> None:
    """The review of the real platform is written down with its note; its reasons are the same."""
    holder = hold(EntityType.SOLE_TRADER, kind=Kind.RECORD, person=PEOPLE[1])
    holder.do("categories.add", code=FREE[0])
    handed_in(holder)
    holder.do("categories.reject", 2, reason="category_paper_of_other", said=Said("站内信"))
    entry = holder.log(Matter.CATEGORY)[-1]
    assert (entry.source, entry.note["note"], entry.note["reason"]) == ("ann", "站内信", "category_paper_of_other")
    assert states(holder, Matter.CATEGORY) == [Category.APPROVED, Category.REJECTED]
    holder.folds()


def test_it_is_all_there_after_a_restart(hold: Hold, open_desk: OpenDesk) -> None:
    """Another program on the same file goes on with the review."""
    holder = hold()
    handed_in(holder)
    elsewhere = AccountDesk(open_desk("bea"))
    assert elsewhere.view(holder.id).account.matters == holder.account.matters
    elsewhere.do(holder.id, "categories.approve")
    assert states(holder, Matter.CATEGORY) == [Category.APPROVED]
    holder.folds()

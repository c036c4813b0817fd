"""The review form of a version: its page groups (功能页面), each with path, title, category and tags."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field

from mpwizard.console.account import Account, account_of
from mpwizard.console.action import Action, Deed
from mpwizard.console.asking import NO_LINE, left_open, line_within, matter_of, offered, ruled
from mpwizard.console.category_details import approved, enough_approved
from mpwizard.console.version_details import LINE_CAP, Page, kept
from mpwizard.gates import first_refusal, within
from mpwizard.i18n import N_, Bilingual
from mpwizard.matters import AT_HAND, Matter, VersionEvent
from mpwizard.problems import ALLOWED, Problem, Refusal, Verdict
from mpwizard.records import MatterRecord
from mpwizard.rules.shapes import Misfit
from mpwizard.text import one_line
from mpwizard.wizard.context import Context
from mpwizard.wizard.fields import required
from mpwizard.wizard.form import Answers, Ask, Option

_TITLE_MAX = "versions.title_max"
_BETWEEN_TAGS = re.compile(r"[\s,，、;；]+")


def has_category(account: Account) -> Verdict:
    """A version cannot be reviewed without a category to review it by."""
    return ALLOWED if enough_approved(account) else Refusal("category_first", rule="categories.min")


def page_problems(account: Account, version: MatterRecord, step: str) -> tuple[Problem, ...]:
    """Everything that would be found wrong with a version's page groups."""
    pages, rule = kept(version).pages, "versions.page_groups_min"
    if len(pages) < account.edition.number(rule):
        return (Problem("pages_missing", step, "", {"limit": account.edition.number(rule)}),)
    usable = {each.code for each in approved(account)}
    return tuple(
        Problem("page_category_gone", step, "", {"number": number})
        for number, page in enumerate(pages, start=1)
        if page.category not in usable
    )


def page_words(page: Page) -> str:
    """A page group in one line."""
    return f"{page.title}  {page.path}"


def page_as_typed(page: Page) -> dict[str, str]:
    """A page group as its form has it, to be changed."""
    return {"path": page.path, "title": page.title, "category": page.category, "tags": " ".join(page.tags)}


def _path(raw: str, context: Context) -> str:
    # Full-width letters are what an input method makes of these; a space within is another path.
    value = one_line(unicodedata.normalize("NFKC", raw)).removeprefix("/")
    longest = context.edition.number("versions.path_max")
    if len(value) > longest:
        raise Misfit("text_length", {"shortest": 1, "longest": longest, "actual": len(value)})
    signs = re.escape("".join(context.edition.words("versions.path_signs")))
    if not re.fullmatch(rf"[A-Za-z0-9{signs}]+(?:/[A-Za-z0-9{signs}]+)*", value, re.ASCII):
        raise Misfit("page_path_form")
    return value


def tags_in(text: str) -> tuple[str, ...]:
    """The tags in what was typed, each once."""
    return tuple(dict.fromkeys(tag for tag in _BETWEEN_TAGS.split(text) if tag))


def _tags(raw: str, context: Context) -> str:
    tags = tags_in(raw)
    most, longest = context.edition.number("versions.tags_max"), context.edition.number("versions.tag_length_max")
    if len(tags) > most or any(len(tag) > longest for tag in tags):
        raise Misfit("tags_form", {"limit": most, "longest": longest})
    return " ".join(tags)


def _offer_categories(context: Context) -> tuple[Option, ...]:
    return tuple(
        Option(each.code, Bilingual(each.path, each.path), Bilingual(each.code, each.gloss))
        for each in approved(account_of(context))
    )


def _offer_pages(context: Context) -> tuple[Option, ...]:
    """Known by the number each was given, which stays the same whatever becomes of the others."""
    pages = ((page, page_words(page)) for page in kept(matter_of(context)).pages)
    return tuple(Option(str(page.number), Bilingual(words, words), NO_LINE) for page, words in pages)


_PAGE = offered(_offer_pages)
_CATEGORY = offered(_offer_categories)
_Path = Annotated[str, Ask(limit=LINE_CAP), required(_path)]
_Title = Annotated[str, Ask(limit=LINE_CAP, most=ruled(_TITLE_MAX)), line_within(_TITLE_MAX)]
_Tags = Annotated[str, Ask(limit=LINE_CAP, required=False), left_open(_tags)]


class PageAnswers(Answers):
    """A page group."""

    path: _Path = Field(title=N_("Page path"))
    title: _Title = Field(title=N_("Page title"))
    category: Annotated[str, *_CATEGORY] = Field(title=N_("Service category"))
    tags: _Tags = Field(title=N_("Tags"), default="")


class WhichPageAnswers(Answers):
    """The page group something is done to."""

    page: Annotated[str, *_PAGE] = Field(title=N_("Page group"))


class ChangedPageAnswers(PageAnswers, WhichPageAnswers):
    """A page group, and what it is to be. The last base is asked first."""


def _may_add(account: Account, version: MatterRecord | None) -> Verdict:
    return first_refusal(has_category(account), _room(account, version))


def _room(account: Account, version: MatterRecord | None) -> Verdict:
    used = len(kept(version).pages) if version is not None else 0
    return within(account.edition, "versions.page_groups_max", used, "pages_full")


def _has_pages(_account: Account, version: MatterRecord | None) -> bool:
    return version is None or bool(kept(version).pages)


def _may_change(account: Account, _version: MatterRecord | None) -> Verdict:
    return has_category(account)


def _as_it_is(_account: Account, version: MatterRecord | None, given: Mapping[str, object]) -> Mapping[str, object]:
    """The page group as it is: the one that is named, or the only one there is."""
    pages = kept(version).pages if version is not None else ()
    meant = [page for page in pages if str(page.number) == given.get("page")] if "page" in given else pages
    return {"page": str(meant[0].number), **page_as_typed(meant[0])} if len(meant) == 1 else {}


def _page(given: PageAnswers | ChangedPageAnswers, number: int) -> Page:
    return Page(number=number, path=given.path, title=given.title, category=given.category, tags=tags_in(given.tags))


def _keep_pages(deed: Deed, pages: Iterable[Page], given: int | None = None) -> None:
    form = kept(deed.target)
    update = {"pages": tuple(pages), "pages_given": form.pages_given if given is None else given}
    filled_in = form.model_copy(update=update)
    deed.move(deed.target, VersionEvent.PAGES_CHANGED, details=filled_in, note={"pages": len(filled_in.pages)})


def _add(deed: Deed) -> None:
    form = kept(deed.target)
    number = form.pages_given + 1
    _keep_pages(deed, (*form.pages, _page(deed.answers(PageAnswers), number)), given=number)


def _change(deed: Deed) -> None:
    given = deed.answers(ChangedPageAnswers)
    changed = _page(given, int(given.page))
    _keep_pages(deed, (changed if page.number == changed.number else page for page in kept(deed.target).pages))


def _remove(deed: Deed) -> None:
    number = int(deed.answers(WhichPageAnswers).page)
    _keep_pages(deed, (page for page in kept(deed.target).pages if page.number != number))


ACTIONS = (
    Action(
        "versions.add_page",
        N_("Add a page group"),
        _add,
        gate=_may_add,
        answers=PageAnswers,
        on=Matter.VERSION,
        states=AT_HAND,
    ),
    Action(
        "versions.change_page",
        N_("Change a page group"),
        _change,
        gate=_may_change,
        apt=_has_pages,
        answers=ChangedPageAnswers,
        begins_with=_as_it_is,
        on=Matter.VERSION,
        states=AT_HAND,
    ),
    Action(
        "versions.remove_page",
        N_("Remove a page group"),
        _remove,
        apt=_has_pages,
        answers=WhichPageAnswers,
        on=Matter.VERSION,
        states=AT_HAND,
    ),
)

"""Section: categories (服务类目). Chosen by code from the entity type's catalogue; some are reviewed with papers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from mpwizard import catalogues
from mpwizard.console.account import Account, account_of, details
from mpwizard.console.action import Action, Deed, Seat
from mpwizard.console.asking import NO_LINE, RefusalAnswers, left_open, matter_of
from mpwizard.console.category_details import (
    CategoryDetails,
    PaperAtHand,
    Round,
    approved,
    catalogue_for,
    checklist,
    companions,
    enough_approved,
    entry,
    live,
    same_pair,
)
from mpwizard.console.periods import same_month
from mpwizard.console.profile import information_open
from mpwizard.console.section import Pending, Section, Shown, every_release
from mpwizard.gates import first_refusal, within
from mpwizard.i18n import N_, say, tr
from mpwizard.matters import Category, CategoryEvent, Matter
from mpwizard.problems import ALLOWED, Refusal, Verdict
from mpwizard.records import MatterRecord
from mpwizard.rejections import reason
from mpwizard.rules.shapes import Misfit
from mpwizard.tell import moment, word
from mpwizard.text import compact, cut_middle
from mpwizard.wizard.context import Context
from mpwizard.wizard.fields import required
from mpwizard.wizard.form import Answers, Ask, Option, Shape

_MOST, _MONTHLY = "categories.max", "categories.changes_per_month"

_CODE_CAP = 12
_PAPERS_CAP = 400
_FOUND_CELLS = 16
# Between the papers of a list; a mark that stands in names as well only between numbers.
_BETWEEN = re.compile(r"[,，;；]+|(?<=\d)[\s、]+(?=\d)")


def _code(raw: str, context: Context) -> str:
    value = compact(raw).upper()
    try:
        chosen = catalogues.category(value)
    except KeyError:
        raise Misfit("category_unknown") from None
    if catalogues.LETTERS[value[:1]] is not catalogue_for(account_of(context)):
        raise Misfit("category_elsewhere")
    return chosen.code


class CategoryAnswers(Answers):
    """The category to add."""

    code: Annotated[str, Ask(limit=_CODE_CAP), required(_code)] = Field(title=N_("Code of the category"))


def _papers(raw: str, context: Context) -> str:
    """The numbers of papers, given by number or by name, in the order of the checklist."""
    papers = checklist(matter_of(context)).papers
    numbers = {key: each.number for each in papers for key in (str(each.number), _bare(each.name))}
    found = set()
    for said in filter(None, map(_bare, _BETWEEN.split(raw.strip()))):
        if said not in numbers:
            raise Misfit("category_paper_unknown", {"found": cut_middle(said, _FOUND_CELLS), "limit": len(papers)})
        found.add(numbers[said])
    return " ".join(map(str, sorted(found)))


def _bare(name: str) -> str:
    return compact(name).strip("《》").casefold()


def _offer_papers(context: Context) -> Iterator[Option]:
    for each in checklist(matter_of(context)).papers:
        yield Option(str(each.number), catalogues.paper(each.name), NO_LINE)


def _at_hand(_account: Account, matter: MatterRecord | None, _given: Mapping[str, object]) -> Mapping[str, object]:
    """The papers that are at hand already."""
    papers = checklist(matter).papers if matter is not None else ()
    return {"papers": " ".join(str(each.number) for each in papers if each.at_hand)}


class PapersAnswers(Answers):
    """All papers of the checklist that are at hand; none where it is left open."""

    papers: Annotated[
        str, Ask(Shape.TICKS, limit=_PAPERS_CAP, offers=_offer_papers, required=False), left_open(_papers)
    ] = Field(title=N_("Papers at hand"), default="")


def changes_left(account: Account) -> int:
    """How many categories can still be handed in this month."""
    return max(0, account.edition.number(_MONTHLY) - _changes_used(account))


def _changes_used(account: Account) -> int:
    times = (details(CategoryDetails, each).handed_in_at for each in account.all(Matter.CATEGORY))
    return sum(time is not None and same_month(time, account.now) for time in times)


def _changes_left(account: Account) -> Verdict:
    return within(account.edition, _MONTHLY, _changes_used(account), "changes_used")


def _may_add(account: Account, _matter: MatterRecord | None) -> Verdict:
    room = within(account.edition, _MOST, len(live(account)), "categories_full")
    return first_refusal(room, _changes_left(account))


def _add(deed: Deed) -> Refusal | None:
    """What needs no papers is taken at once, on record cases too: there is nobody to ask."""
    chosen = catalogues.category(deed.answers(CategoryAnswers).code)
    twin = same_pair(deed.account, chosen)
    if twin is not None:
        return Refusal("category_twice", {"number": twin.number})
    kept = CategoryDetails(
        code=chosen.code,
        added_by=deed.work.operator,
        handed_in_at=None if chosen.needs_review else deed.now,
    )
    begun = deed.begin(Matter.CATEGORY, kept, CategoryEvent.CHOSEN, note={"code": chosen.code})
    if not chosen.needs_review:
        deed.move(begun, CategoryEvent.TAKEN)
    return None


def _mark_papers(deed: Deed) -> None:
    """What was at hand before keeps who said so."""
    kept = details(CategoryDetails, deed.target)
    names = {str(each.number): each.name for each in checklist(deed.target).papers}
    before = {each.paper: each for each in kept.at_hand}
    at_hand = tuple(
        before.get(name) or PaperAtHand(paper=name, said_by=deed.work.operator, said_at=deed.now)
        for name in (names[number] for number in deed.answers(PapersAnswers).papers.split())
    )
    changed = kept.model_copy(update={"at_hand": at_hand})
    deed.move(deed.target, CategoryEvent.PAPERS_MARKED, details=changed, note={"papers": len(at_hand)})


def _may_submit(account: Account, matter: MatterRecord | None) -> Verdict:
    if matter is None:
        return ALLOWED
    missing = checklist(matter).missing
    first = details(CategoryDetails, matter).handed_in_at is None
    return first_refusal(
        Refusal("category_papers_missing", {"count": len(missing)}) if missing else ALLOWED,
        _changes_left(account) if first else ALLOWED,
    )


def _submit(deed: Deed) -> None:
    kept = details(CategoryDetails, deed.target)
    deed.move(
        deed.target,
        CategoryEvent.SUBMITTED,
        details=kept.model_copy(update={"handed_in_at": kept.handed_in_at or deed.now}),
        due_in=deed.usual("categories.review"),
        note={"round": len(kept.rounds) + 1},
    )


def _approve(deed: Deed) -> None:
    deed.move(deed.target, CategoryEvent.APPROVED)


def _reject(deed: Deed) -> None:
    given, kept = deed.answers(RefusalAnswers), details(CategoryDetails, deed.target)
    ended = Round(ended_at=deed.now, reason=given.reason, remark=given.remark)
    deed.move(
        deed.target,
        CategoryEvent.REJECTED,
        details=kept.model_copy(update={"rounds": (*kept.rounds, ended)}),
        note={"reason": given.reason, "round": len(kept.rounds) + 1},
    )


def _may_remove(account: Account, matter: MatterRecord | None) -> Verdict:
    """Not while it is looked at; and what is online keeps the least that the rule table asks for."""
    if matter is None:
        return ALLOWED
    if matter.state is Category.IN_REVIEW:
        return Refusal("still_in_review", {"number": matter.number})
    least = account.edition.number("categories.min")
    counts = matter.state is Category.APPROVED and entry(matter) is not None
    last = counts and len(approved(account)) <= least
    return Refusal("category_last", {"limit": least}, "categories.min") if last and account.released else ALLOWED


def _remove(deed: Deed) -> None:
    deed.move(deed.target, CategoryEvent.REMOVED)


def category_words(matter: MatterRecord) -> str:
    """A category in one line: its code and its path, which is an official term in every language."""
    known = entry(matter)
    code = details(CategoryDetails, matter).code
    return f"{code}  {known.path}" if known else f"{code}  {tr('no longer in the catalogue')}"


def _shown(account: Account) -> tuple[Shown, ...]:
    used, limit = len(live(account)), account.edition.number(_MOST)
    head = (
        Shown(N_("Categories"), tr("{n} of {limit}", n=used, limit=limit), "" if enough_approved(account) else "open"),
        Shown(N_("Changes left this month"), str(changes_left(account)), "" if changes_left(account) else "soon"),
    )
    return (*head, *(line for each in live(account) for line in _standing(account, each)))


_TONES = {
    Category.CHOSEN: "open",
    Category.IN_REVIEW: "soon",
    Category.REJECTED: "wrong",
    Category.APPROVED: "done",
}


def _standing(account: Account, matter: MatterRecord) -> Iterator[Shown]:
    state = Category(matter.state)
    until = tr(", answer by {time}", time=moment(matter.due_at)) if matter.due_at else ""
    yield Shown(category_words(matter), word(state) + until, _TONES[state])
    yield from _about_papers(matter)
    if state is Category.REJECTED:
        last = details(CategoryDetails, matter).rounds[-1]
        why = reason(last.reason)
        yield Shown(N_("Rejected"), say(why.title), "wrong")
        if last.remark:
            yield Shown(N_("In its own words"), last.remark)
        yield Shown(N_("What to do"), say(why.fix))
    known = entry(matter)
    if known is not None and known.extra_review:
        days = account.edition.number("categories.first_review_extra")
        yield Shown(N_("First code review"), tr("about {days} days more, for the local regulator", days=days), "soon")
    for companion in companions(account, matter):
        yield Shown(N_("Add as well, if you offer it"), f"{companion.code}  {companion.name}".strip())


def _about_papers(matter: MatterRecord) -> Iterator[Shown]:
    papers = checklist(matter)
    if matter.state not in (Category.CHOSEN, Category.REJECTED):
        return
    if papers.papers:
        value = tr("complete") if papers.complete else tr("{n} still missing", n=len(papers.missing))
        yield Shown(N_("Papers"), value, "done" if papers.complete else "open")
    for paper in papers.papers:
        line = f"{paper.number}  {say(catalogues.paper(paper.name))}"
        if paper.at_hand:
            yield Shown(N_("At hand"), f"{line} · {paper.said_by}", "done")
        else:
            yield Shown(N_("Not at hand"), line)
    if not papers.exact:
        yield Shown(N_("Which papers"), tr("the platform's own form decides"), "soon")
    elif len(papers.alternatives) > 1:
        ways = " / ".join("+".join(map(str, each)) for each in papers.alternatives)
        yield Shown(N_("Which papers"), tr("one of: {ways}", ways=ways))


def _done(account: Account) -> bool:
    """What was rejected is still to be mended or removed."""
    return enough_approved(account) and account.newest(Matter.CATEGORY, Category.REJECTED) is None


SECTION = Section(
    key="categories",
    title=N_("Service categories"),
    row="S15",
    matters=(Matter.CATEGORY,),
    gate=information_open,
    shown=_shown,
    words=category_words,
    actions=(
        Action("categories.add", N_("Add a category"), _add, gate=_may_add, answers=CategoryAnswers),
        Action(
            "categories.papers",
            N_("Mark the papers at hand"),
            _mark_papers,
            answers=PapersAnswers,
            begins_with=_at_hand,
            on=Matter.CATEGORY,
            states=(Category.CHOSEN, Category.REJECTED),
        ),
        Action(
            "categories.submit",
            N_("Submit for review"),
            _submit,
            gate=_may_submit,
            on=Matter.CATEGORY,
            states=(Category.CHOSEN, Category.REJECTED),
        ),
        Action(
            "categories.remove",
            N_("Remove a category"),
            _remove,
            gate=_may_remove,
            on=Matter.CATEGORY,
            states=(Category.CHOSEN, Category.IN_REVIEW, Category.REJECTED, Category.APPROVED),
            final=True,
        ),
        Action(
            "categories.approve",
            N_("Approve the category"),
            _approve,
            by=Seat.PLATFORM,
            on=Matter.CATEGORY,
            states=(Category.IN_REVIEW,),
        ),
        Action(
            "categories.reject",
            N_("Reject the category"),
            _reject,
            by=Seat.PLATFORM,
            answers=RefusalAnswers,
            on=Matter.CATEGORY,
            states=(Category.IN_REVIEW,),
        ),
    ),
    pending=(
        Pending(
            Matter.CATEGORY,
            Category.IN_REVIEW,
            accept="categories.approve",
            refuse="categories.reject",
            usual="categories.review",
        ),
    ),
    done=_done,
    for_release=every_release,
)

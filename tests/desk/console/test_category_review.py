"""Section categories: the papers that a category needs, and its review round by round."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mpwizard import catalogues
from mpwizard.account_desk import AccountDesk
from mpwizard.catalogues import Catalogue
from mpwizard.console.account import details, form_context
from mpwizard.console.categories import SECTION, PapersAnswers, changes_left
from mpwizard.console.category_details import (
    CategoryDetails,
    Checklist,
    ListedPaper,
    checklist,
    waits_for_regulator,
)
from mpwizard.matters import Category, Matter
from mpwizard.problems import Invalid, Refusal
from mpwizard.wizard.form import answers
from tests.desk.console.conftest import Hold
from tests.desk.console.handing_in import decide, problems, refused, states
from tests.desk.console.holder import Holder
from tests.desks import OpenDesk

# Of the catalogue for organisations: with one combination of papers, with several, unclear, reviewed longer, limited.
ALL = catalogues.catalogue(Catalogue.NON_PERSONAL)
ONE = next(one for one in ALL if len(one.papers) == 1 and len(one.papers[0]) == 2 and one.exact)
SEVERAL = next(one for one in ALL if len(one.papers) > 1 and len(one.papers[-1]) > 1 and one.exact)
UNCLEAR = next(one for one in ALL if not one.exact)
SLOW = next(one for one in ALL if one.extra_review and one.exact)
RESTRICTED = next(one for one in ALL if one.restricted)
A_MONTH = timedelta(days=31)


def kept(holder: Holder, number: int = 0) -> CategoryDetails:
    """What is kept about a category."""
    return details(CategoryDetails, holder.matter(Matter.CATEGORY, number))


def handed_in(holder: Holder, one: catalogues.Category = ONE) -> None:
    """Choose a category, mark its papers and submit it."""
    holder.do("categories.add", code=one.code)
    holder.do("categories.papers", papers=",".join(one.papers[0]))
    holder.do("categories.submit")


# --- papers -----------------------------------------------------------------------------------------------------------


def test_papers_are_ticked_off_and_keep_who_said_so(hold: Hold, open_desk: OpenDesk) -> None:
    """By number or by name; what is marked later leaves the earlier word in place, what is left out is gone."""
    holder = hold()
    holder.do("categories.add", code=ONE.code)
    first, second = ONE.papers[0]
    assert checklist(holder.matter(Matter.CATEGORY)) == Checklist(
        (ListedPaper(1, first, ""), ListedPaper(2, second, "")), ((1, 2),), exact=True
    )
    holder.do("categories.papers", papers="2")
    elsewhere = AccountDesk(open_desk("bea"))
    elsewhere.do(holder.id, "categories.papers", {"papers": f"{first.strip('《》')}，{second}"})
    papers = checklist(holder.matter(Matter.CATEGORY)).papers
    assert [(paper.number, paper.said_by) for paper in papers] == [(1, "bea"), (2, "ann")]
    assert [line.name for line in SECTION.shown(holder.account)][-2:] == ["At hand", "At hand"]
    holder.do("categories.papers", papers="1")
    assert [line.name for line in SECTION.shown(holder.account)][-2:] == ["At hand", "Not at hand"]
    assert [paper.at_hand for paper in checklist(holder.matter(Matter.CATEGORY)).papers] == [True, False]
    holder.do("categories.papers")
    assert kept(holder).at_hand == ()
    holder.folds()


@pytest.mark.parametrize("papers", ["1 2", "2、1", "1, 2", "1；2", "1,1,2,"])
def test_a_list_of_numbers_is_read_however_it_is_written(hold: Hold, papers: str) -> None:
    """Everybody sets other marks between."""
    holder = hold()
    holder.do("categories.add", code=ONE.code)
    holder.do("categories.papers", papers=papers)
    assert checklist(holder.matter(Matter.CATEGORY)).complete


@pytest.mark.parametrize("papers", ["3", "0", "1,《练习许可证》", "-1"])
def test_a_paper_that_is_not_listed_is_told(hold: Hold, papers: str) -> None:
    """Nothing is marked then, the right ones neither."""
    holder = hold()
    holder.do("categories.add", code=ONE.code)
    assert problems(holder, "categories.papers", papers=papers) == [("papers", "category_paper_unknown")]
    assert kept(holder).at_hand == ()


def test_every_paper_of_the_catalogues_can_be_named(hold: Hold) -> None:
    """No name falls apart at the marks between papers, and none is another's in the same list."""
    holder = hold()
    holder.do("categories.add", code=ONE.code)
    account, matter, key = holder.account, holder.matter(Matter.CATEGORY), "categories.papers"
    named = 0
    for one in (each for name in Catalogue for each in catalogues.catalogue(name)):
        of_one = replace(matter, details=CategoryDetails(code=one.code, added_by="ann").stored())
        for paper in checklist(of_one).papers:
            given = answers(key, PapersAnswers, form_context(account, key, {"papers": paper.name}, of_one))
            assert given.papers == str(paper.number), (one.code, paper.name)
            named += "、" in paper.name
    assert named > len(Catalogue)


def test_it_is_submitted_when_one_combination_is_complete(hold: Hold) -> None:
    """The refusal counts what the nearest combination lacks."""
    holder = hold()
    holder.do("categories.add", code=SEVERAL.code)
    papers = checklist(holder.matter(Matter.CATEGORY))
    nearest = min(len(each) for each in papers.alternatives)
    assert refused(holder, "categories.submit") == Refusal("category_papers_missing", {"count": nearest})
    ways = " / ".join("+".join(map(str, way)) for way in papers.alternatives)
    assert any(ways in line.value for line in SECTION.shown(holder.account))
    for alternative in papers.alternatives:
        holder.do("categories.papers", papers=",".join(map(str, alternative)))
        assert holder.allowed("categories.submit")
    holder.do("categories.submit")
    assert states(holder, Matter.CATEGORY) == [Category.IN_REVIEW]
    holder.folds()


def test_where_the_source_is_unclear_the_platforms_form_decides(hold: Hold) -> None:
    """One paper is enough to ask it; the section says so."""
    holder = hold()
    holder.do("categories.add", code=UNCLEAR.code)
    assert not holder.allowed("categories.submit")
    assert any(line.value == "the platform's own form decides" for line in SECTION.shown(holder.account))
    holder.do("categories.papers", papers="1")
    holder.do("categories.submit")
    assert states(holder, Matter.CATEGORY) == [Category.IN_REVIEW]


def test_a_restricted_category_is_reviewed_without_papers(hold: Hold) -> None:
    """The platform limits who may have it, so it looks."""
    holder = hold()
    holder.do("categories.add", code=RESTRICTED.code)
    assert states(holder, Matter.CATEGORY) == [Category.CHOSEN]
    holder.do("categories.submit")
    assert states(holder, Matter.CATEGORY) == [Category.IN_REVIEW]


# --- review -----------------------------------------------------------------------------------------------------------


def test_the_review_takes_its_working_days(hold: Hold) -> None:
    """What was decided in advance happens when its time has come; the regulator's days belong to the code review."""
    holder = hold()
    decide(holder, Matter.CATEGORY, "categories.approve")
    handed_in(holder, SLOW)
    waiting = holder.matter(Matter.CATEGORY)
    assert waiting.due_at is not None
    assert waiting.due_at - waiting.since == timedelta(days=9)  # seven working days from a Sunday
    assert not waits_for_regulator(holder.account)
    holder.pass_time(timedelta(days=8))
    assert states(holder, Matter.CATEGORY) == [Category.IN_REVIEW]
    holder.pass_time(timedelta(days=1))
    assert states(holder, Matter.CATEGORY) == [Category.APPROVED]
    assert holder.log(Matter.CATEGORY)[-1].note == {"decided_by": "ahead"}
    assert waits_for_regulator(holder.account)
    assert any("7" in line.value for line in SECTION.shown(holder.account) if line.name == "First code review")
    holder.folds()


def test_a_rejected_category_is_mended_and_submitted_again(hold: Hold) -> None:
    """Every round keeps its reason; resubmitting is no change, and only the papers can be mended."""
    holder = hold()
    handed_in(holder)
    told = ""
    for number, reason in enumerate(("category_paper_unreadable", "category_paper_expired"), start=1):
        holder.do("categories.reject", reason=reason, remark=f"第{number}轮")
        assert states(holder, Matter.CATEGORY) == [Category.REJECTED]
        told = " ".join(line.value for line in SECTION.shown(holder.account))
        note = holder.log(Matter.CATEGORY)[-1].note
        assert (note["reason"], note["round"]) == (reason, number)
        holder.do("categories.papers", papers="1,2")
        holder.do("categories.submit")
    assert "A paper is past its validity" in told
    assert "Hand in the renewed or extended paper." in told
    assert [(each.reason, each.remark) for each in kept(holder).rounds] == [
        ("category_paper_unreadable", "第1轮"),
        ("category_paper_expired", "第2轮"),
    ]
    assert changes_left(holder.account) == 4
    holder.do("categories.approve")
    assert states(holder, Matter.CATEGORY) == [Category.APPROVED]
    holder.folds()


def test_a_rejection_needs_a_reason_of_the_catalogue(hold: Hold) -> None:
    """One that categories can meet."""
    holder = hold()
    handed_in(holder)
    for reason in ("", "name_taken"):
        with pytest.raises(Invalid):
            holder.do("categories.reject", reason=reason)
    assert states(holder, Matter.CATEGORY) == [Category.IN_REVIEW]

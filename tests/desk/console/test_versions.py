"""Section versions, before any review: uploads, one for each developer; the trial version; the review form."""

from __future__ import annotations

import pytest

from mpwizard import unattended_account as unattended
from mpwizard.account_desk import AccountDesk
from mpwizard.console.version_details import Page, trial_version
from mpwizard.console.version_pages import page_as_typed
from mpwizard.domain import EntityType, Kind
from mpwizard.matters import Matter, Version, VersionEvent
from mpwizard.problems import Invalid, Problem, Refused
from mpwizard.unattended_account import Wish
from tests.desk.console.conftest import Hold
from tests.desk.console.submitter import (
    PAGE,
    PERSONAL,
    PLAIN,
    add_category,
    add_developer,
    details_of,
    page_for,
    ready,
    submit,
    upload,
    version_of,
)


def told(invalid: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    """What was told, and at which field."""
    return [(problem.field, problem.key) for problem in invalid.value.problems]


# --- uploads ---------------------------------------------------------------------------------------------------------


def test_an_upload_is_a_development_version_of_its_developer(hold: Hold) -> None:
    """Version, note, author; the log names the version and nobody."""
    holder = hold()
    member = add_developer(holder)
    upload(holder, "1.0.0", developer=member, note="第一个样例", needs_login=True)
    details = details_of(holder)
    assert (details.version, details.note, details.developer, details.needs_login) == (
        "1.0.0",
        "第一个样例",
        member,
        True,
    )
    assert version_of(holder).state is Version.UPLOADED
    (entry,) = holder.log(Matter.VERSION)
    assert (entry.event, dict(entry.note)) == (VersionEvent.UPLOADED, {"version": "1.0.0"})
    holder.folds()


def test_nobody_has_to_be_signed_in_for_an_upload(hold: Hold) -> None:
    """It comes out of the developer tool, not out of the console."""
    holder = hold(signed_in=False)
    number = upload(holder)
    with pytest.raises(Refused, match="not_signed_in"):
        holder.do("versions.submit", number)


def test_who_uploads_is_a_bound_developer_or_the_administrator(hold: Hold) -> None:
    """A trial member, a removed developer, a number nobody has: not among the choices."""
    holder = hold()
    removed = add_developer(holder)
    holder.do("members.remove", removed)
    holder.do("members.add", role="trial", name="练习丙", wechat_id="wx_tester")
    for developer in (removed, holder.matter(Matter.MEMBER).number, 17, ""):
        with pytest.raises(Invalid) as invalid:
            upload(holder, developer=developer)
        assert told(invalid) == [("developer", "required" if developer == "" else "not_a_choice")]
    assert holder.account.all(Matter.VERSION) == ()


def test_a_developer_has_one_development_version(hold: Hold) -> None:
    """A newer upload takes the place of the older one; other people's uploads stay."""
    holder = hold()
    member = add_developer(holder)
    mine, theirs = upload(holder, "1.0.0"), upload(holder, "1.0.0", developer=member)
    newer = upload(holder, "1.0.1")
    assert version_of(holder, mine).state is Version.SUPERSEDED
    assert version_of(holder, theirs).state is Version.UPLOADED
    assert version_of(holder, newer).state is Version.UPLOADED
    holder.folds()


def test_somebody_bound_anew_is_the_same_developer(hold: Hold) -> None:
    """Removing and binding somebody again does not give them a second development version."""
    holder = hold()
    first = add_developer(holder)
    upload(holder, "1.0.0", developer=first)
    holder.do("members.remove", first)
    upload(holder, "1.0.1", developer=add_developer(holder))
    assert [each.state for each in holder.account.all(Matter.VERSION)] == [Version.SUPERSEDED, Version.UPLOADED]


def test_a_newer_upload_leaves_what_the_platform_has(hold: Hold) -> None:
    """What is in review or approved is not replaced by new code."""
    holder = ready(hold())
    reviewed = submit(holder, "1.0.0")
    upload(holder, "1.0.1")
    assert version_of(holder, reviewed).state is Version.IN_REVIEW
    holder.do("versions.approve", reviewed)
    upload(holder, "1.0.2")
    assert version_of(holder, reviewed).state is Version.APPROVED
    holder.folds()


@pytest.mark.parametrize(("field", "limit"), [("version", 64), ("note", 200)])
def test_version_number_and_note_have_a_limit(hold: Hold, field: str, limit: int) -> None:
    """The figures are the rule table's; one more is told at its field."""
    holder = hold()
    given = {"version": "1.0.0", "developer": "administrator"}
    holder.do("versions.upload", **{**given, field: "x" * limit})
    with pytest.raises(Invalid) as invalid:
        holder.do("versions.upload", **{**given, field: "x" * (limit + 1)})
    assert told(invalid) == [(field, "text_length")]
    assert invalid.value.problems[0].values["longest"] == limit


def test_a_version_without_a_number_is_none(hold: Hold) -> None:
    """The note may be left empty, the number may not; a tick is no word."""
    with pytest.raises(Invalid) as invalid:
        hold().do("versions.upload", version=" ", developer="administrator", needs_login="yes")
    assert told(invalid) == [("version", "required"), ("needs_login", "not_a_tick")]


def test_a_deleted_version_cannot_be_submitted(hold: Hold) -> None:
    """It stays on record, and is no form to begin the next one with."""
    holder = ready(hold())
    number = upload(holder)
    holder.do("versions.add_page", number, **PAGE)
    holder.do("versions.delete", number)
    for action in ("versions.submit", "versions.delete", "versions.trial"):
        with pytest.raises(Refused, match="not_now"):
            holder.do(action, number)
    upload(holder, "1.0.1")
    assert details_of(holder).pages == ()
    holder.folds()


# --- the trial version -----------------------------------------------------------------------------------------------


def test_one_version_at_a_time_is_on_trial(hold: Hold) -> None:
    """The other one is let go; the log tells each choice, and the one that has it is not offered again."""
    holder = hold()
    member = add_developer(holder)
    one, other = upload(holder), upload(holder, developer=member)
    assert trial_version(holder.account) is None
    for number in (one, other):
        holder.do("versions.trial", number)
        with pytest.raises(Refused, match="nothing_to_act_on"):
            holder.do("versions.trial", number)
        assert [
            each.number for each in holder.account.all(Matter.VERSION) if details_of(holder, each.number).trial
        ] == [number]
    events = [(entry.matter_id, entry.event) for entry in holder.log(Matter.VERSION)][2:]
    assert events == [(version_of(holder, each).id, VersionEvent.GIVEN_ON_TRIAL) for each in (one, other)]
    holder.folds()


def test_a_newer_upload_takes_over_the_trial(hold: Hold) -> None:
    """The trial members follow the developer; with the version deleted they have none."""
    holder = hold()
    holder.do("versions.trial", upload(holder))
    newer = upload(holder, "1.0.1")
    trial = trial_version(holder.account)
    assert trial is not None
    assert trial.number == newer
    holder.do("versions.delete", newer)
    assert trial_version(holder.account) is None


def test_what_goes_online_is_on_trial_no_more(hold: Hold) -> None:
    """It is everybody's then."""
    holder = ready(hold())
    number = submit(holder)
    holder.do("versions.trial", number)
    holder.do("versions.approve", number)
    assert trial_version(holder.account) is not None
    holder.do("versions.release", number)
    assert trial_version(holder.account) is None


# --- the review form -------------------------------------------------------------------------------------------------


def test_a_page_group_is_added_changed_and_removed(hold: Hold) -> None:
    """Tags come apart at spaces and commas, each once; a slash before a path is no part of it."""
    holder = ready(hold())
    number = upload(holder)
    holder.do("versions.add_page", number, **{**PAGE, "path": "/pages/index/index", "tags": " 练习，样例、练习 测试"})
    holder.do("versions.add_page", number, **{**PAGE, "path": "pages/shop", "title": "练习商店", "tags": ""})
    assert details_of(holder).pages == (
        Page(number=1, path="pages/index/index", title="练习首页", category=PLAIN, tags=("练习", "样例", "测试")),
        Page(number=2, path="pages/shop", title="练习商店", category=PLAIN),
    )
    holder.do("versions.change_page", number, page="2", **{**PAGE, "title": "练习橱窗"})
    assert [page.title for page in details_of(holder).pages] == ["练习首页", "练习橱窗"]
    as_it_is = details_of(holder).pages
    holder.do("versions.change_page", number, page="1", **page_as_typed(as_it_is[0]))
    assert details_of(holder).pages == as_it_is
    holder.do("versions.remove_page", number, page="1")
    assert [page.title for page in details_of(holder).pages] == ["练习橱窗"]
    uploaded, *changed = holder.log(Matter.VERSION)
    assert uploaded.event is VersionEvent.UPLOADED
    assert {entry.event for entry in changed} == {VersionEvent.PAGES_CHANGED}
    assert [entry.note for entry in changed] == [{"pages": 1}, {"pages": 2}, {"pages": 2}, {"pages": 2}, {"pages": 1}]
    holder.folds()


def test_without_a_screen_only_what_changes_is_said(hold: Hold) -> None:
    """What stands in the form stays: of the page group that is named, or of the only one there is."""
    holder = ready(hold())
    number = upload(holder)
    holder.do("versions.add_page", number, **PAGE)

    def change(**values: object) -> list[str]:
        done = unattended.do(holder.desk, holder.view.case.record, Wish("versions.change_page", number, values))
        assert done.done, done.problems
        return [page.title for page in details_of(holder).pages]

    assert change(title="练习橱窗") == ["练习橱窗"]
    holder.do("versions.add_page", number, **{**PAGE, "path": "pages/shop"})
    assert change(page="2", title="练习商店") == ["练习橱窗", "练习商店"]
    assert [page.path for page in details_of(holder).pages] == [PAGE["path"], "pages/shop"]
    which = unattended.do(holder.desk, holder.view.case.record, Wish("versions.change_page", number, {"title": "练习"}))
    assert "page" in {problem.field for problem in which.problems if isinstance(problem, Problem)}


def test_there_are_five_page_groups_at_most(hold: Hold) -> None:
    """One more is refused with the guide's figure, and the five stay."""
    holder = ready(hold())
    number = upload(holder)
    for page in range(5):
        holder.do("versions.add_page", number, **{**PAGE, "path": f"pages/page{page}"})
    with pytest.raises(Refused) as refused:
        holder.do("versions.add_page", number, **PAGE)
    assert (refused.value.refusal.key, refused.value.refusal.values) == ("pages_full", {"limit": 5})
    assert refused.value.refusal.rule == "versions.page_groups_max"
    assert len(details_of(holder).pages) == 5


@pytest.mark.parametrize(
    ("field", "value", "key", "figures"),
    [
        ("path", "x" * 129, "text_length", {"longest": 128}),
        ("path", "pages/首页", "page_path_form", {}),
        ("path", "pages/index?id=3", "page_path_form", {}),
        ("path", "pages//index", "page_path_form", {}),
        ("path", "pages/a b", "page_path_form", {}),
        ("path", "pages/a\u3000b", "page_path_form", {}),
        ("path", "/", "page_path_form", {}),
        ("title", "题" * 33, "text_length", {"longest": 32}),
        ("tags", " ".join(f"t{number}" for number in range(11)), "tags_form", {"limit": 10}),
        ("tags", "签" * 21, "tags_form", {"longest": 20}),
        ("category", "N0104", "not_a_choice", {}),
    ],
)
def test_a_page_group_keeps_the_limits_of_the_form(
    hold: Hold, field: str, value: str, key: str, figures: dict[str, int]
) -> None:
    """Told at the field, with the rule's figure; a category must be one of the account's approved ones."""
    holder = ready(hold())
    with pytest.raises(Invalid) as invalid:
        holder.do("versions.add_page", upload(holder), **{**PAGE, field: value})
    assert told(invalid) == [(field, key)]
    assert figures.items() <= dict(invalid.value.problems[0].values).items()


def test_a_path_is_read_as_it_was_meant(hold: Hold) -> None:
    """The slash before it, spaces around it and full-width letters are habits; none of them is another page."""
    holder = ready(hold())
    holder.do("versions.add_page", upload(holder), **{**PAGE, "path": "  /ｐａｇｅｓ／index "})
    assert [page.path for page in details_of(holder).pages] == ["pages/index"]


def test_a_page_group_may_be_as_long_as_the_rules_say(hold: Hold) -> None:
    """The bounds themselves are all right."""
    holder = ready(hold())
    number = upload(holder)
    tags = " ".join(f"{at}".rjust(20, "t") for at in range(10))
    holder.do("versions.add_page", number, path="x" * 128, title="题" * 32, category=PLAIN, tags=tags)
    (page,) = details_of(holder).pages
    assert (page.path, page.title, page.tags) == ("x" * 128, "题" * 32, tuple(tags.split()))


def test_everything_wrong_with_a_page_group_is_told_at_once(hold: Hold) -> None:
    """Nobody wants to submit a form four times to hear of four mistakes."""
    holder = ready(hold())
    number = upload(holder)
    with pytest.raises(Invalid) as invalid:
        holder.do("versions.add_page", number, path="", title="", category="", tags="签" * 21)
    assert [field for field, _key in told(invalid)] == ["path", "title", "category", "tags"]
    assert details_of(holder).pages == ()


def test_without_an_approved_category_there_is_no_page_group(hold: Hold) -> None:
    """The refusal leads to the categories."""
    holder = hold()
    with pytest.raises(Refused, match="category_first"):
        holder.do("versions.add_page", upload(holder), **PAGE)


def test_an_individual_uses_the_categories_of_individuals(hold: Hold) -> None:
    """Only what the account itself has approved is offered."""
    holder = hold(EntityType.INDIVIDUAL)
    add_category(holder, PERSONAL)
    number = upload(holder)
    with pytest.raises(Invalid):
        holder.do("versions.add_page", number, **PAGE)
    holder.do("versions.add_page", number, **page_for(holder))
    assert details_of(holder).pages[0].category == PERSONAL


def test_a_page_group_that_is_not_there_cannot_be_changed(hold: Hold) -> None:
    """Neither on an empty form nor beyond the last one."""
    holder = ready(hold())
    number = upload(holder)
    for action in ("versions.change_page", "versions.remove_page"):
        with pytest.raises(Refused, match="nothing_to_act_on"):
            holder.do(action, number, page="1")
    holder.do("versions.add_page", number, **PAGE)
    with pytest.raises(Invalid) as invalid:
        holder.do("versions.remove_page", number, page="2")
    assert told(invalid) == [("page", "not_a_choice")]


def test_the_only_page_group_is_changed_from_what_it_is(hold: Hold) -> None:
    """Nothing is typed twice; what was typed meanwhile goes before. Of two it is asked first which is meant."""
    holder = ready(hold())
    number, accounts = upload(holder), AccountDesk(holder.desk)
    holder.do("versions.add_page", number, **PAGE)
    sheet = accounts.sheet(holder.id, "versions.change_page", number)
    assert (sheet.values, sheet.version) == ({"page": "1", **PAGE}, None)
    accounts.keep(holder.id, sheet, {**sheet.values, "title": "练习橱窗"}, None)
    assert accounts.sheet(holder.id, "versions.change_page", number).values == {
        "page": "1",
        **PAGE,
        "title": "练习橱窗",
    }
    newer = upload(holder, "1.0.1")
    holder.do("versions.add_page", newer, **{**PAGE, "path": "pages/shop"})
    assert accounts.sheet(holder.id, "versions.change_page", newer).values == {}


def test_a_new_version_begins_with_the_form_of_the_last(hold: Hold) -> None:
    """Nothing typed is lost because a developer uploaded a correction; the form of the former one stays as it was."""
    holder = ready(hold())
    former = upload(holder)
    holder.do("versions.add_page", former, **PAGE)
    newer = upload(holder, "1.0.1")
    assert details_of(holder, newer).pages == details_of(holder, former).pages
    holder.do("versions.remove_page", newer, page="1")
    assert len(details_of(holder, former).pages) == 1


def test_a_developers_new_version_begins_with_the_form_of_the_one_it_replaces(hold: Hold) -> None:
    """What was typed into a form that leaves would be gone, were the newest upload another developer's."""
    holder = ready(hold())
    first, second = add_developer(holder), add_developer(holder, "wx_developer_two")
    former = upload(holder, developer=first)
    upload(holder, "2.0.0", developer=second)
    holder.do("versions.add_page", former, **PAGE)
    newer = upload(holder, "1.0.1", developer=first)
    assert [page.path for page in details_of(holder, newer).pages] == [PAGE["path"]]
    newest = upload(holder, "2.0.1", developer=second)
    assert details_of(holder, newest).pages == details_of(holder, newer).pages


def test_the_form_is_fixed_while_the_platform_has_it(hold: Hold) -> None:
    """What is reviewed is what was submitted."""
    holder = ready(hold())
    number = submit(holder)
    for action in ("versions.add_page", "versions.remove_page", "versions.test_account", "versions.delete"):
        with pytest.raises(Refused, match="not_now"):
            holder.do(action, number, **PAGE)


def test_a_record_case_has_the_same_form(hold: Hold) -> None:
    """The operator fills it in on the web site; the checks are the same."""
    holder = ready(hold(kind=Kind.RECORD))
    number = upload(holder)
    with pytest.raises(Invalid):
        holder.do("versions.add_page", number, **{**PAGE, "title": "题" * 33})
    holder.do("versions.add_page", number, **PAGE)
    holder.folds()

"""Section information, the name: its rules and chances, spare names, and whose it already is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mpwizard.console.account import details, form_context
from mpwizard.console.information import SECTION
from mpwizard.console.names import Chance, NameAnswers, may_rename, name_chances
from mpwizard.console.profile import (
    NameDetails,
)
from mpwizard.domain import EntityType, Kind
from mpwizard.matters import Matter, Profile, ProfileEvent, Verification, Version
from mpwizard.problems import ALLOWED, Refusal, Severity
from mpwizard.records import MatterRecord
from mpwizard.working_days import CHINA
from tests.desk.answers import PEOPLE
from tests.desk.console.conftest import Hold
from tests.desk.console.handing_in import also, decide, problems, refused, states

NAME = "练习小铺"
A_YEAR = timedelta(days=366)


def name_of(matter: MatterRecord) -> NameDetails:
    """What is kept about a name."""
    return details(NameDetails, matter)


def test_an_ordinary_name_is_accepted_at_once(hold: Hold) -> None:
    """Nobody looks at it, so no seed refuses it either."""
    holder = hold()
    holder.do("information.name", name=f" {NAME} ")
    assert name_of(holder.matter(Matter.NAME)).name == NAME
    assert states(holder, Matter.NAME) == [Profile.SET]
    assert holder.log(Matter.NAME)[-1].note == {"decided_by": "at_once"}
    holder.folds()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("", "required"),
        ("练", "name_units"),
        ("练" * 16, "name_units"),
        ("练习*小铺", "name_sign"),
        ("练习小程序", "name_word"),
        ("腾讯练习", "name_word"),
    ],
)
def test_a_name_the_platform_would_not_take_is_told_at_its_field(hold: Hold, name: str, key: str) -> None:
    """Before anything reaches the platform; spare names are judged like the first."""
    holder = hold()
    assert problems(holder, "information.name", name=name) == [("name", key)]
    if name:
        assert problems(holder, "information.name", name=NAME, spare_2=name) == [("spare_2", key)]
    assert holder.account.all(Matter.NAME) == ()


def test_a_spare_name_is_another_name(hold: Hold) -> None:
    """The same again, however it is written, would be refused again."""
    holder = hold()
    assert problems(holder, "information.name", name="练习AB", spare_1="练习ａｂ") == [("spare_1", "said_already")]
    assert problems(holder, "information.name", name=NAME, spare_1="练习甲店", spare_3="练习甲店") == [
        ("spare_3", "said_already")
    ]


def test_the_name_of_now_is_not_handed_in_again(hold: Hold) -> None:
    """It would use up a chance for nothing."""
    holder = hold()
    holder.do("information.name", name=NAME)
    assert problems(holder, "information.name", name=NAME) == [("name", "said_already")]


def test_oddities_of_a_name_block_nothing(hold: Hold) -> None:
    """They are warnings at their fields."""
    holder = hold()
    values = {"name": "练习（甲) Ａ", "spare_1": "练习大学堂"}
    context = form_context(holder.account, "information.name", values)
    told = [(each.field, each.key, each.severity) for each in NameAnswers.warnings(context)]
    assert told == [
        ("name", "mini_program_name_brackets", Severity.WARNING),
        ("name", "mini_program_name_spaces", Severity.WARNING),
        ("name", "mini_program_name_lookalike", Severity.WARNING),
        ("spare_1", "mini_program_name_protected", Severity.WARNING),
    ]
    holder.do("information.name", name=values["name"])
    assert states(holder, Matter.NAME) == [Profile.SET]


def test_a_protected_word_needs_a_paper_and_a_review(hold: Hold) -> None:
    """Without the paper nothing is handed in; with it the answer comes within the rule's working days."""
    holder = hold()
    assert problems(holder, "information.name", name="练习大学堂") == [("paper", "required")]
    assert problems(holder, "information.name", name=NAME, spare_1="练习大学堂") == [("paper", "required")]
    holder.do("information.name", name="练习大学堂", paper="《练习证明》")
    waiting = holder.matter(Matter.NAME)
    assert (waiting.state, name_of(waiting).paper) == (Profile.IN_REVIEW, "《练习证明》")
    assert waiting.due_at is not None
    assert waiting.due_at - waiting.since == timedelta(days=9)  # seven working days from a Sunday
    assert refused(holder, "information.name", name=NAME) == Refusal("still_in_review", {"number": 1})
    holder.do("information.name_accept")
    assert states(holder, Matter.NAME) == [Profile.SET]
    holder.folds()


def test_the_review_of_a_name_ends_by_itself(hold: Hold) -> None:
    """Nobody plays the platform: what was decided in advance happens when its time has come, and says so."""
    holder = hold()
    decide(holder, Matter.NAME, "information.name_refuse", reason="name_paper_unfit", remark="章不清")
    holder.do("information.name", name="练习大学堂", paper="《练习证明》")
    holder.pass_time(timedelta(days=8))
    assert states(holder, Matter.NAME) == [Profile.IN_REVIEW]
    holder.pass_time(timedelta(days=1))
    assert states(holder, Matter.NAME) == [Profile.REFUSED]
    kept = name_of(holder.matter(Matter.NAME))
    assert (kept.reason, kept.remark) == ("name_paper_unfit", "章不清")
    assert holder.log(Matter.NAME)[-1].note == {"reason": "name_paper_unfit", "decided_by": "ahead"}
    holder.folds()


def test_spare_names_are_tried_in_order_and_the_one_taken_is_told(hold: Hold) -> None:
    """Each is handed in when the one before it was refused; a refusal uses up no chance."""
    holder = hold()
    for _ in range(2):
        decide(holder, Matter.NAME, "information.name_refuse", reason="name_taken")
    holder.do("information.name", name=NAME, spare_1="练习甲店", spare_2="练习乙店", spare_3="练习丙店")
    assert states(holder, Matter.NAME) == [Profile.REFUSED, Profile.REFUSED, Profile.SET]
    taken = name_of(holder.matter(Matter.NAME))
    assert (taken.name, taken.spare, taken.spares) == ("练习乙店", 2, ("练习丙店",))
    assert taken.chance is Chance.FIRST
    handed = [entry.note for entry in holder.log(Matter.NAME) if entry.event is ProfileEvent.HANDED_IN]
    assert [note.get("spare") for note in handed] == [None, 1, 2]
    assert [each.left for each in name_chances(holder.account)] == [2, 0]
    assert "练习乙店" in SECTION.shown(holder.account)[0].value
    holder.folds()


def test_a_protected_spare_name_waits_for_its_review(hold: Hold) -> None:
    """Each name takes the time that it needs itself."""
    holder = hold()
    decide(holder, Matter.NAME, "information.name_refuse", reason="name_taken")
    holder.do("information.name", name=NAME, spare_1="练习大学堂", paper="《练习证明》")
    assert states(holder, Matter.NAME) == [Profile.REFUSED, Profile.IN_REVIEW]
    holder.do("information.name_refuse", reason="name_paper_unfit")
    assert states(holder, Matter.NAME) == [Profile.REFUSED, Profile.REFUSED]
    holder.folds()


def test_a_new_name_replaces_the_old_one(hold: Hold) -> None:
    """One name at a time; the old one stays readable."""
    holder = hold()
    holder.do("information.name", name=NAME)
    holder.do("information.name", name="练习新店")
    assert states(holder, Matter.NAME) == [Profile.REPLACED, Profile.SET]
    assert name_of(holder.matter(Matter.NAME)).chance is Chance.BEFORE_RELEASE
    holder.folds()


def test_a_refused_name_leaves_the_old_one_in_place(hold: Hold) -> None:
    """And what is wrong, and what would mend it, stands beside it."""
    holder = hold()
    holder.do("information.name", name=NAME)
    decide(holder, Matter.NAME, "information.name_refuse", reason="name_taken")
    holder.do("information.name", name="练习新店")
    assert states(holder, Matter.NAME) == [Profile.SET, Profile.REFUSED]
    tones = [line.tone for line in SECTION.shown(holder.account)]
    assert tones[:2] == ["done", "wrong"]
    holder.folds()


def test_changes_before_the_release_are_counted(hold: Hold) -> None:
    """The first name is no change; after the rule's number it is over until something gives new chances."""
    holder = hold()
    for name in (NAME, "练习甲店", "练习乙店"):
        holder.do("information.name", name=name)
    rule = "information.name_changes_before_release"
    assert refused(holder, "information.name", name="练习丙店") == Refusal("name_changes_used", {"limit": 2}, rule)
    verified = also(holder.account, Matter.VERIFICATION, Verification.PASSED)
    assert may_rename(verified) is ALLOWED
    assert [(each.chance, each.left) for each in name_chances(verified)] == [
        (Chance.BEFORE_RELEASE, 0),
        (Chance.VERIFICATION, 1),
    ]
    holder.folds()


@pytest.mark.parametrize(
    ("entity_type", "limit", "rule"),
    [
        (EntityType.INDIVIDUAL, 2, "information.name_changes_after_release.individual"),
        (EntityType.ENTERPRISE, 0, "information.name_changes_after_release.organisation"),
    ],
)
def test_after_the_release_the_entity_type_decides(hold: Hold, entity_type: EntityType, limit: int, rule: str) -> None:
    """Individuals so often a calendar year, organisations only with a verification."""
    holder = hold(entity_type)
    holder.do("information.name", name=NAME)
    account = also(holder.account, Matter.VERSION, Version.RELEASED)
    assert (name_chances(account)[0].limit, name_chances(account)[0].rule) == (limit, rule)
    kept = {**name_of(holder.matter(Matter.NAME)).stored(), "chance": Chance.AFTER_RELEASE}
    for left in range(limit, 0, -1):
        assert name_chances(account)[0].left == left
        assert may_rename(account) is ALLOWED
        account = also(account, Matter.NAME, Profile.REPLACED, **kept)
    key = "changes_used" if entity_type is EntityType.INDIVIDUAL else "name_changes_used"
    assert may_rename(account) == Refusal(key, {"limit": limit}, rule)
    next_year = replace(account, now=datetime(account.now.year + 1, 1, 1, tzinfo=CHINA))
    assert (may_rename(next_year) is ALLOWED) == (entity_type is EntityType.INDIVIDUAL)


def test_no_new_name_while_a_version_is_in_review(hold: Hold) -> None:
    """The version in review goes under the name of now."""
    account = also(hold().account, Matter.VERSION, Version.IN_REVIEW)
    assert may_rename(account) == Refusal("name_fixed", rule="information.name_fixed_in_review")


def test_two_cases_cannot_have_one_name(hold: Hold) -> None:
    """The refusal names the other case; spare names are looked up as well, and nothing is recorded."""
    first = hold()
    first.do("information.name", name="练习AB")
    other = hold(EntityType.SOLE_TRADER, email="b@example.com", person=PEOPLE[1])
    case = first.applicant.record.reference
    for values in ({"name": "练习ａｂ"}, {"name": NAME, "spare_1": "练习 AB"}):
        assert refused(other, "information.name", **values) == Refusal("name_taken_here", {"case": case})
    assert other.account.all(Matter.NAME) == ()
    first.do("information.name", name=NAME)
    other.do("information.name", name="练习AB")
    assert states(other, Matter.NAME) == [Profile.SET]


def test_a_refused_name_is_nobodys(hold: Hold) -> None:
    """Only a name that is set or looked at is taken."""
    first, other = hold(), hold(EntityType.SOLE_TRADER, email="b@example.com", person=PEOPLE[1])
    decide(first, Matter.NAME, "information.name_refuse", reason="name_taken")
    first.do("information.name", name=NAME)
    other.do("information.name", name=NAME)
    assert states(other, Matter.NAME) == [Profile.SET]


def test_each_verification_brings_its_change_of_name(hold: Hold) -> None:
    """Those that were renewed or have ended as well as the one that holds."""
    holder = hold()
    rule = holder.account.edition.number("information.name_changes_with_verification")
    limits = []
    for days in (335, 366):
        holder.be_verified()
        limits.append(name_chances(holder.account)[-1].limit)
        holder.pass_time(timedelta(days=days))
    states_now = [each.state for each in holder.account.all(Matter.VERIFICATION)]
    assert states_now[0] is Verification.RENEWED
    assert limits == [rule, 2 * rule]
    holder.folds()


def test_an_entity_may_use_its_own_name_again(hold: Hold) -> None:
    """Two accounts of one company may both be called by its brand."""
    first, second = hold(), hold(email="b@example.com")
    first.do("information.name", name=NAME)
    second.do("information.name", name=NAME)
    assert states(second, Matter.NAME) == [Profile.SET]


def test_a_spare_name_that_somebody_took_meanwhile_is_passed_over(hold: Hold) -> None:
    """The desk knows better than to hand it in."""
    first, other = hold(), hold(EntityType.SOLE_TRADER, email="b@example.com", person=PEOPLE[1])
    first.do("information.name", name="练习大学堂", spare_1="练习甲店", spare_2="练习乙店", paper="《练习证明》")
    other.do("information.name", name="练习甲店")
    first.do("information.name_refuse", reason="name_taken")
    taken = name_of(first.matter(Matter.NAME))
    assert (taken.name, taken.spare) == ("练习乙店", 2)
    first.folds()


def test_practice_and_record_cases_do_not_share_names(hold: Hold) -> None:
    """What is practised takes nothing from what is real."""
    practised = hold()
    practised.do("information.name", name=NAME)
    real = hold(EntityType.SOLE_TRADER, kind=Kind.RECORD, email="b@example.com", person=PEOPLE[1])
    real.do("information.name", name=NAME)
    assert states(real, Matter.NAME) == [Profile.IN_REVIEW]

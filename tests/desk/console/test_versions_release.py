"""Section versions, online: released by hand, superseded, rolled back once; nothing that was not approved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from mpwizard.account_desk import AccountDesk, Said
from mpwizard.console.sections import ACTIONS
from mpwizard.console.version_release import online
from mpwizard.domain import Kind
from mpwizard.matter_lifecycles import LIFECYCLES
from mpwizard.matters import Matter, Version, VersionEvent
from mpwizard.problems import Invalid, Refused
from tests.desk.conftest import OpenDesk
from tests.desk.console.conftest import Hold
from tests.desk.console.holder import Holder
from tests.desk.console.submitter import add_developer, details_of, ready, release, sent_back, submit, version_of


def states(holder: Holder) -> list[object]:
    """Where the versions stand, in order."""
    return [each.state for each in holder.account.all(Matter.VERSION)]


def refused_roll_back(holder: Holder) -> tuple[str, Mapping[str, object], str]:
    """Why the online version cannot be rolled back."""
    current = online(holder.account)
    assert current is not None
    with pytest.raises(Refused) as refused:
        holder.do("versions.roll_back", current.number)
    return refused.value.refusal.key, refused.value.refusal.values, refused.value.refusal.rule


def test_an_approved_version_waits_to_be_released_by_hand(hold: Hold) -> None:
    """Then it is online, and the account is one with a released Mini Program."""
    holder = ready(hold())
    number = submit(holder)
    holder.do("versions.approve", number)
    assert not holder.account.released
    assert version_of(holder, number).due_at is None
    holder.do("versions.release", number)
    assert holder.account.released
    assert holder.view.section("versions").section.done(holder.account)
    holder.folds()


def test_a_release_cannot_be_taken_back_and_says_so() -> None:
    """What goes online is asked about once more, and so is what brings an older one back, deletes code, or uses up
    one of a year's few."""
    final = {key for key, action in ACTIONS.items() if action.on is Matter.VERSION and action.final}
    assert final == {"versions.release", "versions.roll_back", "versions.delete", "versions.expedite"}


def test_nothing_is_released_that_was_not_approved(hold: Hold) -> None:
    """On no way through the table, and by no action."""
    moves = LIFECYCLES[Matter.VERSION].transitions
    assert {move.state for move in moves if move.event is VersionEvent.RELEASED} == {Version.APPROVED}
    assert {move.state for move in moves if move.event is VersionEvent.APPROVED} == {Version.IN_REVIEW}
    holder = ready(hold())
    number = submit(holder)
    for step in ("versions.withdraw", "versions.submit"):
        with pytest.raises(Refused, match="not_now"):
            holder.do("versions.release", number)
        holder.do(step, number)
    sent_back(holder, number)
    with pytest.raises(Refused, match="not_now"):
        holder.do("versions.release", number)
    holder.folds()


def test_a_release_supersedes_what_was_online(hold: Hold) -> None:
    """One version is online at a time."""
    holder = ready(hold())
    release(holder, "1.0.0")
    release(holder, "1.1.0")
    assert states(holder) == [Version.SUPERSEDED, Version.RELEASED]
    assert details_of(holder, 2).replaced == 1
    holder.folds()


def test_a_newer_approval_takes_the_place_of_an_unreleased_one(hold: Hold) -> None:
    """There is one reviewed version; the older one is not released over it by mistake."""
    holder = ready(hold())
    holder.do("versions.approve", submit(holder, "1.0.0"))
    holder.do("versions.approve", submit(holder, "1.0.1", developer=add_developer(holder)))
    assert states(holder) == [Version.SUPERSEDED, Version.APPROVED]
    with pytest.raises(Refused, match="not_now"):
        holder.do("versions.release", 1)
    holder.folds()


def test_one_rolls_back_to_the_version_before_once(hold: Hold) -> None:
    """Not twice, until something was released again; then to what was online before that."""
    holder = ready(hold())
    for version in ("1.0.0", "1.1.0", "1.2.0"):
        release(holder, version)
    holder.do("versions.roll_back", 3)
    assert states(holder) == [Version.SUPERSEDED, Version.RELEASED, Version.SUPERSEDED]
    assert refused_roll_back(holder) == ("rolled_back_already", {"limit": 1}, "versions.rollbacks")
    release(holder, "1.3.0")
    holder.do("versions.roll_back", 4)
    assert states(holder)[1:] == [Version.RELEASED, Version.SUPERSEDED, Version.SUPERSEDED]
    assert refused_roll_back(holder)[0] == "rolled_back_already"
    holder.folds()


def test_the_first_release_has_nothing_before_it(hold: Hold) -> None:
    """Nor has an account without a release."""
    holder = ready(hold())
    with pytest.raises(Refused, match="nothing_to_act_on"):
        holder.do("versions.roll_back")
    release(holder)
    assert refused_roll_back(holder)[0::2] == ("no_version_before", "versions.rollbacks")
    assert holder.account.released


def test_what_was_rolled_back_is_not_online_again_without_a_review(hold: Hold) -> None:
    """Only a new submission brings it back."""
    holder = ready(hold())
    release(holder, "1.0.0")
    release(holder, "1.1.0")
    holder.do("versions.roll_back", 2)
    for action in ("versions.release", "versions.submit"):
        with pytest.raises(Refused, match="not_now"):
            holder.do(action, 2)


def test_the_guide_knows_no_staged_release(hold: Hold) -> None:
    """The action is there, and refused by the rule."""
    holder = ready(hold())
    release(holder, "1.0.0")
    number = submit(holder, "1.1.0")
    holder.do("versions.approve", number)
    with pytest.raises(Refused) as refused:
        holder.do("versions.stage", number, percent="10")
    assert (refused.value.refusal.key, refused.value.refusal.rule) == (
        "staged_release_unknown",
        "versions.staged_release",
    )
    assert not holder.allowed("versions.stage")


@pytest.mark.usefixtures("staged_edition")
def test_an_edition_that_knows_it_releases_in_part(hold: Hold) -> None:
    """Beside an online version only; the part only grows; nothing is rolled back meanwhile; released, it is whole."""
    holder = ready(hold())
    first = submit(holder, "1.0.0")
    holder.do("versions.approve", first)
    with pytest.raises(Refused, match="staged_needs_online"):
        holder.do("versions.stage", first, percent="10")
    holder.do("versions.release", first)
    second = submit(holder, "1.1.0")
    holder.do("versions.approve", second)
    holder.do("versions.stage", second, percent="10 %")
    for percent in ("10", "9", "100", "ten", "-1", "9" * 5000):
        with pytest.raises(Invalid) as invalid:
            holder.do("versions.stage", second, percent=percent)
        assert [problem.key for problem in invalid.value.problems] == ["staged_percent"]
        assert invalid.value.problems[0].values == {"shortest": 11, "longest": 99}
    holder.do("versions.stage", second, percent="50")
    assert (version_of(holder, second).state, details_of(holder, second).staged) == (Version.APPROVED, 50)
    assert refused_roll_back(holder)[0] == "staged_under_way"
    holder.do("versions.release", second)
    assert details_of(holder, second).staged == 0
    holder.do("versions.roll_back", second)
    assert states(holder) == [Version.RELEASED, Version.SUPERSEDED]
    holder.folds()


def test_a_record_case_is_released_and_rolled_back_on_record(hold: Hold) -> None:
    """On the days on which the operator did it on the web site."""
    holder = ready(hold(kind=Kind.RECORD))
    first = submit(holder, "1.0.0")
    holder.desk.clock.move(timedelta(days=5))  # type: ignore[attr-defined]
    holder.do("versions.approve", first, said=Said(on=date(2026, 11, 24)))
    holder.do("versions.release", first, said=Said(on=date(2026, 11, 25)))
    release(holder, "1.1.0")
    holder.do("versions.roll_back", 2)
    released = next(entry for entry in holder.log(Matter.VERSION) if entry.event is VersionEvent.RELEASED)
    assert released.at.astimezone().date() == date(2026, 11, 25)
    assert states(holder) == [Version.RELEASED, Version.SUPERSEDED]
    holder.folds()


def test_two_who_release_at_once_release_once(hold: Hold, open_desk: OpenDesk) -> None:
    """The second saw it approved; it is told that this has changed."""
    holder = ready(hold())
    number = submit(holder)
    holder.do("versions.approve", number)
    seen = version_of(holder, number).version
    AccountDesk(open_desk("ben")).do(holder.id, "versions.release", number=number, seen=seen)
    with pytest.raises(Refused, match=r"not_now|changed_elsewhere"):
        holder.do("versions.release", number, seen=seen)
    assert [entry.event for entry in holder.log(Matter.VERSION)].count(VersionEvent.RELEASED) == 1
    holder.folds()

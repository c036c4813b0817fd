"""What operators do with cases among themselves: nothing of it moves a registration, all of it is on record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mpwizard.clock import FixedClock
from mpwizard.desk import Desk
from mpwizard.lifecycle import REGISTRATION, Event
from mpwizard.problems import Refused
from mpwizard.team import EDIT_LEASE, Team
from tests.desks import Begin, OpenDesk


@pytest.fixture
def colleague(open_desk: OpenDesk) -> Desk:
    """The same desk in another operator's program."""
    return open_desk("bob")


def test_a_case_belongs_to_who_began_it(begin: Begin) -> None:
    """Nobody has to say so: whoever begins a case has it."""
    assert begin().record.owner == "ann"


def test_a_case_is_handed_over_with_a_word(desk: Desk, begin: Begin, colleague: Desk) -> None:
    """The one who gets it finds the note, and the log says who gave it to whom."""
    case = begin()
    Team(desk).hand_over(case.id, " bob ", "waits for the licence")
    assert case.record.owner == "bob"
    assert [(note.by, note.words) for note in Team(colleague).notes(case.id)] == [("ann", "waits for the licence")]
    line = case.view.log[-1]
    assert (line.event, line.source, line.note) == (Event.HANDED_OVER, "ann", {"from": "ann", "to": "bob"})
    assert REGISTRATION.fold(each.event for each in case.view.log if each.matter is None) is case.record.state


@pytest.mark.parametrize(("owner", "refused"), [("ann", "owner_already"), ("  ", "mark_empty")])
def test_a_case_is_handed_to_somebody_else_with_a_name(begin: Begin, desk: Desk, owner: str, refused: str) -> None:
    """To oneself changes nothing, to nobody would lose it; the log gets no line of either."""
    case = begin()
    before = case.view.log
    with pytest.raises(Refused, match=refused):
        Team(desk).hand_over(case.id, owner)
    assert case.view.log == before


def test_notes_are_the_newest_first_and_never_empty(desk: Desk, begin: Begin, clock: FixedClock) -> None:
    """What was said last is what counts."""
    case, team = begin(), Team(desk)
    for words in ("called", "called again"):
        clock.move(timedelta(minutes=1))
        team.write_note([case.id], words)
    assert [note.words for note in team.notes(case.id)] == ["called again", "called"]
    assert case.record.desk_changed_at == clock.now()
    with pytest.raises(Refused, match="mark_empty"):
        team.write_note([case.id], "\u200b ")


def test_a_note_goes_to_all_cases_or_to_none(desk: Desk, begin: Begin) -> None:
    """Whoever is told that it failed can do it again, and nobody reads it twice."""
    first, second, team = begin(), begin(), Team(desk)
    with pytest.raises(KeyError):
        team.write_note([first.id, second.id, 4711], "called")
    assert team.notes(first.id) == team.notes(second.id) == ()
    team.write_note([first.id, second.id, first.id], "called")
    assert [[note.words for note in team.notes(each.id)] for each in (first, second)] == [["called"], ["called"]]


def test_who_opens_a_case_that_is_open_elsewhere_hears_of_it(desk: Desk, begin: Begin, colleague: Desk) -> None:
    """Two people filling in one case get in each other's way; the second one is told before, not after."""
    case = begin()
    assert Team(desk).begin_edit(case.id) is None
    assert Team(desk).begin_edit(case.id) is None
    there = Team(colleague).begin_edit(case.id)
    assert there is not None
    assert there.operator == "ann"
    Team(desk).end_edit(case.id)
    assert Team(colleague).begin_edit(case.id) is None


def test_an_editor_not_heard_of_has_gone(desk: Desk, begin: Begin, colleague: Desk, clock: FixedClock) -> None:
    """A program that was killed cannot let go; one that says it is there keeps its case."""
    case = begin()
    Team(desk).begin_edit(case.id)
    clock.move(EDIT_LEASE - timedelta(seconds=1))
    assert Team(desk).keep_edit(case.id) is None
    clock.move(EDIT_LEASE - timedelta(seconds=1))
    assert Team(colleague).begin_edit(case.id) is not None
    clock.move(timedelta(seconds=1))
    assert Team(colleague).begin_edit(case.id) is None


def test_who_is_taken_over_from_hears_of_it(desk: Desk, begin: Begin, colleague: Desk) -> None:
    """The one who had it is told by name, and both find the word that was left."""
    case = begin()
    Team(desk).begin_edit(case.id)
    Team(colleague).take_over(case.id, "deadline today")
    taken = Team(desk).keep_edit(case.id)
    assert taken is not None
    assert taken.operator == "bob"
    line = case.view.log[-1]
    assert (line.event, line.source, line.note) == (Event.TAKEN_OVER, "bob", {"from": "ann"})
    assert [note.words for note in Team(desk).notes(case.id)] == ["deadline today"]


def test_who_left_cannot_let_go_of_what_another_holds(desk: Desk, begin: Begin, colleague: Desk) -> None:
    """The last act of a program that was taken over from must not open the case to a third."""
    case = begin()
    Team(desk).begin_edit(case.id)
    Team(colleague).take_over(case.id)
    Team(desk).end_edit(case.id)
    assert Team(desk).begin_edit(case.id) is not None


def test_operators_are_known_by_their_cases(desk: Desk, begin: Begin) -> None:
    """A name typed once need not be typed again."""
    case = begin()
    Team(desk).hand_over(case.id, "王芳")
    assert Team(desk).operators() == ("ann", "王芳")

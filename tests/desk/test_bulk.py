"""One thing done to many cases: said before, done at once, undone once, and never over what another did since."""

from __future__ import annotations

import pytest

from mpwizard.bulk import Bulk, Mark, Wish
from mpwizard.desk import Desk
from mpwizard.lifecycle import Event
from mpwizard.problems import Refused
from mpwizard.records import CaseRecord
from mpwizard.team import Team
from tests.desks import Begin, on_desk


@pytest.fixture
def cases(begin: Begin) -> list[int]:
    """Three cases of one operator, the last one given up."""
    began = [begin(email=f"ops{number}@example.com") for number in range(3)]
    began[2].desk.abandon(began[2].id)
    return [each.id for each in began]


def _records(desk: Desk, cases: list[int]) -> list[CaseRecord]:
    return [desk.view(case).record for case in cases]


@pytest.mark.parametrize(
    ("wish", "refused"),
    [
        (Wish(Mark.ASSIGN, "bob"), [None, None, None]),
        (Wish(Mark.ASSIGN, "ann"), ["owner_already"] * 3),
        (Wish(Mark.TAG, "急"), [None, None, None]),
        (Wish(Mark.UNTAG, "急"), ["tag_absent"] * 3),
        (Wish(Mark.ARCHIVE), ["archive_open", "archive_open", None]),
        (Wish(Mark.BRING_BACK), ["not_archived"] * 3),
    ],
    ids=lambda value: f"{value.mark}-{value.value}" if isinstance(value, Wish) else None,
)
def test_what_would_happen_is_said_before(desk: Desk, cases: list[int], wish: Wish, refused: list[str | None]) -> None:
    """The preview changes nothing, and what is done then is what it said."""
    before = _records(desk, cases)
    effects = Bulk(desk).preview(wish, cases)
    assert [each.refusal.key if each.refusal else None for each in effects] == refused
    assert _records(desk, cases) == before
    done = Bulk(desk).apply(wish, cases)
    assert [each.id for each in done.changed] == [each.case.id for each in effects if each.refusal is None]
    assert [each.case.id for each in done.left_out] == [each.case.id for each in effects if each.refusal]
    assert (done.undo is None) == all(refused)


def test_cases_are_assigned_and_given_back(desk: Desk, cases: list[int]) -> None:
    """Undo gives each case back to whom it was taken from."""
    Team(desk).hand_over(cases[1], "carol")
    done = Bulk(desk).apply(Wish(Mark.ASSIGN, "bob"), cases)
    assert [each.owner for each in _records(desk, cases)] == ["bob"] * 3
    assert done.undo is not None
    undone = Bulk(desk).undo(done.undo)
    assert [each.owner for each in undone.changed] == ["ann", "carol", "ann"]
    assert not undone.left_out


def test_tags_are_put_on_and_taken_off_where_they_were_put(desk: Desk, cases: list[int]) -> None:
    """A tag somebody had put on before is not taken off by undoing ours."""
    Bulk(desk).apply(Wish(Mark.TAG, "急"), cases[:1])
    done = Bulk(desk).apply(Wish(Mark.TAG, "急"), cases)
    assert [each.id for each in done.changed] == cases[1:]
    assert done.undo is not None
    Bulk(desk).undo(done.undo)
    assert [Team(desk).tags(case) for case in cases] == [("急",), (), ()]
    assert Team(desk).all_tags() == ("急",)


def test_what_is_over_leaves_the_desk_and_comes_back(desk: Desk, cases: list[int]) -> None:
    """Archived cases are off the list, on record, and one key away."""
    done = Bulk(desk).apply(Wish(Mark.ARCHIVE), cases)
    assert [row.record.id for row in on_desk(desk)] == [cases[1], cases[0]]
    assert desk.view(cases[2]).log[-1].event is Event.ARCHIVED
    assert done.undo is not None
    Bulk(desk).undo(done.undo)
    assert desk.view(cases[2]).log[-1].event is Event.BROUGHT_BACK
    assert len(on_desk(desk)) == 3


def test_undo_leaves_what_another_changed_since(desk: Desk, cases: list[int]) -> None:
    """What a colleague did afterwards stands; the case is named so that somebody can look at it."""
    done = Bulk(desk).apply(Wish(Mark.ASSIGN, "bob"), cases)
    Team(desk).hand_over(cases[0], "carol")
    assert done.undo is not None
    undone = Bulk(desk).undo(done.undo)
    assert [each.owner for each in _records(desk, cases)] == ["carol", "ann", "ann"]
    assert [(each.case.id, each.refusal.key) for each in undone.left_out if each.refusal] == [
        (cases[0], "undone_too_late")
    ]


@pytest.mark.parametrize("mark", [Mark.ASSIGN, Mark.TAG, Mark.UNTAG])
def test_a_wish_for_nothing_is_refused(desk: Desk, cases: list[int], mark: Mark) -> None:
    """An owner without a name would hide cases from everybody's view."""
    for ask in (Bulk(desk).preview, Bulk(desk).apply):
        with pytest.raises(Refused, match="mark_empty"):
            ask(Wish(mark, " "), cases)

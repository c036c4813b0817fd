"""What another program writes is told, and says whose it is: on one file and on one server alike."""

from __future__ import annotations

from mpwizard.case_query import CaseQuery
from mpwizard.desk import Desk
from mpwizard.domain import Kind
from tests.desk.conftest import OpenDesk


def changed_by(desk: Desk) -> list[tuple[int, str]]:
    """The cases as the list has them, and who changed each last."""
    rows = desk.listed.page(CaseQuery()).rows
    return [(row.record.id, row.record.changed_by) for row in rows]


def test_the_next_look_tells_what_another_program_wrote(desk: Desk, open_desk: OpenDesk) -> None:
    """The desk looks every second: one question says whether anything is to be drawn anew, and the list by whom."""
    first, second = (desk.create(Kind.PRACTICE).id for _ in range(2))
    seen = desk.data_version()
    assert desk.data_version() == seen

    bob = open_desk("bob")
    bob.abandon(first)

    assert desk.data_version() != seen
    assert dict(changed_by(desk)) == {first: "bob", second: "ann"}


def test_a_look_tells_nobody_anything(desk: Desk, open_desk: OpenDesk) -> None:
    """Two desks that only look would otherwise wake each other for ever."""
    case = desk.create(Kind.PRACTICE).id
    bob = open_desk("bob")
    bob.view(case)
    seen = desk.data_version()
    bob.view(case)
    changed_by(bob)
    assert not bob.let_deadlines_pass()
    assert desk.data_version() == seen


def test_a_draft_that_another_types_is_told(desk: Desk, open_desk: OpenDesk) -> None:
    """It changes no row of the list, but it may be what a form on the screen shows."""
    case = desk.create(Kind.PRACTICE).id
    seen = desk.data_version()
    open_desk("bob").save(case, "credentials", {"email": "ops@example.com"}, None)
    assert desk.data_version() != seen
    assert "credentials" in desk.view(case).versions

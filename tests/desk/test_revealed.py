"""Showing a hidden value is an event of the case: who, when, which field; never what stands in it."""

from __future__ import annotations

import pytest

from mpwizard.desk import Desk
from mpwizard.domain import EntityType
from mpwizard.lifecycle import Event
from tests.desk.conftest import Apply


@pytest.mark.parametrize("step", ["credentials", "confirmation", "completion"])
def test_who_looks_leaves_a_line_and_moves_nothing(apply: Apply, desk: Desk, step: str) -> None:
    """At any stage: the log is there for those who ask afterwards who looked."""
    applicant = apply(EntityType.INDIVIDUAL)
    applicant.reach(step)
    before = desk.view(applicant.id)
    desk.revealed(applicant.id, "administrator", "id_number")
    after = desk.view(applicant.id)
    assert (after.state, after.record.due_at) == (before.state, before.record.due_at)
    assert [entry.event for entry in after.log[len(before.log) :]] == [Event.VALUE_REVEALED]
    assert after.log[-1].source == desk.operator
    assert after.log[-1].note == {"step": "administrator", "field": "id_number"}

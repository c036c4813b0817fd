"""Leaving at any keystroke and coming back, also from another desk: same place, same text, nobody overwritten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mpwizard.problems import Conflict, Invalid
from mpwizard.views import Place
from tests.desk.conftest import Apply, OpenDesk
from tests.desks import on_desk


@pytest.mark.parametrize("step", ["credentials", "entity", "administrator", "confirmation"])
def test_what_was_typed_is_there_again_right_or_wrong(step: str, apply: Apply, open_desk: OpenDesk) -> None:
    """Another desk on the same file finds the same step, field and text; nothing was judged on the way out."""
    applicant = apply()
    applicant.reach(step)
    typed = {name: f"half [/]\x1b {name}" for name in ("email", "name", "code", "id_number")}
    kept = {name: text for name, text in typed.items() if name in applicant.answers[step]}
    applicant.save(step, **kept)
    applicant.desk.mark_place(applicant.id, Place(step, "name"))
    view = open_desk().view(applicant.id)
    assert view.place == Place(step, "name")
    assert {name: view.context.draft[step][name] for name in kept} == kept


def test_a_place_that_does_not_apply_any_more_is_left(apply: Apply) -> None:
    """Who worked at the entity and then chose individual comes back to a step that exists."""
    applicant = apply()
    applicant.reach("verification")
    applicant.desk.mark_place(applicant.id, Place("entity", "name"))
    applicant.submit("entity_type", type="individual")
    assert applicant.view.place == Place("administrator")


def test_what_no_file_can_hold_does_not_stop_the_saving(apply: Apply) -> None:
    """A date or half a character in one field must not cost the others."""
    applicant = apply()
    applicant.reach("entity")
    applicant.save("entity", name="练\udcff习", code=timedelta(1), code_kind="credit_code")
    assert applicant.view.context.draft["entity"] == {"name": "练习", "code_kind": "credit_code"}
    with pytest.raises(Invalid):
        applicant.submit("entity", name=5)


def test_a_password_no_hash_can_take_is_told_like_any_other(apply: Apply) -> None:
    """Bytes that are no text can come out of an environment variable."""
    applicant = apply()
    applicant.reach("credentials")
    with pytest.raises(Invalid) as invalid:
        applicant.submit("credentials", password="vier Kraniche\udcff")
    assert [problem.key for problem in invalid.value.problems] == ["password_unprintable"]


def test_two_desks_do_not_type_over_each_other(apply: Apply, open_desk: OpenDesk) -> None:
    """The second to save is told what stands there now; nothing is overwritten, and their next try says so."""
    applicant = apply()
    applicant.reach("entity")
    bob = open_desk("bob")
    seen = applicant.view.versions.get("entity")
    applicant.desk.save(applicant.id, "entity", {"name": "甲的练习公司"}, seen)
    with pytest.raises(Conflict) as conflict:
        bob.save(applicant.id, "entity", {"name": "乙的练习公司"}, seen)
    assert conflict.value.theirs == {"name": "甲的练习公司"}
    with pytest.raises(Conflict):
        bob.submit(applicant.id, "entity", applicant.answers["entity"], seen)
    bob.save(applicant.id, "entity", {"name": "乙的练习公司"}, conflict.value.version)
    assert applicant.view.context.text("entity", "name") == "乙的练习公司"


def test_two_desks_see_each_others_cases_and_log_their_own_names(apply: Apply, open_desk: OpenDesk) -> None:
    """Several programs on one file are normal; who did what stays told apart."""
    applicant = apply()
    applicant.reach("activation")
    bob = open_desk("bob")
    bob.abandon(applicant.id)
    assert [row.record.id for row in on_desk(bob)] == [applicant.id]
    assert [entry.source for entry in applicant.view.log] == ["ann", "ann", "bob"]

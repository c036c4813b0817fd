"""What is offered: by the console and by `mpwizard do` alike, what makes sense now, each with its gate."""

from __future__ import annotations

import pytest

from mpwizard.account_desk import SectionView
from mpwizard.console.sections import ACTIONS
from mpwizard.domain import EntityType, Kind
from mpwizard.problems import Refusal, Refused
from mpwizard.unattended_account import possibilities
from tests.desk.console.conftest import Hold
from tests.desk.console.holder import Holder
from tests.desk.console.submitter import ready, sent_back, submit, upload


def keys(holder: Holder) -> set[str]:
    """What is offered, allowed or not."""
    return {offer.action.key for section in holder.view.sections for offer in section.offers}


def told_by_screen(section: SectionView) -> list[tuple[object, ...]]:
    """Action, number and answer of its gate, as the console has them."""
    return [(each.action.key, each.matter and each.matter.number, each.verdict) for each in section.offers]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("entity_type", [EntityType.INDIVIDUAL, EntityType.ENTERPRISE, EntityType.OTHER])
def test_the_console_and_the_command_line_offer_the_same(hold: Hold, kind: Kind, entity_type: EntityType) -> None:
    """Over all actions, wherever an account stands: one path, one list, the same reasons."""
    holder = hold(entity_type, kind=kind, signed_in=False)
    _same(holder)
    holder.sign_in()
    _same(holder)
    upload(holder)
    _same(holder)
    if holder.account.registered:
        ready(holder)
        sent_back(holder, submit(holder, "1.0.1"))
        _same(holder)


def _same(holder: Holder) -> None:
    listed = [
        (each.key, each.number, each.verdict)
        for each in possibilities(holder.desk, holder.applicant.record)
        if each.key in ACTIONS
    ]
    assert listed == [line for section in holder.view.sections for line in told_by_screen(section)]
    assert listed


def test_what_there_is_nothing_to_do_for_is_not_offered(hold: Hold) -> None:
    """Nothing to mend, nothing ticked off, no page group, no account that waits: silence, and a refusal if asked."""
    holder = ready(hold())
    number = upload(holder)
    idle = {
        "versions.fixed",
        "versions.not_fixed",
        "versions.change_page",
        "versions.remove_page",
        "open_platform.qualify",
    }
    assert not idle & keys(holder)
    for key in idle:
        with pytest.raises(Refused, match="nothing_to_act_on"):
            holder.do(key, number if ACTIONS[key].on else None)
    sent_back(holder, submit(holder, "1.0.1"))
    assert {"versions.fixed", "versions.change_page"} <= keys(holder)
    assert "versions.not_fixed" not in keys(holder)
    holder.do("versions.fixed", fix="1")
    assert "versions.not_fixed" in keys(holder)
    assert "versions.fixed" not in keys(holder)


def test_what_a_rule_locks_is_offered_with_its_reason(hold: Hold) -> None:
    """The trial version is offered no more; what cannot be submitted is, and says why."""
    holder = hold()
    holder.do("versions.trial", upload(holder))
    assert "versions.trial" not in keys(holder)
    (locked,) = [each for each in holder.view.section("versions").offers if each.action.key == "versions.submit"]
    assert isinstance(locked.verdict, Refusal)
    assert locked.verdict.rule


def test_what_asks_the_same_questions_is_one_form() -> None:
    """A second model of the same words is changed without the first: papers and versions come back by the same one."""
    models = {action.answers for action in ACTIONS.values() if len(action.answers.model_fields) > 2}
    asked = [frozenset(model.model_fields) for model in models]
    assert len(asked) == len(set(asked))
    assert ACTIONS["versions.reject"].answers is ACTIONS["verification.return"].answers

"""Everything about order: which steps apply, how far each is, where to go on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mpwizard.domain import AccountType, EntityType, Method
from mpwizard.lifecycle import CONFIRMED_AND_AFTER, LOST, State
from mpwizard.records import ProofKind
from mpwizard.texts import option_texts
from mpwizard.wizard.flow import FLOW, STEPS, Standing, before, path, resume_at, standings
from tests.desk.answers import WAYS, at, steps_asked, surroundings

Way = tuple[EntityType, Method | None]
each_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: "-".join(str(part) for part in way if part))
PROVEN = frozenset(ProofKind)


@each_way
def test_each_entity_type_has_its_path(way: Way) -> None:
    """An individual is the administrator: there is no entity to describe and none to verify."""
    assert [step.key for step in path(surroundings(*way))] == steps_asked(way[0])


def test_before_a_type_is_chosen_every_step_lies_ahead() -> None:
    """Nobody is told of fewer steps than they may have to take."""
    assert len(path(surroundings(entity_type={"type": ""}))) == len(FLOW)


@each_way
@pytest.mark.parametrize("state", State)
def test_at_most_one_step_is_open(way: Way, state: State) -> None:
    """The rail has one way on; after an end without an account there is none."""
    for context in (surroundings(*way), surroundings(*way, proofs=PROVEN), replace(surroundings(*way), draft={})):
        found = standings(context, state)
        assert list(found) == [step.key for step in FLOW]
        assert list(found.values()).count(Standing.OPEN) <= (0 if state in LOST else 1)
        left_out = {key for key, standing in found.items() if standing is Standing.NOT_APPLICABLE}
        assert left_out == {step.key for step in FLOW if not step.applies(context)}


@each_way
def test_a_draft_alone_carries_no_further_than_the_mailbox(way: Way) -> None:
    """However much was typed ahead, the platform has to answer first."""
    assert resume_at(surroundings(*way), State.DRAFT) == "credentials"
    assert resume_at(surroundings(*way), State.AWAITING_ACTIVATION) == "activation"


@each_way
def test_after_activation_the_first_undone_step_is_opened(way: Way) -> None:
    """With everything typed only the proofs are missing; with those, only the deliberate act."""
    assert resume_at(surroundings(*way), State.ACTIVATED) == "administrator"
    assert resume_at(surroundings(*way, proofs=frozenset({ProofKind.MOBILE})), State.ACTIVATED) == "administrator"
    assert resume_at(surroundings(*way, proofs=PROVEN), State.ACTIVATED) == "confirmation"


@each_way
def test_once_confirmed_every_earlier_step_stays_done(way: Way) -> None:
    """Even a rule table that grew stricter since cannot open what is final."""
    empty = surroundings(*way, entity={"name": ""}, administrator={"name": ""})
    for state in CONFIRMED_AND_AFTER - LOST:
        found = standings(empty, state)
        assert {key for key, standing in found.items() if standing is Standing.OPEN} <= {"completion"}
    assert standings(empty, State.REGISTERED)["completion"] is Standing.DONE
    assert standings(empty, State.FAILED)["completion"] is Standing.BLOCKED


@pytest.mark.parametrize(
    ("step", "steps"),
    [
        ("entity_type", at("entity_type", "type", "")),
        ("entity", at("entity", "code", "91110000109Y03WY53")),
        ("verification", at("verification", "bank_account", "")),
        ("administrator", at("administrator", "mobile", "1")),
    ],
)
def test_a_step_made_wrong_again_is_where_to_go_on(step: str, steps: dict[str, Any]) -> None:
    """Coming back and breaking an answer takes the way on with it, and the way back is one look at the rail."""
    context = surroundings(proofs=PROVEN, **steps)
    assert resume_at(context, State.ACTIVATED) == step
    assert standings(context, State.ACTIVATED)["confirmation"] is Standing.BLOCKED


@pytest.mark.parametrize("chosen", [each for each in AccountType if each is not AccountType.MINI_PROGRAM])
def test_an_account_registered_elsewhere_leads_nowhere_here(chosen: AccountType) -> None:
    """Choosing it is no mistake in the form, and yet no Mini Program may come of it."""
    context = surroundings(account_type={"type": str(chosen)})
    found = standings(context, State.DRAFT)
    assert found["account_type"] is Standing.OPEN
    assert found["credentials"] is Standing.BLOCKED


@pytest.mark.parametrize("entity_type", [EntityType.GOVERNMENT, EntityType.MEDIA, EntityType.OTHER])
def test_a_step_without_a_question_is_still_shown_once(entity_type: EntityType) -> None:
    """It says why there is no choice; who never saw it does not know what is coming."""
    context = surroundings(entity_type)
    unseen = {step: values for step, values in context.draft.items() if step != "verification"}
    assert resume_at(replace(context, draft=unseen), State.ACTIVATED) == "verification"
    assert resume_at(context, State.ACTIVATED) == "administrator"


def test_one_time_codes_do_not_make_a_step_undone() -> None:
    """They are kept nowhere: on coming back the step is as done as it was."""
    context = surroundings(by_hand=True, proofs=PROVEN, confirmation={"last_four": ""})
    assert standings(context, State.ACTIVATED)["administrator"] is Standing.DONE


def test_before_a_step_come_only_those_that_apply() -> None:
    """An individual is not kept from the administrator by an entity that is never asked."""
    individual = surroundings(EntityType.INDIVIDUAL)
    assert [step.key for step in before("administrator", individual)] == [
        "account_type",
        "credentials",
        "activation",
        "entity_type",
    ]
    assert before("account_type", individual) == ()


def test_every_step_names_what_the_desk_asks_for() -> None:
    """The next action is told in words; a step without them would stand on the desk as a bare key."""
    assert {f"next.{step.to_do}" for step in FLOW} <= option_texts().keys()
    assert len(STEPS) == len(FLOW)

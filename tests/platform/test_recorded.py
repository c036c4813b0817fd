"""The real platform as it is recorded: silent, and in each stage only so much can have been answered."""

from __future__ import annotations

import pytest

from mpwizard.domain import EntityType, Kind, Method
from mpwizard.lifecycle import REGISTRATION, Event, State
from mpwizard.platform.port import SILENCE, Application
from mpwizard.platform.recorded import RecordedPlatform
from mpwizard.recordable import BY_EVENT, RECORDABLE, recordable
from mpwizard.records import AdministratorRecord
from mpwizard.texts import option_texts, refusals
from mpwizard.transitions import Actor
from tests.desk.answers import surroundings


def test_it_never_answers_by_itself() -> None:
    """Only an operator says what the real platform said."""
    platform = RecordedPlatform()
    application = Application(EntityType.INDIVIDUAL, None, "", AdministratorRecord("", "", ""))
    said = [
        platform.register("ops@example.com", ""),
        platform.resend(),
        platform.withdraw_address(),
        platform.activate(""),
        platform.send_mobile_code(""),
        platform.confirm_mobile("", ""),
        platform.accept(application),
        platform.news(),
    ]
    assert said == [SILENCE] * len(said)
    assert not platform.capabilities.keeps_time


def test_whatever_the_platform_or_the_clock_does_can_be_recorded() -> None:
    """A move without a way to record it would leave a real case stuck. How a verification ends is recorded in the
    console, where it is applied for."""
    late = {Event.TRANSFER_REFUSED, Event.ACTIVATION_REFUSED}
    in_console = {Event.VERIFICATION_PASSED, Event.VERIFICATION_REFUSED}
    of_platform = {
        (move.state, move.event)
        for move in REGISTRATION.transitions
        if move.by is not Actor.APPLICANT and move.event not in late | in_console and move.state is not State.DRAFT
    }
    assert of_platform <= {(each.state, each.event) for each in RECORDABLE}
    moves = {(move.state, move.event) for move in REGISTRATION.transitions}
    assert {(each.state, each.event) for each in RECORDABLE} <= moves
    assert len(BY_EVENT) == len(RECORDABLE)


@pytest.mark.parametrize(
    ("entity_type", "method", "event"),
    [
        (EntityType.INDIVIDUAL, None, Event.ENTITY_ACCEPTED),
        (EntityType.ENTERPRISE, Method.TRANSFER, Event.TRANSFER_REQUESTED),
        (EntityType.ENTERPRISE, Method.WECHAT_VERIFICATION, Event.VERIFICATION_REQUIRED),
        (EntityType.MEDIA, None, Event.VERIFICATION_REQUIRED),
    ],
)
def test_after_the_confirmation_one_answer_fits(
    entity_type: EntityType,
    method: Method | None,
    event: Event,
) -> None:
    """The way of verification decides what the platform can have said."""
    context = surroundings(entity_type, method, kind=Kind.RECORD)
    assert [each.event for each in recordable(State.CONFIRMED, context)] == [event]


def test_every_answer_has_its_words_and_its_reasons() -> None:
    """The modal lists them in the operator's language."""
    for each in RECORDABLE:
        assert f"event.{each.event}" in option_texts()
        assert set(each.refusals) <= refusals().keys()

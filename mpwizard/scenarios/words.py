"""Scenarios in the user's words: what a deed is called, what it met, what a step is about."""

from __future__ import annotations

from collections.abc import Iterator

from mpwizard.console.sections import ACTIONS
from mpwizard.i18n import say, tr
from mpwizard.rules.edition import load_edition
from mpwizard.scenarios.model import Deed, Scenario, Step
from mpwizard.scenarios.playing import Done
from mpwizard.tell import tell
from mpwizard.texts import refusal
from mpwizard.unattended_account import DESK_DEEDS, WORLD
from mpwizard.wizard.flow import STEPS
from mpwizard.world_actions import WORLD_ACTIONS

_BESIDE = {f"{WORLD}{action.key}": action.title for action in WORLD_ACTIONS}
_DONE, _BY_OTHERS = "✓", "·"


def deed_words(deed: Deed) -> str:
    """What is done, in one line."""
    if deed.send:
        return tr("Have the SMS code sent") if deed.send == "mobile_code" else tr("Have the mail sent again")
    if deed.submit:
        return tr("Hand in: {step}", step=tr(STEPS[deed.submit].title))
    if deed.save:
        return tr("Fill in: {step}", step=tr(STEPS[deed.save].title))
    if deed.do in ACTIONS:
        return tr(ACTIONS[deed.do].title)
    return tr(_BESIDE[deed.do] if deed.do in _BESIDE else DESK_DEEDS[deed.do][0])


def done_lines(done: Done) -> Iterator[str]:
    """What was done, and below it the refusal that it met."""
    yield f"{_BY_OTHERS if done.deed.by_others else _DONE} {deed_words(done.deed)}"
    if done.met is not None:
        yield f"  ✗ {tell(done.met).line}"


def about_lines(scenario: Scenario, step: Step) -> Iterator[str]:
    """The rules and refusals that a step is about: each with its own words, which stand elsewhere."""
    for key in step.rules:
        rule = load_edition(scenario.setup.edition).rule(key)
        yield f"{key}: {say(rule.about)}"
    for key in step.refusals:
        entry = refusal(key)
        yield f"{entry.code}: {say(entry.why)}"

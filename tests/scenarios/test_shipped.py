"""Every shipped scenario is played to its expected end, and can be read by whoever it is for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mpwizard.desk import Desk
from mpwizard.domain import EntityType
from mpwizard.scenarios.checking import is_done, progress
from mpwizard.scenarios.model import Scenario
from mpwizard.scenarios.playing import Player, set_up
from mpwizard.scenarios.reading import found, read

NAMES = [each.name for each in found()]
# What a class has to meet, besides every entity type to the end.
WANTED = {
    "transfer-too-late",
    "transfer-wrong-sum",
    "transfer-wrong-payer",
    "verification-returned-twice",
    "name-refused",
    "category-papers",
    "test-account",
    "review-refused-thrice",
    "linked-everywhere",
    "wecom-wrong-scan",
    "find-the-mistakes",
}
HAN = re.compile(r"[\u4e00-\u9fff]")

each_scenario = pytest.mark.parametrize("scenario", [read(name) for name in NAMES], ids=NAMES)


@each_scenario
def test_a_scenario_plays_to_its_expected_end(scenario: Scenario, desk: Desk, tmp_path: Path) -> None:
    """Each step is open before its solution and done after it, by the use-cases that everybody uses."""
    player = Player(desk, scenario, tmp_path, set_up(desk, scenario, tmp_path))
    for number, step in enumerate(scenario.steps):
        list(player.begin(step))
        assert not is_done(step, desk.view(player.case_id)), step.key
        assert progress(scenario, desk.view(player.case_id)).current is step
        list(player.solve(step))
        assert len(progress(scenario, desk.view(player.case_id)).done) == number + 1
    player.end()
    assert progress(scenario, desk.view(player.case_id)).finished


def test_every_branch_a_class_needs_is_there() -> None:
    """Every entity type to the end, and whatever goes wrong on the way."""
    to_the_end = {kind.value.replace("_", "-") for kind in EntityType}
    assert to_the_end | WANTED == set(NAMES)


@each_scenario
def test_a_scenario_speaks_both_languages(scenario: Scenario) -> None:
    """One language in each text; Chinese without spaces, at which lines would break."""
    texts = [scenario.title, scenario.about]
    texts += [words for step in scenario.steps for words in (step.title, step.cue, step.hint)]
    for words in texts:
        assert HAN.search(words.zh)
        assert " " not in words.zh
        assert not HAN.search(words.en)


@each_scenario
def test_no_cue_repeats_a_figure_of_the_rules(scenario: Scenario) -> None:
    """A rule is named by its id: the table alone says how many days, fen and characters."""
    for step in scenario.steps:
        for words in (step.title, step.cue, step.hint):
            assert not re.search(r"\d", words.en + words.zh)


def test_five_fields_are_wrong_where_mistakes_are_to_be_found() -> None:
    """As many as the exercise asks to find."""
    scenario = read("find-the-mistakes")
    assert len(scenario.setup.wrong) == 5
    assert [place for step in scenario.steps for place in step.check.right] == list(scenario.setup.wrong)

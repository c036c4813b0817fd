"""`practice generate`, as a script and as somebody at a terminal meet it."""

from __future__ import annotations

import json
import sys

import pytest

from mpwizard.synthetic_desk import generating
from mpwizard.synthetic_desk.player import PASSWORD
from mpwizard.synthetic_desk.templates import Template
from tests.cli.answers import Command
from tests.cli.conftest import command

__all__ = ["command"]


@pytest.fixture(autouse=True)
def _played_before(templates: tuple[Template, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generating, "played", lambda: templates)


def test_what_was_made_is_one_object(command: Command) -> None:
    """Nothing else is on standard output, and nobody is shown how far it is."""
    ran = command("practice", "generate", "--cases", 20, "--seed", 4, "--json")
    made = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert set(made) == {"cases", "archived", "seed", "first", "last", "password"}
    assert (made["cases"], made["seed"], made["password"]) == (20, 4, PASSWORD)
    listed = {each["case"] for each in json.loads(command("list", "--json").out)["cases"]}
    assert made["last"] in listed
    assert command("show", made["first"]).code == 0


def test_what_was_made_is_told_in_words(command: Command) -> None:
    """With the password, which nobody can read anywhere else."""
    ran = command("practice", "generate", "--cases", 3)
    assert ran.code == 0
    assert "3 practice cases: MP-" in ran.out
    assert PASSWORD in ran.out


def test_on_a_terminal_it_tells_how_far_it_is(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """And wipes that when all is done."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    ran = command("practice", "generate", "--cases", 3)
    assert "\r0 of 3 cases\r3 of 3 cases\r\x1b[K" in ran.err


def test_record_cases_are_not_buried_unasked(command: Command) -> None:
    """The exit code says that a rule said no; `--yes` lifts it."""
    from mpwizard.bootstrap import open_desk
    from mpwizard.domain import Kind

    desk = open_desk()
    desk.create(Kind.RECORD)
    desk.close()
    refused = command("practice", "generate", "--cases", 3, "--json")
    assert refused.code == 3
    assert json.loads(refused.out)["problems"][0]["code"] == "U-960"
    assert command("practice", "generate", "--cases", 3, "--yes").code == 0


@pytest.mark.parametrize("cases", ["0", "1000001", "many"])
def test_how_many_is_a_number_that_a_desk_can_hold(command: Command, cases: str) -> None:
    """Told as every wrong command line is."""
    assert command("practice", "generate", "--cases", cases).code == 2

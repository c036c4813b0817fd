"""`mpwizard doctor`: everything that is wrong is found, and nothing is changed by looking."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mpwizard.bootstrap import open_desk
from mpwizard.case_query import CaseQuery
from mpwizard.lifecycle import Event
from mpwizard.settings import load_settings
from tests.cli.answers import Command, Ran


def looked(ran: Ran) -> dict[str, dict[str, Any]]:
    """The findings by key."""
    return {each["key"]: each for each in ran.json["findings"]}


def test_looking_at_a_new_installation_makes_nothing(command: Command, own_folders: Path) -> None:
    """Whoever only looks must not find a database afterwards."""
    ran = command("doctor", "--json")
    assert ran.code == 0
    assert not own_folders.exists()
    assert {"program", "libraries", "sqlite", "terminal", "settings", "database", "mail"} <= looked(ran).keys()


def test_keys_stay_the_same_in_every_language(command: Command) -> None:
    """Scripts look for them."""
    chinese, english = (looked(command("doctor", "--json", "--lang", language)) for language in ("zh", "en"))
    assert chinese.keys() == english.keys()
    assert chinese["database"]["name"] != english["database"]["name"]


def test_a_sound_database_is_counted(command: Command, register: Command) -> None:
    """The quickest sign that it is the right one; what lies in the archive is in it as well."""
    register()
    register(credentials={"email": "second@example.com"})
    desk = open_desk(load_settings())
    first = desk.listed.page(CaseQuery()).rows[0].record
    with desk.working(first.id) as work:
        work.on_the_desk(Event.ARCHIVED, note={}, archived=True)
    assert len(desk.listed.page(CaseQuery()).rows) == 1
    desk.close()
    found = looked(command("doctor", "--json"))
    assert found["database"]["good"]
    assert found["key"]["good"]
    assert "cases: 2" in found["database"]["found"]


@pytest.mark.parametrize("file", ["data/desk.db", "config/key"])
def test_files_that_others_can_read_are_found(command: Command, own_folders: Path, file: str) -> None:
    """Personal data of strangers lie in one, and what opens them in the other."""
    command("list")
    (own_folders / file).chmod(0o644)
    assert command("doctor").code == 3


def test_a_settings_file_with_a_mail_server_is_for_its_owner_alone(command: Command, own_folders: Path) -> None:
    """The URL may hold a password."""
    path = own_folders / "config" / "settings.toml"
    path.parent.mkdir(parents=True)
    path.write_text('smtp_url = "smtp://user:word@localhost:25"', encoding="utf-8")
    path.chmod(0o644)
    assert looked(command("doctor", "--json"))["settings"]["good"] is False
    path.chmod(0o600)
    assert looked(command("doctor", "--json"))["settings"]["good"] is None


def test_a_variable_that_looks_like_a_setting_is_told(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Misspelt in the environment, it would be passed over in silence."""
    monkeypatch.setenv("MPWIZARD_SMPT_URL", "smtp://localhost")
    found = looked(command("doctor", "--json"))["settings"]
    assert found["good"] is False
    assert "MPWIZARD_SMPT_URL" in found["advice"]


@pytest.mark.parametrize(("columns", "lines", "good"), [("80", "24", True), ("79", "60", False), ("200", "23", False)])
def test_a_terminal_too_small_is_told(
    command: Command, monkeypatch: pytest.MonkeyPatch, columns: str, lines: str, good: bool
) -> None:
    """The desk works there, but not well."""
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("LINES", lines)
    assert looked(command("doctor", "--json"))["terminal"]["good"] is good

"""The program with a team's server set: the same commands, and never a word of the password."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mpwizard.problems import Trouble
from mpwizard.settings import load_settings
from tests.cli.answers import Command
from tests.cli.test_doctor import looked
from tests.postgres import Server, postgres

__all__ = ["postgres"]

SECRET = "s3cret"


@pytest.fixture
def url(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty database, set for this test; its server asks nobody for the password."""
    made = postgres.create()
    monkeypatch.setenv("MPWIZARD_DATABASE_URL", made.replace("tester@", f"tester:{SECRET}@"))
    yield made
    postgres.drop(made)


@pytest.mark.usefixtures("url")
def test_cases_are_kept_on_the_server(command: Command, register: Command, own_folders: Path) -> None:
    """And nowhere else: a file beside it would be a second desk. A home of another machine finds them with the key."""
    ran = register()
    reference = ran.json["case"]
    assert [case["case"] for case in command("list", "--json").json["cases"]] == [reference]
    assert command("show", reference).code == 0
    assert not list(own_folders.rglob("*.db"))
    (own_folders / "config" / "key").unlink()
    assert "U-510" in command("list").err


def test_the_doctor_says_which_server_it_is(command: Command, register: Command, url: str, own_folders: Path) -> None:
    """By host and name; and makes nothing where there is nothing."""
    empty = looked(command("doctor", "--json"))["database"]
    name = url.rpartition("/")[2].partition("?")[0]
    assert (empty["good"], name in empty["found"]) == (None, True)
    assert not own_folders.exists()
    register()
    ran = command("doctor", "--json")
    found = looked(ran)["database"]
    assert found["good"]
    assert name in found["found"]
    assert "cases: 1" in found["found"]
    assert SECRET not in ran.out + ran.err


def test_a_server_that_is_not_there_is_told(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a code to look up; the doctor goes on to what else there is."""
    monkeypatch.setenv("MPWIZARD_DATABASE_URL", f"postgresql://ann:{SECRET}@127.0.0.1:1/desk")
    ran = command("list")
    assert (ran.code != 0, "U-507" in ran.err, "127.0.0.1/desk" in ran.err) == (True, True, True)
    doctor = command("doctor", "--json")
    assert looked(doctor)["database"]["good"] is False
    assert "mail" in looked(doctor)
    assert SECRET not in ran.out + ran.err + doctor.out + doctor.err


def test_a_missing_driver_is_told(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not installed with the program; what to install is said."""
    monkeypatch.setenv("MPWIZARD_DATABASE_URL", "postgresql://localhost/desk")
    for name in [name for name in sys.modules if name.startswith("mpwizard.store.postgres")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "U-509" in command("list").err


@pytest.mark.parametrize("url", ["mysql://localhost/desk", "postgresql://localhost", "desk"])
def test_what_is_no_url_of_a_database_is_told(command: Command, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """By the name of the setting: what it says is nobody's to repeat."""
    monkeypatch.setenv("MPWIZARD_DATABASE_URL", url)
    ran = command("list")
    assert "U-524" in ran.err
    assert "database_url" in ran.err
    assert url not in ran.err


def test_an_empty_url_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """`MPWIZARD_DATABASE_URL=` in a script means the file again."""
    monkeypatch.setenv("MPWIZARD_DATABASE_URL", "")
    assert load_settings().database_url is None


def test_a_settings_file_with_a_server_is_for_its_owner_alone(command: Command, own_folders: Path) -> None:
    """The URL may hold a password."""
    path = own_folders / "config" / "settings.toml"
    path.parent.mkdir(parents=True)
    path.write_text('database_url = "postgresql://127.0.0.1:1/desk"', encoding="utf-8")
    path.chmod(0o644)
    assert looked(command("doctor", "--json"))["settings"]["good"] is False


def test_a_misspelt_setting_does_not_show_the_url(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the trouble nor the settings themselves, whoever prints them."""
    monkeypatch.setenv("MPWIZARD_DATABASE_URL", f"postgresql://ann:{SECRET}@localhost/desk")
    assert SECRET not in repr(load_settings())
    (own_folders / "config").mkdir(parents=True)
    (own_folders / "config" / "settings.toml").write_text(f'database_ur = "{SECRET}"', encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        load_settings()
    assert SECRET not in f"{caught.value!r} {caught.value.values}"

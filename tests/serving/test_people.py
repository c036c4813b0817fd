"""The accounts of a served desk, and the server's key."""

from __future__ import annotations

from pathlib import Path

import asyncssh
import pytest

from mpwizard.problems import Refused, Trouble
from mpwizard.serving.people import People, Person, Role
from mpwizard.serving.serve_settings import ServeSettings
from mpwizard.ssh.host_key import host_key

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPractice 练习电脑"
PASSWORD = "练习口令-correct-horse"


@pytest.fixture
def people(tmp_path: Path) -> People:
    """No account yet."""
    return People(tmp_path / "config/people.toml")


def test_an_account_is_kept_with_its_keys_and_the_hash_of_its_password(people: People, tmp_path: Path) -> None:
    """Another program reads the same; the password itself is nowhere."""
    people.add("bob", Role.TRAINEE)
    people.add_key("bob", KEY)
    people.add_key("bob", KEY)
    people.set_password("bob", PASSWORD)
    path = tmp_path / "config/people.toml"
    again = People(path).find("bob")
    assert again is not None
    assert (again.role, again.keys, again.password[:9]) == (Role.TRAINEE, (KEY,), "$argon2id")
    assert PASSWORD not in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o077 == 0
    assert people.knows_password("bob", PASSWORD)
    people.set_password("bob", "")
    assert not people.knows_password("bob", "")
    assert not people.knows_password("nobody", PASSWORD)


def test_what_another_program_changes_is_seen(people: People, tmp_path: Path) -> None:
    """The file is read again when it has changed."""
    people.add("bob", Role.TRAINEE)
    assert people.all() == (Person("bob", Role.TRAINEE),)
    People(tmp_path / "config/people.toml").remove("bob")
    assert people.all() == ()


@pytest.mark.parametrize("name", ["", "Bob", "../bob", "a b", "watch+ann", "b" * 33, "练习", "1bob", "bob\n", "guest"])
def test_a_name_is_of_a_few_signs(people: People, name: str) -> None:
    """It becomes a folder's."""
    with pytest.raises(Refused) as refused:
        people.add(name, Role.TRAINEE)
    assert refused.value.refusal.key == "person_name_wrong"


def test_a_name_is_given_once_and_has_to_be_there(people: People) -> None:
    """Each refusal says which."""
    people.add("bob", Role.TRAINEE)
    with pytest.raises(Refused, match="person_exists"):
        people.add("bob", Role.TRAINER)
    for act in (
        lambda: people.remove("cai"),
        lambda: people.add_key("cai", KEY),
        lambda: people.set_password("cai", "x"),
    ):
        with pytest.raises(Refused, match="person_unknown"):
            act()


def test_a_password_is_as_long_as_a_class_code(people: People) -> None:
    """A shorter one is refused and the old one stays; an empty one takes it away."""
    people.add("bob", Role.TRAINEE)
    people.set_password("bob", "12345678")
    with pytest.raises(Refused, match="serve_password_short"):
        people.set_password("bob", "1234567")
    assert people.knows_password("bob", "12345678")
    people.set_password("bob", "")
    assert not people.knows_password("bob", "12345678")


@pytest.mark.parametrize(
    "text",
    ["[bob]", "[bob]\nrole = 'king'", "[Bob]\nrole = 'trainee'", "[bob]\nrole = 'trainee'\nrights = 1", "bob", "\xff"],
)
def test_a_file_that_cannot_be_read_is_no_empty_one(people: People, tmp_path: Path, text: str) -> None:
    """Nobody loses their account because of a slip."""
    path = tmp_path / "config/people.toml"
    path.parent.mkdir()
    path.write_text(text, encoding="latin-1")
    with pytest.raises(Trouble) as trouble:
        people.all()
    assert trouble.value.key == "people_file_wrong"


def test_the_host_key_is_made_once_and_nobody_else_reads_it(tmp_path: Path) -> None:
    """Never made anew in silence; the server does not start with one that others can read."""
    path = tmp_path / "config/host_key"
    first = host_key(path)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    assert host_key(path).get_fingerprint() == first.get_fingerprint()
    path.chmod(0o640)
    with pytest.raises(Trouble, match="host_key_open"):
        host_key(path)
    path.chmod(0o600)
    path.write_text("no key", encoding="utf-8")
    with pytest.raises(Trouble, match="host_key_wrong"):
        host_key(path)
    assert path.read_text(encoding="utf-8") == "no key"


def test_settings_are_checked_as_they_are_read(tmp_path: Path) -> None:
    """A slip is named; what is not said is as usual."""
    path = tmp_path / "serve.toml"
    assert ServeSettings.read(path).host == "127.0.0.1"
    path.write_text("port = 2022\n[limits]\nsessions = 3\n", encoding="utf-8")
    read = ServeSettings.read(path)
    assert (read.port, read.limits.sessions, read.limits.tries) == (2022, 3, 6)
    for text, name in (("port = 99999", "port"), ("[limits]\nsession = 3", "limits.session"), ("hots = 1", "hots")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(Trouble) as trouble:
            ServeSettings.read(path)
        assert (trouble.value.key, trouble.value.values["name"]) == ("settings_wrong", name)


def test_asyncssh_reads_what_the_accounts_keep() -> None:
    """A line of the file is a line of `authorized_keys`."""
    line = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode().strip()
    assert (
        asyncssh.import_authorized_keys(line).validate(asyncssh.import_public_key(line), "127.0.0.1", "127.0.0.1") == {}
    )

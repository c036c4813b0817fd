"""Settings: the environment over the file over defaults, and no name that means nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from mpwizard.problems import Trouble
from mpwizard.settings import load_settings
from tests.cli.answers import Command


@pytest.fixture
def settings_file(own_folders: Path) -> Path:
    """Where the settings file of this test belongs."""
    path = own_folders / "config" / "settings.toml"
    path.parent.mkdir(parents=True)
    return path


def test_without_a_file_defaults_hold(own_folders: Path) -> None:
    """Nothing to configure: the program runs as it comes."""
    settings = load_settings()
    assert settings.database_path == own_folders / "data" / "desk.db"
    assert settings.key_path == own_folders / "config" / "key"
    assert settings.smtp_url is None


def test_a_home_holds_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A trial or a portable desk leaves nothing elsewhere."""
    monkeypatch.setenv("MPWIZARD_HOME", str(tmp_path / "elsewhere"))
    settings = load_settings()
    for folder in (settings.config_folder, settings.data_folder, settings.state_folder):
        assert folder.is_relative_to(tmp_path / "elsewhere")


def test_the_environment_comes_first(settings_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said for one run outweighs what is written down."""
    settings_file.write_text('operator = "in the file"\nmail_from = "desk@example.com"', encoding="utf-8")
    assert load_settings().operator_name == "in the file"
    monkeypatch.setenv("MPWIZARD_OPERATOR", "for this run")
    settings = load_settings()
    assert (settings.operator_name, settings.mail_from) == ("for this run", "desk@example.com")


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch, own_folders: Path) -> None:
    """`MPWIZARD_DATABASE=` in a script means that nothing is set, not the current folder."""
    monkeypatch.setenv("MPWIZARD_DATABASE", "")
    monkeypatch.setenv("MPWIZARD_SMTP_URL", "")
    settings = load_settings()
    assert settings.database_path.is_relative_to(own_folders)
    assert settings.smtp_url is None


def test_paths_do_not_move_with_the_folder_one_is_in(
    settings_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise every folder would have a desk of its own."""
    settings_file.write_text('database = "~/desk.db"\nkey_file = "key"', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    assert settings.database_path == Path.home() / "desk.db"
    assert settings.key_path == tmp_path / "key"


@pytest.mark.parametrize(
    ("content", "key", "name"),
    [
        ('smpt_url = "smtp://localhost"', "setting_unknown", "smpt_url"),
        ("[mail]\nfrom = 1", "setting_unknown", "mail"),
        ('home = "x"', "setting_unknown", "home"),
        ("operator = 1", "settings_wrong", "operator"),
        ("database = []", "settings_wrong", "database"),
    ],
)
def test_what_is_no_setting_is_refused_by_its_name(
    settings_file: Path, command: Command, content: str, key: str, name: str
) -> None:
    """A misspelt setting that is passed over in silence is found weeks later."""
    settings_file.write_text(content, encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        load_settings()
    assert (caught.value.key, caught.value.values) == (key, {"name": name})
    assert command("list").code == 1


@pytest.mark.parametrize("content", [b"operator = ", b"operator = '\xff'", b"x = " + b"[" * 100_000, None])
def test_a_file_that_cannot_be_read_is_told(settings_file: Path, command: Command, content: bytes | None) -> None:
    """Its path, because it is mended there; `doctor` says the same and goes on."""
    if content is None:
        settings_file.mkdir()
    else:
        settings_file.write_bytes(content)
    ran = command("list", "--json")
    assert (ran.code, ran.codes) == (1, ["U-526"])
    assert str(settings_file) in ran.err
    assert command("doctor").code == 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("smtp_url", "https://localhost"),
        ("smtp_url", "smtp://"),
        ("smtp_url", "smtp://localhost:99999"),
        ("smtp_url", "smtp://localhost:port"),
        ("smtp_url", "smtp://[::1"),
        ("mail_from", "desk@example.com\nBcc: all@example.com"),
        ("mail_from", "nobody"),
        ("mail_from", "a@example.com, b@example.com"),
    ],
)
def test_a_mail_server_or_sender_that_is_none_is_told_at_the_start(
    command: Command, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """Not when the first mail is due, and without the URL, which may hold a password."""
    monkeypatch.setenv("MPWIZARD_SMTP_URL", "smtp://user:Geheim-4711@localhost:25")
    monkeypatch.setenv(f"MPWIZARD_{name.upper()}", value)
    ran = command("list", "--json")
    assert (ran.code, ran.codes) == (1, ["U-524"])
    assert name in ran.err
    assert value not in ran.err
    examined = command("doctor", "--json")
    assert (examined.code, "Geheim-4711" in examined.out) == (3, False)

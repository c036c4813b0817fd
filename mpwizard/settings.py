"""Where files live and what is set: environment, then the settings file, then defaults. Read once, at the start."""

from __future__ import annotations

import getpass
from functools import partial
from pathlib import Path

from platformdirs import user_config_path, user_data_path, user_state_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from mpwizard.problems import Trouble
from mpwizard.text import clean

APP = "mpwizard"
SETTINGS_FILE = "settings.toml"


class Settings(BaseSettings):
    """What an installation can set, each as `MPWIZARD_<NAME>` or in `settings.toml` of the configuration folder.

    `home` puts configuration, data and state under one folder (for tests, trials and portable desks).
    """

    model_config = SettingsConfigDict(env_prefix="MPWIZARD_", extra="forbid", hide_input_in_errors=True)

    home: Path | None = None
    database: Path | None = None
    key_file: Path | None = None
    operator: str = ""
    smtp_url: SecretStr | None = Field(default=None, description="smtps://user:password@host:465 or smtp://host:587")
    mail_from: str = "mpwizard@localhost"

    @property
    def config_folder(self) -> Path:
        """Where the key and the settings file are."""
        return self.home / "config" if self.home else user_config_path(APP)

    @property
    def data_folder(self) -> Path:
        """Where the database is."""
        return self.home / "data" if self.home else user_data_path(APP)

    @property
    def state_folder(self) -> Path:
        """Where crash reports go."""
        return self.home / "state" if self.home else user_state_path(APP)

    @property
    def database_path(self) -> Path:
        """The embedded database."""
        return self.database or self.data_folder / "desk.db"

    @property
    def key_path(self) -> Path:
        """The key that opens the encrypted values: kept apart from the database."""
        return self.key_file or self.config_folder / "key"

    @property
    def operator_name(self) -> str:
        """Who works here: as set, else as the system knows them."""
        return clean(self.operator or _login(), 40)


def load_settings() -> Settings:
    """The settings of this start.

    Raises:
        Trouble: `settings_wrong`, naming the setting.
    """
    try:
        folder = Settings().config_folder
        source = partial(TomlConfigSettingsSource, toml_file=folder / SETTINGS_FILE)
        return _reading(source)()
    except ValidationError as error:
        name = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise Trouble("settings_wrong", {"name": name}) from None
    except ValueError:
        raise Trouble("settings_wrong", {"name": SETTINGS_FILE}) from None


def _reading(source: partial[TomlConfigSettingsSource]) -> type[Settings]:
    class FromFile(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            del dotenv_settings, file_secret_settings
            return (init_settings, env_settings, source(settings_cls))

    return FromFile


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "operator"

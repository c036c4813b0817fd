"""Where files live and what is set: environment, then the settings file, then defaults. Read once, at the start."""

from __future__ import annotations

import getpass
import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_config_path, user_data_path, user_state_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from mpwizard.problems import Trouble
from mpwizard.text import clean

APP = "mpwizard"
SETTINGS_FILE = "settings.toml"

_PREFIX = "MPWIZARD_"
# Settings of the session rather than of the installation, read where the language is chosen.
_ELSEWHERE = frozenset({"MPWIZARD_LANG"})


class Settings(BaseSettings):
    """What an installation can set, each as `MPWIZARD_<NAME>` or in `settings.toml` of the configuration folder.

    `home` puts configuration, data and state under one folder (for tests, trials and portable desks); it says where
    the settings file is and so cannot stand in it.
    """

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_ignore_empty=True, extra="forbid", hide_input_in_errors=True
    )

    home: Path | None = None
    database: Path | None = None
    database_url: SecretStr | None = Field(default=None, description="postgresql://user:password@host:5432/name")
    key_file: Path | None = None
    operator: str = ""
    smtp_url: SecretStr | None = Field(default=None, description="smtps://user:password@host:465 or smtp://host:587")
    mail_from: str = "mpwizard@localhost"

    @field_validator("home", "database", "key_file")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        # A path that moved with the current folder would open another desk in every folder.
        return None if path is None else path.expanduser().absolute()

    @field_validator("smtp_url", "database_url")
    @classmethod
    def _nothing_is_none(cls, url: SecretStr | None) -> SecretStr | None:
        return url if url is not None and url.get_secret_value() else None

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
        return self.home / "state" if self.home else default_state_folder()

    @property
    def settings_path(self) -> Path:
        """The settings file, which need not exist."""
        return self.config_folder / SETTINGS_FILE

    @property
    def database_path(self) -> Path:
        """The embedded database; where a server has the data instead, its folder holds what lies beside them."""
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
        Trouble: `settings_wrong`, naming the setting, `setting_unknown`, naming what is none, or `settings_file_wrong`.
    """
    try:
        path = Settings().settings_path
        return _with_file(_document(path))()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        raise Trouble(
            "setting_unknown" if first["type"] == "extra_forbidden" else "settings_wrong", {"name": name}
        ) from None
    except RuntimeError:
        # The home folder of a path with `~` is nobody's.
        raise Trouble("settings_wrong", {"name": "~"}) from None


def unknown_variables(environment: Iterable[str] = os.environ) -> tuple[str, ...]:
    """Environment variables that look like settings and are none."""
    known = {f"{_PREFIX}{name}".upper() for name in Settings.model_fields} | _ELSEWHERE
    return tuple(sorted(name for name in environment if name.upper().startswith(_PREFIX) and name.upper() not in known))


def default_state_folder() -> Path:
    """Where crash reports go unless a home is set."""
    return user_state_path(APP)


def _document(path: Path) -> Mapping[str, Any]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, RecursionError):
        raise Trouble("settings_file_wrong", {"path": str(path)}) from None
    if "home" in document:
        raise Trouble("setting_unknown", {"name": "home"})
    return document


def _with_file(document: Mapping[str, Any]) -> type[Settings]:
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
            return init_settings, env_settings, InitSettingsSource(settings_cls, dict(document))

    return FromFile


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "operator"

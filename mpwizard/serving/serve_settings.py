"""What an administrator of a served desk can set, in `serve.toml` of the configuration folder: one readable file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mpwizard.problems import Trouble

SERVE_FILE = "serve.toml"


class Limits(BaseModel):
    """How much of everything. Refusals say which limit was met."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    connections: int = Field(default=50, ge=1, le=1000, description="open connections, whoever they are")
    unknown_per_address: int = Field(default=8, ge=1, le=1000, description="connections of one address before login")
    tries: int = Field(default=6, ge=1, le=20, description="keys and passwords tried in one connection")
    sessions: int = Field(default=20, ge=1, le=500)
    sessions_per_person: int = Field(default=2, ge=1, le=10)
    viewers_per_session: int = Field(default=30, ge=0, le=500)
    login_seconds: int = Field(default=30, ge=5, le=120)
    keepalive_seconds: int = Field(default=15, ge=1, le=120)
    resume_minutes: float = Field(default=10, ge=0, le=24 * 60, description="how long a session waits for its owner")
    memory_megabytes: int = Field(default=2048, ge=512, le=65_536, description="address space of one session")


class ServeSettings(BaseModel):
    """Where the server listens, and its limits."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8022, ge=0, le=65_535)
    exercise: str = Field(default="", max_length=60, description="the scenario that trainees find; empty for the desk")
    limits: Limits = Limits()

    @classmethod
    def read(cls, path: Path) -> Self:
        """The settings of a file; the usual ones where there is none.

        Raises:
            Trouble: `settings_file_wrong`, or `settings_wrong`, naming the setting.
        """
        try:
            return cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return cls()
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise Trouble("settings_wrong", {"name": ".".join(map(str, first["loc"]))}) from None
        except (OSError, ValueError, RecursionError):
            raise Trouble("settings_file_wrong", {"path": str(path)}) from None

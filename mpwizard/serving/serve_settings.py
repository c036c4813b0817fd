"""What an administrator of a served desk can set, in `serve.toml` of the configuration folder: one readable file."""

from __future__ import annotations

import ipaddress
import tomllib
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mpwizard.problems import Refused, Trouble
from mpwizard.serving.people import Role

SERVE_FILE = "serve.toml"
_OTHERS = 0o077


class Limits(BaseModel):
    """How much of everything. Refusals say which limit was met."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    connections: int = Field(default=50, ge=1, le=1000, description="open connections, whoever they are")
    unknown_per_address: int = Field(default=8, ge=1, le=1000, description="connections of one address before login")
    connections_per_minute: int = Field(default=60, ge=1, le=10_000, description="of one address; as many at once")
    tries: int = Field(default=6, ge=1, le=20, description="keys and passwords tried in one connection")
    sessions: int = Field(default=20, ge=1, le=500)
    starts_at_once: int = Field(default=4, ge=1, le=100, description="programs that load; others wait for their turn")
    sessions_per_person: int = Field(default=2, ge=1, le=10)
    viewers_per_session: int = Field(default=30, ge=0, le=500)
    login_seconds: int = Field(default=30, ge=5, le=120)
    keepalive_seconds: int = Field(default=15, ge=1, le=120)
    resume_minutes: float = Field(default=10, ge=0, le=24 * 60, description="how long a session waits for its owner")
    idle_minutes: float = Field(default=60, ge=0, le=7 * 24 * 60, description="without a key; 0 is for ever")
    watch_idle_minutes: float = Field(default=240, ge=0, le=7 * 24 * 60, description="the same for who looks on")
    session_hours: float = Field(default=12, ge=0, le=7 * 24, description="from its beginning; 0 is for ever")
    warning_seconds: float = Field(default=60, ge=0, le=600, description="said so long before a session is closed")
    memory_megabytes: int = Field(default=2048, ge=512, le=65_536, description="address space of one session")


class Sandboxes(BaseModel):
    """What a sandbox may grow to, and how long one is kept that nobody comes back to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    megabytes: int = Field(default=200, ge=10, le=1_000_000)
    days: int = Field(default=90, ge=0, le=10_000, description="without a login; 0 is for ever")


class Recordings(BaseModel):
    """Whose sessions are recorded from their beginning on; how large a recording may grow, how long it is kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    roles: frozenset[Role] = frozenset()
    megabytes: int = Field(default=50, ge=1, le=10_000)
    days: int = Field(default=30, ge=1, le=10_000)


class Guests(BaseModel):
    """Who comes with nothing but the class code: a sandbox for the time of their visit. None where there is no code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(default="", max_length=100, pattern=r"^(\S.{6,}\S)?$", repr=False)
    most: int = Field(default=20, ge=1, le=500, description="at once")
    from_anywhere: bool = Field(default=False, description="also where others than this machine can connect")


class ServeSettings(BaseModel):
    """Where the server listens, and its limits."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8022, ge=0, le=65_535)
    exercise: str = Field(default="", max_length=60, description="the scenario that trainees find; empty for the desk")
    limits: Limits = Limits()
    sandboxes: Sandboxes = Sandboxes()
    recordings: Recordings = Recordings()
    guests: Guests = Guests()

    @classmethod
    def read(cls, path: Path) -> Self:
        """The settings of a file; the usual ones where there is none.

        Raises:
            Trouble: `settings_file_wrong`, or `settings_wrong`, naming the setting; `serve_file_open` where others can
                read a class code in it.
        """
        try:
            found = cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
            if found.guests.code and path.stat().st_mode & _OTHERS:
                raise Trouble("serve_file_open", {"path": str(path)})
            return found
        except FileNotFoundError:
            return cls()
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise Trouble("settings_wrong", {"name": ".".join(map(str, first["loc"]))}) from None
        except (OSError, ValueError, RecursionError):
            raise Trouble("settings_file_wrong", {"path": str(path)}) from None

    def check(self) -> None:
        """Look whether all of it may be so together.

        Raises:
            Refused: `serve_guests_from_anywhere`.
        """
        if self.guests.code and not self.guests.from_anywhere and not is_this_machine(self.host):
            raise Refused("serve_guests_from_anywhere", {"host": self.host})


def is_this_machine(host: str) -> bool:
    """Whether nobody on another machine reaches what listens there. A name is taken for another machine's."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False

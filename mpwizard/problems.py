"""What can be wrong and what can be refused, as keys with values. The sentences are in `data/refusals.toml`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Values = Mapping[str, object]


class Severity(StrEnum):
    """An error blocks the way forward; a warning only speaks."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field of one step (`field` is empty where the whole step is meant).

    `key` names an entry of the refusal catalogue, `values` fill its sentence. Values never hold personal data.
    """

    key: str
    step: str = ""
    field: str = ""
    values: Values = dataclasses.field(default_factory=dict)
    severity: Severity = Severity.ERROR

    @property
    def blocks(self) -> bool:
        """Whether this stands in the way forward."""
        return self.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Allowed:
    """A gate's yes."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A gate's or the platform's no: the catalogue's key, the values of its sentence, the rule behind it."""

    key: str
    values: Values = dataclasses.field(default_factory=dict)
    rule: str = ""


Verdict = Allowed | Refusal
ALLOWED = Allowed()


class Refused(Exception):
    """A use-case was refused; nothing was changed."""

    def __init__(self, key: str, values: Values | None = None, rule: str = "") -> None:
        super().__init__(key)
        self.refusal = Refusal(key, dict(values or {}), rule)

    @classmethod
    def because(cls, refusal: Refusal) -> Refused:
        """The exception that carries a refusal on."""
        return cls(refusal.key, refusal.values, refusal.rule)


class Invalid(Exception):
    """A step was not passed: its answers have problems. Nothing was changed."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(problem.key for problem in problems))
        self.problems = problems


class Conflict(Exception):
    """Somebody else changed the same thing meanwhile. Nothing was overwritten.

    `theirs` holds the values stored now, `version` the version they carry, `by` and `at` who stored it when, where that
    is known.
    """

    def __init__(self, theirs: Mapping[str, object], version: int, *, by: str = "", at: datetime | None = None) -> None:
        super().__init__("changed elsewhere")
        self.theirs = dict(theirs)
        self.version = version
        self.by = by
        self.at = at


class Outdated(Exception):
    """What was to be changed is not as it was read any more; nothing was written. Who reads and changes in one
    transaction never meets this."""


class Trouble(Exception):
    """Something the program stands on cannot be used (database, key, file); `key` names the catalogue's entry."""

    def __init__(self, key: str, values: Values | None = None) -> None:
        super().__init__(key)
        self.key = key
        self.values = dict(values or {})

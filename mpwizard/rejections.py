"""Why the platform refuses or returns something, and what would fix it: the catalogue behind the platform desk's
answers and the list of what to do after one. Loaded when it is asked for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from mpwizard.i18n import Bilingual
from mpwizard.matters import Matter
from mpwizard.resources import data_folder


class Outcome(StrEnum):
    """What a reason leads to: the end of this attempt, or papers handed in again within it."""

    REFUSED = "refused"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its key, the code users see, what can meet it, what is wrong, what to do, and where it stands.

    `confidence` is "default" where no source names the reason and this project chose it.
    """

    key: str
    code: str
    matters: tuple[Matter, ...]
    outcome: Outcome
    section: Bilingual
    title: Bilingual
    fix: Bilingual
    source: str
    confidence: str


def reasons() -> tuple[Reason, ...]:
    """All reasons, in the catalogue's order."""
    return tuple(_catalogue().values())


def reasons_for(matter: Matter, outcome: Outcome | None = None) -> tuple[Reason, ...]:
    """The reasons that one kind of matter can meet, or those of them that lead to one outcome."""
    return tuple(one for one in reasons() if matter in one.matters and outcome in (None, one.outcome))


def reason(key_or_code: str) -> Reason:
    """One reason by its key or by the code users see.

    Raises:
        KeyError: where there is neither.
    """
    catalogue = _catalogue()
    if key_or_code in catalogue:
        return catalogue[key_or_code]
    for one in catalogue.values():
        if one.code == key_or_code.upper():
            return one
    raise KeyError(key_or_code)


@cache
def _catalogue() -> Mapping[str, Reason]:
    document = tomllib.loads((data_folder() / "rejections.toml").read_text(encoding="utf-8"))
    sections = {key: Bilingual(**name) for key, name in document["sections"].items()}
    return {
        key: Reason(
            key=key,
            code=entry["code"],
            matters=tuple(Matter(matter) for matter in entry["matters"]),
            outcome=Outcome(entry["outcome"]),
            section=sections[entry["section"]],
            title=Bilingual(**entry["title"]),
            fix=Bilingual(**entry["fix"]),
            source=entry["source"],
            confidence=entry["confidence"],
        )
        for key, entry in document["reasons"].items()
    }

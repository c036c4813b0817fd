"""The rule table: the platform's rules as data, in editions. A case keeps the edition it began with."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache

from mpwizard.i18n import Bilingual
from mpwizard.resources import data_folder

DEFAULT_EDITION = "guide-2018"

_SPANS = {"days": "days", "hours": "hours", "minutes": "minutes", "seconds": "seconds"}


class Confidence(StrEnum):
    """How sure a rule is. `default` marks what no source states: this project chose it."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id, its value as the file has it, the unit of a number, where it stands, how sure it is."""

    id: str
    value: object
    unit: str
    source: str
    confidence: Confidence
    about: Bilingual


class RuleMissing(KeyError):
    """The edition has no rule of this id, or its value is of another kind."""


@dataclass(frozen=True)
class Edition:
    """All rules of one edition, asked for by id and by the kind of value wanted."""

    id: str
    title: Bilingual
    rules: Mapping[str, Rule]

    def rule(self, rule_id: str) -> Rule:
        """One rule whole.

        Raises:
            RuleMissing: where the edition has none of that id.
        """
        try:
            return self.rules[rule_id]
        except KeyError:
            raise RuleMissing(f"{self.id} has no rule {rule_id}") from None

    def number(self, rule_id: str) -> int:
        """A count or a length."""
        value = self.rule(rule_id).value
        if isinstance(value, bool) or not isinstance(value, int):
            raise RuleMissing(f"{rule_id} is no number")
        return value

    def money(self, rule_id: str) -> Decimal:
        """A sum in yuan."""
        rule = self.rule(rule_id)
        if rule.unit != "CNY" or not isinstance(rule.value, str):
            raise RuleMissing(f"{rule_id} is no sum of money")
        return Decimal(rule.value)

    def span(self, rule_id: str) -> timedelta:
        """A length of time."""
        rule = self.rule(rule_id)
        if rule.unit not in _SPANS:
            raise RuleMissing(f"{rule_id} is no length of time")
        return timedelta(**{_SPANS[rule.unit]: self.number(rule_id)})

    def flag(self, rule_id: str) -> bool:
        """A yes or no."""
        value = self.rule(rule_id).value
        if not isinstance(value, bool):
            raise RuleMissing(f"{rule_id} is no yes or no")
        return value

    def word(self, rule_id: str) -> str:
        """One key, or a number that is only shown."""
        value = self.rule(rule_id).value
        if not isinstance(value, str):
            raise RuleMissing(f"{rule_id} is no word")
        return value

    def words(self, rule_id: str) -> tuple[str, ...]:
        """A list of keys, in the rule's order."""
        value = self.rule(rule_id).value
        if not isinstance(value, list):
            raise RuleMissing(f"{rule_id} is no list")
        return tuple(str(word) for word in value)

    def text(self, rule_id: str) -> Bilingual:
        """A text of the platform's own scope, in both languages."""
        value = self.rule(rule_id).value
        if not isinstance(value, dict) or value.keys() != {"zh", "en"}:
            raise RuleMissing(f"{rule_id} is no text in both languages")
        return Bilingual(**value)


def editions() -> tuple[str, ...]:
    """The ids of all shipped editions."""
    return tuple(sorted(path.stem for path in (data_folder() / "rules").glob("*.toml")))


@cache
def load_edition(edition_id: str) -> Edition:
    """One shipped edition.

    Raises:
        KeyError: where no edition of that id is shipped.
    """
    if edition_id not in editions():
        raise KeyError(edition_id)
    document = tomllib.loads((data_folder() / "rules" / f"{edition_id}.toml").read_text(encoding="utf-8"))
    rules = {rule_id: _rule(rule_id, entry) for rule_id, entry in document["rules"].items()}
    return Edition(id=edition_id, title=Bilingual(**document["edition"]["title"]), rules=rules)


def _rule(rule_id: str, entry: Mapping[str, object]) -> Rule:
    about = entry["about"]
    if not isinstance(about, dict):
        raise RuleMissing(f"{rule_id} does not say what it is about")
    return Rule(
        id=rule_id,
        value=entry["value"],
        unit=str(entry.get("unit", "")),
        source=str(entry["source"]),
        confidence=Confidence(str(entry["confidence"])),
        about=Bilingual(**about),
    )

"""Refusals and problems in the user's words: the catalogue's sentence with its values, dates and money in one form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from mpwizard.i18n import Bilingual, Language, say, tr, translator
from mpwizard.lifecycle import Event, State
from mpwizard.matters import GROUPS
from mpwizard.problems import Problem, Refusal, Trouble
from mpwizard.text import safe
from mpwizard.texts import label, refusal
from mpwizard.wizard.flow import Step

_GROUPS: dict[type[StrEnum], str] = {State: "state", Event: "event", **GROUPS}
# A source, or a place in one, that is no English sentence: Chinese words, one identifier, a number.
_NAMES = re.compile(r"[^a-z]*|[\w.]+")
_WEEKDAYS = {Language.ZH: "一二三四五六日", Language.EN: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


@dataclass(frozen=True, slots=True)
class Told:
    """One refusal or problem, said: its code, what is wrong, why, what lifts it, the id of the rule behind it."""

    code: str
    message: str
    why: str
    lifts: str
    rule: str

    @property
    def line(self) -> str:
        """The message with its code, for one line."""
        return coded(self.message, self.code)


def tell(what: Problem | Refusal | Trouble) -> Told:
    """Say a problem, a refusal or a trouble in this session's language."""
    entry = refusal(what.key)
    words = {name: spoken(value) for name, value in what.values.items()}
    rule = what.rule if isinstance(what, Refusal) and what.rule else entry.rule
    return Told(entry.code, say(entry.message, **words), say(entry.why, **words), say(entry.lifts, **words), rule)


def coded(words: str, code: str) -> str:
    """Words with a code in brackets behind them; Chinese sets no space before a bracket."""
    return f"{words}({code})" if translator().language is Language.ZH else f"{words} ({code})"


def headline(words: str) -> str:
    """Words that stand alone, with a capital letter where the language has one."""
    return words[:1].upper() + words[1:]


def spoken(value: object) -> str:
    """One value of a sentence as people write it."""
    match value:
        case Bilingual():
            return say(value)
        case StrEnum() if type(value) in _GROUPS:
            return word(value)
        case Decimal():
            return money(value)
        case datetime():
            return moment(value)
        case Step():
            return tr(value.title)
        case _:
            return safe(str(value))


def word(value: StrEnum) -> str:
    """A stage or an event of any lifecycle in the user's language."""
    return label(_GROUPS[type(value)], value)


def source_words(source: str) -> str:
    """A source as it is told in this session's language: in Chinese without what is said about it in English, which is
    nothing where the project chose the rule."""
    if translator().language is not Language.ZH:
        return source
    pieces = (piece.partition(": ") for piece in source.split("; "))
    told = (document + colon + place for document, colon, place in pieces if _NAMES.fullmatch(place or document))
    return "; ".join(told)


def confidence_words(confidence: str) -> str:
    """How sure a rule is."""
    return {
        "high": tr("confidence: high"),
        "medium": tr("confidence: medium"),
        "low": tr("confidence: low"),
        "default": tr("chosen by this project"),
    }[confidence]


_SIGN = 5
"""Characters of what counts as a sign or a format."""


def figure_words(value: object, unit: str) -> str:
    """The figure of a rule with its unit, or the signs and formats it lists; nothing where its value says more."""
    if isinstance(value, list) and all(isinstance(each, str) and len(each) <= _SIGN for each in value):
        return " ".join(value)
    if isinstance(value, bool) or not str(value).replace(".", "", 1).isdigit():
        return ""
    in_unit = {
        "seconds": tr("{n} s", n=value),
        "minutes": tr("{n} min", n=value),
        "hours": tr("{n} h", n=value),
        "days": tr("{n} d", n=value),
        "working_days": tr("{n} working days", n=value),
    }
    return in_unit.get(unit, f"{value} {unit}".rstrip())


def money(amount: Decimal) -> str:
    """A sum in yuan, always with fen."""
    return f"¥{amount:.2f}"


def moment(at: datetime) -> str:
    """A point in time, local, to the minute: `2026-11-22(日) 09:41`."""
    local = at.astimezone()
    return f"{day(at)} {local:%H:%M}"


def day(at: datetime) -> str:
    """A local date with its weekday: `2026-11-22(日)`."""
    local = at.astimezone()
    names = _WEEKDAYS[Language.ZH if translator().language is Language.ZH else Language.EN]
    return f"{local:%Y-%m-%d}({names[local.weekday()]})"

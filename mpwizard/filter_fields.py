"""What the desk can be filtered by: the fields, their values, and what either is called in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from mpwizard.domain import EntityType, Kind
from mpwizard.filter_times import time_word
from mpwizard.lifecycle import State
from mpwizard.stages import Stage
from mpwizard.text import clean, comparable
from mpwizard.texts import option_texts
from mpwizard.transitions import Actor

ME, NOBODY = "me", "none"

# Owners and tags are at most so long; nothing longer needs to be looked for.
LONGEST_VALUE = 100


class Field(StrEnum):
    """The fields of a filter; `TEXT` is what is typed without one."""

    TEXT = ""
    STATUS = "status"
    STAGE = "stage"
    TYPE = "type"
    OWNER = "owner"
    DUE = "due"
    TAG = "tag"
    KIND = "kind"
    WAITS = "waits"
    HAS = "has"
    CHANGED = "changed"


class Has(StrEnum):
    """What a case can have."""

    PROBLEM = "problem"
    NOTES = "notes"
    TAGS = "tags"
    OWNER = "owner"
    ARCHIVED = "archived"


NAMED = tuple(field for field in Field if field is not Field.TEXT)
TIMES = frozenset({Field.DUE, Field.CHANGED})
# Their values are whatever somebody called something.
_FREE = frozenset({Field.OWNER, Field.TAG})
# The keys of a field's values, and the texts that name them.
_VALUES: Mapping[Field, tuple[str, tuple[str, ...]]] = {
    Field.STATUS: ("state", tuple(State)),
    Field.STAGE: ("stage", tuple(stage.key for stage in Stage)),
    Field.TYPE: ("entity_type.type", tuple(EntityType)),
    Field.KIND: ("kind", tuple(Kind)),
    Field.WAITS: ("actor", (Actor.APPLICANT, Actor.PLATFORM)),
    Field.HAS: ("filter.has", tuple(Has)),
}


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition: a field has one of these values, or with `negated` none of them. The values stand as `time_word`
    and `value_word` give them; free text has one, as it was typed."""

    field: Field
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions that all hold. Archived cases are left out by one that does not speak of them."""

    clauses: tuple[Clause, ...] = ()

    @property
    def speaks_of_archive(self) -> bool:
        """Whether it says itself what becomes of archived cases."""
        return any(clause.field is Field.HAS and Has.ARCHIVED in clause.values for clause in self.clauses)


EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Word:
    """One value with what it is called: its key, and its words in either language."""

    key: str
    zh: str
    en: str


def field_named(typed: str) -> Field | None:
    """The field of a name in either language."""
    return _fields().get(_plain(typed))


def value_word(field: Field, typed: str) -> str:
    """A field's value as filters write it, from what somebody typed; empty where it is none of the field's."""
    if field in TIMES:
        return time_word(field, typed)
    if field in _FREE:
        return _known(field).get(comparable(typed), "") or _cleaned(typed)
    return _known(field).get(_plain(typed), "")


def words_of(field: Field) -> tuple[Word, ...]:
    """The values that a field has by itself, in their order."""
    own = f"filter.{field}."
    group, keys = _VALUES.get(field, ("", ()))
    named = ((key, option_texts()[f"{group}.{key}"].label) for key in keys)
    more = (
        (key.removeprefix(own), text.label)
        for key, text in option_texts().items()
        if key.startswith(own) and field is not Field.HAS
    )
    return tuple(Word(key, label.zh, label.en) for key, label in (*named, *more))


def field_words() -> tuple[Word, ...]:
    """The fields with what they are called."""
    labels = ((field, option_texts()[f"filter.{field}"].label) for field in NAMED)
    return tuple(Word(field, label.zh, label.en) for field, label in labels)


@cache
def _fields() -> Mapping[str, Field]:
    return {_plain(name): Field(word.key) for word in field_words() for name in (word.key, word.zh, word.en)}


@cache
def _known(field: Field) -> Mapping[str, str]:
    """The values by everything they are called: whole names first, then their parts outside and within brackets."""
    words = words_of(field)
    whole = {_plain(name): word.key for word in words for name in (word.key, word.zh, word.en)}
    parts = {_plain(part): word.key for word in reversed(words) for name in (word.zh, word.en) for part in _parts(name)}
    return {**parts, **whole}


def _parts(name: str) -> Iterator[str]:
    outside, bracket, within = comparable(name).partition("(")
    if bracket:
        yield outside
        yield within.rstrip(")")


def _cleaned(typed: str) -> str:
    """A name as it is stored. Cleaned twice, because what is dropped may have stood between what belongs together."""
    return clean(clean(typed, LONGEST_VALUE), LONGEST_VALUE)


def _plain(name: str) -> str:
    """A name as it is compared: without spaces, hyphens and brackets."""
    return re.sub(r"[\s_()-]+", "", comparable(name))

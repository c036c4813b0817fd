"""What can be typed next in the filter line: names of fields, and values of the field the cursor is in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mpwizard.filter_fields import Field, Word, field_named, field_words, words_of
from mpwizard.filter_line import Part, terms, written
from mpwizard.i18n import Language, translator
from mpwizard.text import comparable

# Shapes of a time, offered where one is wanted.
_TIMES = ("<1d", "<3d", "<1w", ">1w")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to go on: what goes into the line in the place of what stands from `start` until before `end`."""

    text: str
    start: int
    end: int

    def applied(self, line: str) -> tuple[str, int]:
        """The line with it, and where the cursor is then."""
        return f"{line[: self.start]}{self.text}{line[self.end :]}", self.start + len(self.text)


def complete(
    line: str, cursor: int, known_tags: Iterable[str] = (), known_owners: Iterable[str] = ()
) -> tuple[Candidate, ...]:
    """What may stand where the cursor is, the likeliest first; nothing where anything may."""
    cursor = max(0, min(cursor, len(line)))
    before = line[:cursor]
    term = next(reversed([term for term in terms(before) if term.end == cursor]), None)
    if term is None:
        return tuple(_fields(Part("", cursor, cursor), cursor))
    part = term.parts[-1]
    if part.quoted and part.closed:
        return ()
    if term.name is None:
        return () if part.quoted else tuple(_fields(part, cursor))
    named = field_named(term.name.text)
    if named is None:
        return ()
    free = {Field.TAG: known_tags, Field.OWNER: known_owners}.get(named, ())
    return tuple(_values(named, part, cursor, free))


def _fields(typed: Part, cursor: int) -> Iterator[Candidate]:
    for word in field_words():
        if text := _fits(word, typed.text):
            yield Candidate(f"{text}:", typed.start, cursor)


def _values(field: Field, part: Part, cursor: int, free: Iterable[str]) -> Iterator[Candidate]:
    offered = [text for word in words_of(field) if (text := _fits(word, part.text))]
    offered += [
        text for text in (*free, *(_TIMES if field in (Field.DUE, Field.CHANGED) else ())) if _begins(text, part)
    ]
    yield from (Candidate(written(text), part.start, cursor) for text in dict.fromkeys(offered))


def _fits(word: Word, typed: str) -> str:
    """How a word is completed from what was typed: in the user's language, unless only the other one begins so."""
    begun = comparable(typed)
    own, other = (word.zh, word.key) if translator().language is Language.ZH else (word.key, word.zh)
    if comparable(own).startswith(begun):
        return own
    return next((text for text in (other, word.key) if comparable(text).startswith(begun)), "")


def _begins(text: str, part: Part) -> bool:
    return comparable(text).startswith(comparable(part.text))

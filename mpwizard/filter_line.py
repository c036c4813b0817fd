"""The filter line: text in, conditions out, and back. Pure; whatever is typed, it answers with what it understood and
with where it did not.

    深圳 stage:审核 type:企业,个人 -tag:"waits for papers" due:<3d

Terms stand between spaces and all have to hold. `field:` before a value, a comma for one or the other, `-` for not,
quotes around what contains spaces, colons or commas; a quote within quotes is written twice. Full-width signs are the
same signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mpwizard.filter_fields import EVERYTHING, TIMES, Clause, Field, Filter, field_named, value_word
from mpwizard.problems import Refusal, Values
from mpwizard.text import comparable, cut_middle
from mpwizard.texts import option_texts

# What nobody types; and what a database can still take as one statement.
LONGEST = 300
# How many cells of what was not understood a message repeats.
_SHOWN = 16

COLONS, COMMAS, MINUS = ":：", ",，、", "-－"
# What a quote ends with.
QUOTES = {'"': '"', "＂": "＂", "“": "”“", "”": "”“"}
_SIGNS = re.compile(f"[{COLONS}{COMMAS}{''.join(QUOTES)}\\s]")


@dataclass(frozen=True, slots=True)
class LineProblem:
    """One place of the line that was not understood, from `start` until before `end`; `key` is the catalogue's."""

    start: int
    end: int
    key: str
    values: Values = field(default_factory=dict)

    @property
    def refusal(self) -> Refusal:
        """The same without its place, to be told."""
        return Refusal(self.key, self.values)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says: the conditions that were understood, and what was not."""

    filter: Filter
    problems: tuple[LineProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the line as it stands there: what it says without its quotes, from where to where, and whether it was
    quoted and its quote closed."""

    text: str
    start: int
    end: int
    quoted: bool = False
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Term:
    """What stands between two spaces: perhaps a minus, perhaps a field's name, and the parts between its commas."""

    start: int
    end: int
    negated: bool
    name: Part | None
    parts: tuple[Part, ...]


def parse(line: str) -> Reading:
    """Read a filter line. Never fails."""
    if len(line) > LONGEST:
        return Reading(EVERYTHING, (LineProblem(LONGEST, len(line), "filter_too_long", {"limit": LONGEST}),))
    clauses: list[Clause] = []
    problems: list[LineProblem] = []
    for term in terms(line):
        found = list(_problems(term))
        problems += found
        if not found:
            clauses.append(_clause(term))
    return Reading(Filter(tuple(clauses)), tuple(problems))


def render(filter_: Filter) -> str:
    """The line that says a filter."""
    return " ".join(map(_rendered, filter_.clauses))


def terms(line: str) -> Iterator[Term]:
    """The terms of a line with their places."""
    place = 0
    while place < len(line):
        if line[place].isspace():
            place += 1
            continue
        term = _term(line, place)
        yield term
        place = term.end


def _term(line: str, start: int) -> Term:
    place = start
    negated = line[place] in MINUS
    place += negated
    name, place = _name(line, place)
    if name is None:
        part = _part(line, place, "")
        return Term(start, part.end, negated, None, (part,))
    parts = [_part(line, place, COMMAS)]
    while parts[-1].end < len(line) and line[parts[-1].end] in COMMAS:
        parts.append(_part(line, parts[-1].end + 1, COMMAS))
    return Term(start, parts[-1].end, negated, name, tuple(parts))


def _name(line: str, start: int) -> tuple[Part | None, int]:
    """The name before a colon, and where what follows it begins."""
    sign = _SIGNS.search(line, start)
    if sign is None or sign[0] not in COLONS or sign.start() == start:
        return None, start
    return Part(line[start : sign.start()], start, sign.start()), sign.end()


def _part(line: str, start: int, ends: str) -> Part:
    """A piece up to a space or one of `ends`; where it begins with a quote, up to the quote's end."""
    if start < len(line) and line[start] in QUOTES:
        return _quoted(line, start)
    end = start
    while end < len(line) and not line[end].isspace() and line[end] not in ends:
        end += 1
    return Part(line[start:end], start, end)


def _quoted(line: str, start: int) -> Part:
    closing, place = QUOTES[line[start]], start + 1
    text: list[str] = []
    while place < len(line):
        if line[place] in closing:
            if line[place + 1 : place + 2] not in tuple(closing):
                return Part("".join(text), start, place + 1, quoted=True)
            place += 1
        text.append(line[place])
        place += 1
    return Part("".join(text), start, place, quoted=True, closed=False)


def _problems(term: Term) -> Iterator[LineProblem]:
    yield from (LineProblem(part.start, part.end, "filter_quote_open") for part in term.parts if not part.closed)
    if term.name is None:
        (part,) = term.parts
        if part.closed and not comparable(part.text):
            yield LineProblem(term.start, term.end, "filter_nothing")
        return
    named = field_named(term.name.text)
    if named is None:
        found = cut_middle(term.name.text, _SHOWN)
        yield LineProblem(term.name.start, term.name.end, "filter_field", {"found": found})
        return
    called = option_texts()[f"filter.{named}"].label
    for part in term.parts:
        if not part.text.strip():
            yield LineProblem(term.start, max(part.end, term.name.end + 1), "filter_value_missing", {"name": called})
        elif part.closed and not value_word(named, part.text):
            key = "filter_time" if named in TIMES else "filter_value"
            yield LineProblem(part.start, part.end, key, {"name": called, "found": cut_middle(part.text, _SHOWN)})


def _clause(term: Term) -> Clause:
    if term.name is None:
        return Clause(Field.TEXT, (term.parts[0].text,), term.negated)
    named = field_named(term.name.text) or Field.TEXT
    return Clause(named, tuple(dict.fromkeys(value_word(named, part.text) for part in term.parts)), term.negated)


def _rendered(clause: Clause) -> str:
    name = f"{clause.field}:" if clause.field is not Field.TEXT else ""
    return f"{'-' * clause.negated}{name}{','.join(map(written, clause.values))}"


def written(value: str) -> str:
    """A value as it stands in the line: in quotes where it would be read otherwise without them."""
    if value and not _SIGNS.search(value) and value[0] not in MINUS:
        return value
    return '"' + value.replace('"', '""') + '"'

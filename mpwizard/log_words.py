"""A line of a case's log in words: what happened to which matter, why, who said so, how the simulated platform came to
it. The timeline and `mpwizard show` both tell it so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mpwizard.console.sections import ACTIONS
from mpwizard.console.simulator import DecidedBy
from mpwizard.domain import Kind
from mpwizard.i18n import N_, say, tr
from mpwizard.records import CLOCK_SOURCE, PRACTICE_SOURCE, LogRecord
from mpwizard.rejections import reasons
from mpwizard.tell import coded, headline, word
from mpwizard.texts import label, refusals
from mpwizard.transitions import Actor

_DECIDED = {
    DecidedBy.AHEAD: N_("decided in advance"),
    DecidedBy.FLAW: N_("a mistake was found"),
    DecidedBy.AT_ONCE: N_("answered at once"),
    DecidedBy.SEED: N_("by the seed of the case"),
}
# Who is no person; everybody else is named as they are.
_SOURCES = {PRACTICE_SOURCE: ("kind", Kind.PRACTICE), CLOCK_SOURCE: ("actor", Actor.CLOCK)}


def happened(entry: LogRecord, log: Iterable[LogRecord]) -> str:
    """The event, with the code of the rule that said no; before it the matter that it happened to, by its number."""
    event = word(entry.event)
    refused = refusals().get(_reason(entry))
    if refused is not None:
        event = coded(event, refused.code)
    if entry.matter is None or entry.matter_id is None:
        return event
    ids = list(dict.fromkeys(each.matter_id for each in log if each.matter is entry.matter))
    number = tr("No. {number}", number=ids.index(entry.matter_id) + 1)
    return f"{headline(label('matter', entry.matter))} {number} · {event}"


def because(entry: LogRecord) -> Iterator[str]:
    """The reasons of the catalogue that the platform gave."""
    further = entry.note.get("further", ())
    given = [_reason(entry), *(map(str, further) if isinstance(further, list | tuple) else ())]
    known = {each.key: each for each in reasons()} if any(given) else {}
    yield from (coded(say(known[key].title), known[key].code) for key in given if key in known)


def note(entry: LogRecord) -> str:
    """What somebody noted with it; nothing where nobody did."""
    return str(entry.note.get("note", ""))


def said_by(entry: LogRecord) -> Iterator[str]:
    """Who caused it, who said so where that is somebody else, and how the simulated platform came to it."""
    actor = label("actor", entry.actor)
    source = label(*_SOURCES[entry.source]) if entry.source in _SOURCES else entry.source
    yield actor
    if source != actor:
        yield source
    decided = str(entry.note.get("decided_by", ""))
    if decided in _DECIDED:
        yield tr(_DECIDED[DecidedBy(decided)])
    dropped = ACTIONS.get(str(entry.note.get("dropped", "")))
    if dropped is not None:
        yield tr("an answer decided in advance did not fit: {answer}", answer=tr(dropped.title))


def _reason(entry: LogRecord) -> str:
    return str(entry.note.get("reason", ""))

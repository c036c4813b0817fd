"""One case at a glance: where it stands, what was said of it, its data (masked), what happened. Beside the table where
there is room, over it elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from textual.widget import Widget

from mpwizard.at_a_glance import Given, Glance, given_answers
from mpwizard.due import due_words
from mpwizard.i18n import tr
from mpwizard.records import NoteRecord
from mpwizard.tell import moment
from mpwizard.texts import label, option_texts
from screens import keys, say
from screens.desk.columns import due_token
from screens.widgets.facts import Fact, Facts
from screens.widgets.modal import MpModal, Words
from screens.widgets.scrolling import Scrolled

# Beside the table only the last events are told; the timeline of the case has them all.
_LAST = 6
_NONE = "–"
# Stands where the name is the one above.
_AGAIN = " "
_OPEN = "○"


def overview(seen: Glance) -> Iterator[Fact]:
    """Where the case stands, whose it is, what comes next."""
    record, action = seen.view.record, seen.view.next_action
    yield Fact(tr("Case"), f"{record.reference} · {label('kind', record.kind)}")
    yield Fact(tr("Subject"), record.subject or _NONE)
    if record.app_name:
        yield Fact(tr("Mini Program"), record.app_name)
    if record.entity_type is not None:
        yield Fact(tr("Type"), label("entity_type.type", record.entity_type))
    yield Fact(tr("Stage"), f"{label('stage', record.stage.key)} · {label('state', record.state)}")
    yield Fact(tr("Next action"), label("next", action.key), "bold $ink")
    if action.actor is not None:
        yield Fact(tr("By"), label("actor", action.actor))
    if action.due_at is not None:
        words = f"{due_words(action.due_at, seen.view.now)} · {moment(action.due_at)}"
        yield Fact(tr("Due"), words, f"${due_token(action.due_at, seen.view.now)}")
    yield Fact(tr("Owner"), record.owner or _NONE)
    if seen.tags:
        yield Fact(tr("Tags"), " · ".join(seen.tags), "$fact")


def data(seen: Glance) -> Iterator[Fact]:
    """What was answered, as the lists show it."""
    for given in given_answers(seen.view):
        yield Fact(tr(given.title), _value(given), "$soft")


def materials(seen: Glance) -> Iterator[Fact]:
    """What the case needs to have at hand, ticked where it is."""
    for name, those in groupby(seen.materials, key=lambda each: each.name):
        for place, each in enumerate(those):
            sign, token = (say.DONE, "$go-text") if each.at_hand else (_OPEN, "$soft")
            yield Fact(_AGAIN if place else tr(name), each.words, "$soft", mark=f"{sign} ", mark_style=token)


def events(seen: Glance, most: int | None = None) -> Iterator[Fact]:
    """What happened, the last first."""
    # What a case can do loads with its words; the list is on the screen before that.
    from mpwizard.log_words import because, happened, said_by

    for entry in list(reversed(seen.view.log))[:most]:
        lines = (happened(entry, seen.view.log), *because(entry), " · ".join(said_by(entry)))
        yield Fact(say.clock(entry.at), "\n".join(filter(None, lines)), "$soft")


def notes(written: Iterable[NoteRecord]) -> Iterator[Fact]:
    """What operators noted, the newest first."""
    for note in written:
        yield Fact(f"{say.clock(note.at)} {note.by}", note.words)


def _value(given: Given) -> str:
    known = f"{given.key}.{given.value}"
    return label(given.key, given.value) if given.chosen and known in option_texts() else given.value


def blocks(seen: Glance, most: int | None = None) -> list[Facts]:
    """Everything, one block below the other."""
    return [
        Facts(list(overview(seen))),
        Facts(list(notes(seen.notes)), title=tr("Notes") if seen.notes else ""),
        Facts(list(events(seen, most)), title=tr("Timeline")),
        Facts(list(materials(seen)), title=tr("Materials") if seen.materials else ""),
        Facts(list(data(seen)), title=tr("Data")),
    ]


class Detail(Scrolled):
    """The case under the cursor, beside the table."""

    DEFAULT_CSS = """
    Detail {
        display: none;
        width: 34%;
        min-width: 40;
        height: 1fr;
        margin: 0 0 0 2;
        padding: 0 1;
        background: $side;
        scrollbar-size-vertical: 1;
    }
    """

    async def show(self, seen: Glance | None) -> None:
        """Show a case; nothing for none."""
        async with self.batch():
            await self.remove_children()
            if seen is not None:
                await self.mount_all(blocks(seen, _LAST))
                self.scroll_home(animate=False)


class DetailScreen(MpModal[None]):
    """The same over the table, whole."""

    AUTO_FOCUS = ""
    BINDINGS = [keys.CLOSE_DETAIL, keys.PAGE_UP, keys.PAGE_DOWN]

    DEFAULT_CSS = """
    DetailScreen > Panel { width: 100%; height: 100%; max-height: 100%; }
    """

    def __init__(self, seen: Glance) -> None:
        super().__init__()
        self._seen = seen

    def title_words(self) -> str:
        """Which case it is."""
        return f"{self._seen.view.record.reference}  {self._seen.view.record.subject}"

    def compose_content(self) -> Iterable[Widget]:
        """Everything; what nobody said yet is said to be so."""
        yield from blocks(self._seen)
        if not self._seen.notes:
            yield Words(tr("No notes yet. On the desk, a leaves one."), "$faint")

"""F7: everything that happened to a case, the last first, with who said so."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from mpwizard.i18n import say as speak
from mpwizard.i18n import tr
from mpwizard.records import LogRecord
from mpwizard.tell import coded, moment
from mpwizard.texts import option_texts, refusals
from mpwizard.views import CaseView
from mpwizard.work import CLOCK_SOURCE, PRACTICE_SOURCE
from screens import keys
from screens.widgets.facts import Fact, Facts
from screens.widgets.modal import MpModal

_REFUSED = "_refused"
# Who is no person; everybody else is named as they are.
_SOURCES = {PRACTICE_SOURCE: "kind.practice", CLOCK_SOURCE: "actor.clock"}


class Timeline(MpModal[None]):
    """The log of one case."""

    BINDINGS = [keys.CLOSE_TIMELINE, keys.PAGE_UP, keys.PAGE_DOWN]

    def __init__(self, view: CaseView) -> None:
        super().__init__()
        self._view = view

    def title_words(self) -> str:
        """The dialog's title."""
        return tr("Timeline of {case}", case=self._view.record.reference)

    def compose_content(self) -> Iterable[Widget]:
        """One fact an entry."""
        yield Facts([self._fact(entry) for entry in reversed(self._view.log)])

    def action_turn(self, pages: int) -> None:
        """Scroll by pages."""
        from screens.widgets.modal import Panel

        panel = self.query_one(Panel)
        panel.scroll_relative(y=pages * max(1, panel.size.height - 1), animate=False)

    def _fact(self, entry: LogRecord) -> Fact:
        texts = option_texts()
        words = speak(texts[f"event.{entry.event}"].label)
        reason = refusals().get(str(entry.note.get("reason", "")))
        if reason is not None:
            words = coded(words, reason.code)
        note = str(entry.note.get("note", ""))
        actor = speak(texts[f"actor.{entry.actor}"].label)
        source = speak(texts[_SOURCES[entry.source]].label) if entry.source in _SOURCES else entry.source
        said_by = f"{actor} · {source}" if source != actor else actor
        return Fact(
            moment(entry.at),
            f"{words}\n{said_by}" + (f"\n{note}" if note else ""),
            "$wrong" if entry.event.endswith(_REFUSED) else "$ink",
        )

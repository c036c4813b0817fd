"""F7: everything that happened to a case, the last first, with who said so."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from mpwizard.i18n import tr
from mpwizard.log_words import because, happened, note, said_by
from mpwizard.records import LogRecord
from mpwizard.tell import moment
from mpwizard.views import CaseView
from screens import keys
from screens.widgets.facts import Fact, Facts
from screens.widgets.modal import MpModal

# How the events end that go against the applicant.
_AGAINST = ("refused", "rejected", "returned", "locked_out")


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

    def _fact(self, entry: LogRecord) -> Fact:
        lines = (happened(entry, self._view.log), *because(entry), " · ".join(said_by(entry)), note(entry))
        return Fact(
            moment(entry.at),
            "\n".join(filter(None, lines)),
            "$wrong" if entry.event.endswith(_AGAINST) else "$ink",
        )

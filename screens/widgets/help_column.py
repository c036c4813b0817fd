"""The help beside the work: what the focused field or page is about, what to have ready, where the guide says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widget import Widget

from mpwizard.i18n import say as speak
from mpwizard.i18n import tr
from mpwizard.texts import HelpText, help_texts
from screens import say
from screens.wrapping import wrap


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of help: its words and their style; a list item hangs behind its dot."""

    words: str
    style: str = "$soft"
    item: bool = False

    def rows(self, cells: int) -> Iterable[Content]:
        """The piece in lines."""
        if not self.item:
            return [say.text(row, self.style) for row in wrap(self.words, cells)]
        rows = wrap(self.words, cells - 2)
        return [say.line(("· " if place == 0 else "  ", "$faint"), (row, self.style)) for place, row in enumerate(rows)]


def help_for(help_keys: Sequence[str]) -> HelpText | None:
    """The first entry there is."""
    texts = help_texts()
    return next((texts[key] for key in help_keys if key in texts), None)


def paragraphs(*entries: HelpText | None) -> list[Paragraph]:
    """Entries of the help texts as pieces, blank ones between them. Their sources stand behind them all, each once."""
    there = [entry for entry in entries if entry is not None]
    pieces: list[Paragraph] = []
    for entry in there:
        pieces += [Paragraph(""), Paragraph(speak(entry.lead), "$ink")]
        if entry.body.en:
            pieces += [Paragraph(""), Paragraph(speak(entry.body))]
        if entry.ready:
            pieces += [Paragraph(""), Paragraph(tr("Have ready"), "$ink")]
            pieces += [Paragraph(speak(item), "$soft", item=True) for item in entry.ready]
    sources = [tr("Guide: {section}", section=entry.guide) for entry in there if entry.guide]
    sources += [tr("Rule: {rule}", rule=entry.rule) for entry in there if entry.rule]
    if sources:
        pieces += [Paragraph(""), *(Paragraph(source, "$faint") for source in dict.fromkeys(sources))]
    return pieces[1:]


class HelpColumn(Widget):
    """A column at the right from 100 columns up; below that F1 shows the same over the page."""

    DEFAULT_CSS = """
    HelpColumn {
        display: none;
        width: 32;
        height: 1fr;
        dock: right;
        background: $side;
        padding: 1 2;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._title = ""
        self._pieces: tuple[Paragraph, ...] = ()

    def show(self, title: str, pieces: Sequence[Paragraph]) -> None:
        """Speak of something else."""
        if (title, tuple(pieces)) != (self._title, self._pieces):
            self._title, self._pieces = title, tuple(pieces)
            self.refresh()

    def render(self) -> Content:
        """Title and pieces, broken to the column."""
        cells = self.content_size.width
        title = [*Paragraph(self._title, "bold $ink").rows(cells), say.text("")] if self._title else []
        return say.lines([*title, *(row for piece in self._pieces for row in piece.rows(cells))])

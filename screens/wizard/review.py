"""One section of the review page: what a step's answers say, and the way back to that step."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from mpwizard.gates import may_write
from mpwizard.i18n import tr
from mpwizard.problems import Refusal
from mpwizard.text import pad, width
from mpwizard.views import CaseView
from mpwizard.wizard.flow import STEPS
from mpwizard.wizard.form import FormField, asked
from screens import keys, say
from screens.widgets.field import REVEAL_SECONDS
from screens.wizard.words import in_words
from screens.wrapping import wrap

_GAP = 2


class Section(Widget, can_focus=True):
    """A step as text. Enter goes to the step; coming forward from there leads back here. F2 shows hidden values."""

    BINDINGS = [keys.OPEN_SECTION]
    ONE_ROW = True

    DEFAULT_CSS = """
    Section {
        height: auto;
        width: 100%;
        margin-bottom: 1;
        border-left: outer $ground;
        padding: 0 1;
        &:focus { border-left: outer $go; background: $lit; }
    }
    """

    revealed: reactive[bool] = reactive(False)

    @dataclass
    class Opened(Message):
        """The step is to be gone to."""

        step: str

    def __init__(self, view: CaseView, step: str) -> None:
        super().__init__(id=f"section-{step}")
        self.step = step
        self._view = view
        self._hiding: Timer | None = None

    def show(self, view: CaseView) -> None:
        """Show the answers as they are now."""
        self._view = view
        self.refresh(layout=True)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many rows as there are lines."""
        del container, viewport
        return len(self._rows(width))

    def render(self) -> Content:
        """Title and answers."""
        return say.lines(self._rows(self.content_size.width))

    def reveal(self) -> None:
        """Show hidden values for a short while, or hide them again."""
        self.revealed = not self.revealed
        if self._hiding is not None:
            self._hiding.stop()
        self._hiding = self.set_timer(REVEAL_SECONDS, self.hide) if self.revealed else None

    def hide(self) -> None:
        """Hide them again."""
        self.revealed = False

    def on_blur(self) -> None:
        """What is left is hidden."""
        self.hide()

    def action_open(self) -> None:
        """Go to the step."""
        self.post_message(self.Opened(self.step))

    def on_click(self, _event: Click) -> None:
        """A click is as good."""
        self.action_open()

    def _rows(self, room: int) -> list[Content]:
        title = tr(STEPS[self.step].title)
        hint = tr("Look ›") if isinstance(may_write(self.step, self._view.state), Refusal) else tr("Change ›")
        gap = " " * max(1, room - width(title) - width(hint))
        rows = [say.line((title, "bold $ink"), gap, (hint, "$go-text" if self.has_focus else "$faint"))]
        pairs = [(tr(field.title), self._words(field)) for field in self._fields()]
        names = max((width(name) for name, _words in pairs), default=0)
        for name, words in pairs:
            for place, line in enumerate(wrap(words, max(8, room - names - _GAP))):
                left = pad(name if place == 0 else "", names) + " " * _GAP
                rows.append(say.line((left, "$soft"), (line, "$ink")))
        return rows

    def _fields(self) -> list[FormField]:
        fields = asked(self.step, STEPS[self.step].answers, self._view.context)
        return [field for field in fields if field.ask.kept]

    def _words(self, field: FormField) -> str:
        context = self._view.context.at(self.step)
        return in_words(field, context.siblings.get(field.name, ""), context, revealed=self.revealed)

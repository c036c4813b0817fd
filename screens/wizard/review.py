"""One section of the review page: what a step's answers say, and the way back to that step."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer

from mpwizard.gates import may_write
from mpwizard.i18n import tr
from mpwizard.problems import Refusal
from mpwizard.text import pad, width
from mpwizard.texts import label
from mpwizard.views import CaseView
from mpwizard.wizard.flow import STEPS
from mpwizard.wizard.form import FormField, asked
from screens import keys, say
from screens.widgets.field import REVEAL_SECONDS
from screens.widgets.rows import Rows
from screens.wizard.words import in_words
from screens.wrapping import wrap

_GAP = 2
_VERIFICATION = "verification"


class Section(Rows, can_focus=True):
    """A step as text. Enter goes to the step; coming forward from there leads back here. F2 shows hidden values, one
    after the other."""

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

    revealed: reactive[str] = reactive("", layout=True)
    """The field whose hidden value is shown now; empty where none is."""

    @dataclass
    class Opened(Message):
        """The step is to be gone to."""

        step: str

    @dataclass
    class Revealed(Message):
        """The hidden value of a field is shown."""

        step: str
        field: str

    def __init__(self, view: CaseView, step: str) -> None:
        super().__init__(id=f"section-{step}")
        self.step = step
        self._view = view
        self._hiding: Timer | None = None

    def show(self, view: CaseView) -> None:
        """Show the answers as they are now."""
        self._view = view
        self.refresh(layout=True)

    @property
    def hides_something(self) -> bool:
        """Whether there is a hidden value to show."""
        return bool(self._hidden())

    def reveal(self) -> None:
        """Show the next hidden value for a short while; behind the last one, none. Each is told, for the log."""
        names = self._hidden()
        following = names.index(self.revealed) + 1 if self.revealed in names else 0
        self.revealed = names[following] if following < len(names) else ""
        if self._hiding is not None:
            self._hiding.stop()
        self._hiding = self.set_timer(REVEAL_SECONDS, self.hide) if self.revealed else None
        if self.revealed:
            self.post_message(self.Revealed(self.step, self.revealed))

    def hide(self) -> None:
        """Hide it again."""
        self.revealed = ""

    def on_blur(self) -> None:
        """What is left is hidden."""
        self.hide()

    def action_open(self) -> None:
        """Go to the step."""
        self.post_message(self.Opened(self.step))

    def on_click(self, _event: Click) -> None:
        """A click is as good."""
        self.action_open()

    def rows(self, room: int) -> list[Content]:
        """Title and answers."""
        title = tr(STEPS[self.step].title)
        pairs = self._answers()
        closed = isinstance(may_write(self.step, self._view.state), Refusal)
        hint = tr("Look ›") if closed or not self._fields() else tr("Change ›")
        gap = " " * max(1, room - width(title) - width(hint))
        rows = [say.line((title, "bold $ink"), gap, (hint, "$go-text" if self.has_focus else "$faint"))]
        names = min(max((width(name) for name, _words in pairs), default=0), max(8, room // 2 - _GAP))
        for name, words in pairs:
            beside = zip_longest(wrap(name, names), wrap(words, max(8, room - names - _GAP)), fillvalue="")
            for left, right in beside:
                rows.append(say.line((pad(left, names) + " " * _GAP, "$soft"), (right, "$ink")))
        return rows

    def _answers(self) -> list[tuple[str, str]]:
        """What was answered; where the entity type leaves one way of verification, that way."""
        answers = [(tr(field.title), self._words(field)) for field in self._fields()]
        context = self._view.context
        if self.step == _VERIFICATION and not answers and context.method is not None:
            return [(tr(STEPS[_VERIFICATION].title), label("verification.method", context.method))]
        return answers

    def _hidden(self) -> list[str]:
        values = self._view.context.at(self.step).siblings
        return [field.name for field in self._fields() if field.ask.mask is not None and values.get(field.name)]

    def _fields(self) -> list[FormField]:
        fields = asked(self.step, STEPS[self.step].answers, self._view.context)
        return [field for field in fields if field.ask.kept]

    def _words(self, field: FormField) -> str:
        context = self._view.context.at(self.step)
        return in_words(field, context.siblings.get(field.name, ""), context, revealed=field.name == self.revealed)

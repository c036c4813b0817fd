"""What stands above and beside a step's form: its title and number, one sentence, the steps of the rail."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from mpwizard.i18n import say as speak
from mpwizard.i18n import tr
from mpwizard.text import width
from mpwizard.views import CaseView
from mpwizard.wizard.flow import FLOW, Standing
from screens import say
from screens.widgets.help_column import help_for
from screens.widgets.rail import Mark, Stop
from screens.wizard.wizard import number_of, title_of
from screens.wrapping import wrap

_MARKS = {
    Standing.DONE: Mark.DONE,
    Standing.OPEN: Mark.OPEN,
    Standing.BLOCKED: Mark.OPEN,
    Standing.NOT_APPLICABLE: Mark.NOT_APPLICABLE,
}


def stops(view: CaseView, current: str) -> list[Stop]:
    """The rail's steps: what is done or to be done now can be jumped to."""
    return [
        Stop(
            step.key,
            tr(step.title),
            Mark.CURRENT if step.key == current else _MARKS[view.standings[step.key]],
            reachable=step.key != current and view.standings[step.key] in (Standing.DONE, Standing.OPEN),
        )
        for step in FLOW
    ]


class StepHead(Widget):
    """The step's title with its number at the right, and one sentence on what is done here."""

    DEFAULT_CSS = """
    StepHead {
        height: 2;
        width: 100%;
    }
    """

    def __init__(self, view: CaseView, step: str) -> None:
        super().__init__()
        self._step = step
        self._number = number_of(view, step)

    def show(self, view: CaseView) -> None:
        """The path may have another length now."""
        self._number = number_of(view, self._step)
        self.refresh()

    def on_resize(self) -> None:
        """The sentence takes the rows it needs."""
        rows = 1 + len(self._lead())
        if self.styles.height is None or self.styles.height.value != rows:
            self.styles.height = rows

    def render(self) -> Content:
        """Title row and sentence."""
        title, number = tr(title_of(self._step)), "{}/{}".format(*self._number)
        gap = " " * max(1, self.size.width - width(title) - len(number))
        rows = [say.line((title, "bold $ink"), gap, (number, "$faint"))]
        return say.lines([*rows, *(say.text(row, "$soft") for row in self._lead())])

    def _lead(self) -> list[str]:
        entry = help_for((self._step,))
        return wrap(speak(entry.lead), self.size.width) if entry is not None and self.size.width else []

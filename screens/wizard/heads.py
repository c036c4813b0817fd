"""What stands above and beside a step's form: its title and number, one sentence, the steps of the rail."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from mpwizard.i18n import say as speak
from mpwizard.i18n import tr
from mpwizard.lifecycle import ENDED, LOST
from mpwizard.text import width
from mpwizard.views import CaseView
from mpwizard.wizard.flow import FLOW, Standing
from mpwizard.wizard.steps.verification import is_a_choice
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
            _mark(view, step.key, current),
            reachable=step.key != current and view.standings[step.key] in (Standing.DONE, Standing.OPEN),
            here=step.key == current,
        )
        for step in FLOW
    ]


def help_keys(view: CaseView, step: str) -> tuple[str, ...]:
    """Where the help of a step stands: the entry for the only way or for the case's stage before the one for all."""
    for_one_way = ("verification.forced",) if step == "verification" and not is_a_choice(view.context) else ()
    return (*for_one_way, f"{step}.{view.state}", step)


def _mark(view: CaseView, step: str, current: str) -> Mark:
    """Work is under way at the step that is shown, unless the case is over: then it came to an end there or did not."""
    standing = view.standings[step]
    if step != current or (view.state in ENDED and standing is Standing.DONE):
        return _MARKS[standing]
    return Mark.PROBLEM if view.state in LOST else Mark.CURRENT


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
        self._help = help_keys(view, step)
        self._number = number_of(view, step)

    def show(self, view: CaseView) -> None:
        """The path may have another length now, and the case another stage."""
        self._number = number_of(view, self._step)
        self._help = help_keys(view, self._step)
        if self.size.width:
            self.on_resize()
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
        entry = help_for(self._help)
        return wrap(speak(entry.lead), self.size.width) if entry is not None and self.size.width else []

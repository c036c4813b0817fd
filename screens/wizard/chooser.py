""" "Help me choose": one small question after the other, until an entity type is found."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mpwizard.domain import EntityType
from mpwizard.i18n import say as speak
from mpwizard.i18n import tr
from mpwizard.wizard.chooser import START, Question, questions
from screens import say
from screens.widgets.modal import MpModal, Words


class Chooser(MpModal[EntityType]):
    """Gives back the type that the answers lead to. Escape goes one question back, from the first one out."""

    AUTO_FOCUS = "OptionList"

    def __init__(self) -> None:
        super().__init__()
        self._asked = [START]

    def title_words(self) -> str:
        """The dialog's title."""
        return tr("Help me choose")

    def compose_content(self) -> Iterable[Widget]:
        """The question and its answers."""
        yield Words("", classes="question")
        yield OptionList(markup=False)

    def on_mount(self) -> None:
        """The first question."""
        self._show()

    def action_close(self) -> None:
        """One question back, or out."""
        if len(self._asked) > 1:
            self._asked.pop()
            self._show()
        else:
            self.dismiss(None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """The next question, or the type."""
        reply = self._question.replies[event.option_index]
        if reply.type is not None:
            self.dismiss(reply.type)
        else:
            self._asked.append(reply.next)
            self._show()

    @property
    def _question(self) -> Question:
        return questions()[self._asked[-1]]

    def _show(self) -> None:
        self.query_one(".question", Words).say(speak(self._question.question))
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options([Option(say.text(speak(reply.label))) for reply in self._question.replies])
        listed.highlighted = 0

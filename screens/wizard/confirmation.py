"""Step: everything on one page, each section a link; then the deliberate act after which the entity is final."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.widget import Widget

from mpwizard.i18n import tr
from mpwizard.views import CaseView
from mpwizard.wizard.context import Context
from mpwizard.wizard.flow import before
from screens import keys
from screens.widgets.buttons import FlatButton
from screens.widgets.modal import Words
from screens.wizard.case_step import CaseStep
from screens.wizard.filling import Page
from screens.wizard.form import Values
from screens.wizard.review import Section
from screens.wizard.wizard import Wizard


class ConfirmationScreen(CaseStep):
    """What was answered stands above; what makes it final is asked below."""

    STEP = "confirmation"

    DEFAULT_CSS = """
    ConfirmationScreen {
        & .final { border-left: outer $wrong; padding: 0 1; margin: 0 0 1 0; }
    }
    """

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard)
        self._read: Mapping[str, int] = {}
        """The versions of the answers as the page shows them."""

    def compose_above(self) -> Iterable[Widget]:
        """The sections, and the sentence in red."""
        self._read = self.view.versions
        yield from (Section(self.view, step) for step in _to_read(self.view.context))
        words = tr("After this the entity can never be changed (主体信息确认后不可变更).")
        yield Words(words, "bold $wrong", classes="final")

    def next_words(self) -> str:
        """The act itself, until it is done."""
        return tr(keys.NEXT_STEP.description) if self.read_only else tr("Make the entity final")

    def after_view_changed(self, view: CaseView) -> None:
        """The sections as the answers are now; another path has other sections."""
        shown = [section.step for section in self.query(Section)]
        if shown != _to_read(view.context):
            self.run_worker(self.rebuild(), name="sections", group="way", exit_on_error=False)
            return
        for section in self.query(Section):
            section.show(view)
        self._read = view.versions
        self.query_one(".final").display = self.form.display = not self.read_only
        self.query_one("#button-next", FlatButton).say(self.next_words())

    def hand_in(self, values: Values, seen: int | None) -> CaseView:
        """Only what was read here becomes final: what somebody else changed since is shown first."""
        return self.app.desk.submit(self.case_id, self.STEP, values, seen, reviewed=self._read)

    def on_section_opened(self, event: Section.Opened) -> None:
        """To the step; going forward there comes back here."""
        self.run_worker(self._visit(event.step), name="visit", group="way", exit_on_error=False)

    def on_section_revealed(self, event: Section.Revealed) -> None:
        """Somebody had a hidden value shown: that is recorded."""
        self.note_revealed(event.step, event.field)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A section's hidden values can be shown, one after the other."""
        if action == "reveal" and isinstance(self.focused, Section):
            return self.focused.hides_something
        return super().check_action(action, parameters)

    def action_reveal(self) -> None:
        """Show the section's next hidden value for a short while."""
        if isinstance(self.focused, Section):
            self.focused.reveal()
        else:
            super().action_reveal()

    async def _visit(self, step: str) -> None:
        if await self.keep_or_tell():
            await self.wizard.go(step, return_to=self.STEP)

    def _land(self) -> None:
        """A page to be read begins at its top."""
        if not self._land_on and not self.read_only and not any(part.remark for part in self.form.shown_parts()):
            self.set_focus(self.query(Section).first())
            self.query_one(Page).scroll_home(animate=False)
            self._landed = True
            self.take_what_was_typed_ahead()
            return
        super()._land()


def _to_read(context: Context) -> list[str]:
    """The steps whose answers are read over: all that ask something, but not what was for this attempt only."""
    asking = (step for step in before(ConfirmationScreen.STEP, context) if step.answers.model_fields)
    return [step.key for step in asking if not step.begins_anew]

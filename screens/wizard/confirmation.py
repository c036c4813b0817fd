"""Step: everything on one page, each section a link; then the deliberate act after which the entity is final."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.widget import Widget
from textual.widgets import Button

from mpwizard.i18n import tr
from mpwizard.views import CaseView
from mpwizard.wizard.flow import before
from screens import keys, say
from screens.widgets.modal import Words
from screens.wizard.case_step import CaseStep
from screens.wizard.form import Values
from screens.wizard.form_screen import Page
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
        steps = [step.key for step in before(self.STEP, self.view.context) if step.answers.model_fields]
        yield from (Section(self.view, step) for step in steps if step != "activation")
        words = tr("After this the entity can never be changed (主体信息确认后不可变更).")
        yield Words(words, "bold $wrong", classes="final")

    def next_words(self) -> str:
        """The act itself, until it is done."""
        return tr(keys.NEXT_STEP.description) if self.read_only else tr("Make the entity final")

    def after_view_changed(self, view: CaseView) -> None:
        """The sections as the answers are now; another path has other sections."""
        shown = [section.step for section in self.query(Section)]
        wanted = [step.key for step in before(self.STEP, view.context) if step.answers.model_fields]
        if shown != [step for step in wanted if step != "activation"]:
            self.run_worker(self.rebuild(), name="sections", group="way", exit_on_error=False)
            return
        for section in self.query(Section):
            section.show(view)
        self._read = view.versions
        self.query_one(".final").display = self.form.display = not self.read_only
        self.query_one("#button-next", Button).label = say.text(self.next_words())

    def hand_in(self, values: Values, seen: int | None) -> CaseView:
        """Only what was read here becomes final: what somebody else changed since is shown first."""
        return self.app.desk.submit(self.case_id, self.STEP, values, seen, reviewed=self._read)

    def on_section_opened(self, event: Section.Opened) -> None:
        """To the step; going forward there comes back here."""
        self.run_worker(self._visit(event.step), name="visit", group="way", exit_on_error=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hidden values of a section can be shown."""
        if action == "reveal" and isinstance(self.focused, Section):
            return True
        return super().check_action(action, parameters)

    def action_reveal(self) -> None:
        """Show the section's hidden values for a short while."""
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

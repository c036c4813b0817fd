"""Step: the e-mail address and the password. The password's demands tick off while it is typed."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from mpwizard.i18n import say as speak
from mpwizard.i18n import tr
from mpwizard.texts import option_texts
from mpwizard.views import CaseView
from mpwizard.wizard.steps.credentials import demands
from screens import say
from screens.widgets.help_column import Paragraph, help_for, paragraphs
from screens.widgets.notice import Notice
from screens.widgets.rows import Rows
from screens.wizard.case_step import CaseStep
from screens.wizard.wizard import Wizard
from screens.wrapping import wrap

_SIGNS = {True: (say.DONE, "$go-text"), False: (say.WRONG, "$wrong"), None: ("·", "$faint")}


class Demands(Rows):
    """What a password must be like, each demand ticked off, or crossed out once something else is typed."""

    DEFAULT_CSS = """
    Demands { height: auto; width: 100%; padding: 0 0 0 2; margin-bottom: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._demands: tuple[tuple[str, bool | None], ...] = ()

    def show(self, demands: tuple[tuple[str, bool | None], ...]) -> None:
        """Show the demands as they are met now; None while there is nothing to judge."""
        if demands != self._demands:
            taller = len(demands) != len(self._demands)
            self._demands = demands
            self.refresh(layout=taller)

    def rows(self, room: int) -> list[Content]:
        """One row a demand, more where it breaks."""
        lines = []
        for words, met in self._demands:
            for place, row in enumerate(wrap(words, max(8, room - 2))):
                sign, style = _SIGNS[met]
                lines.append(say.line(((sign if place == 0 else " ") + " ", style), (row, "$soft")))
        return lines


class CredentialsScreen(CaseStep):
    """What is unused elsewhere is said before anything is typed."""

    STEP = "credentials"

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard)
        self._shown: Demands | None = None

    def extra_help(self) -> list[Paragraph]:
        """Practice has addresses that are always refused."""
        entry = help_for(("practice.addresses",)) if self.practice else None
        return [Paragraph(""), *paragraphs(entry)] if entry is not None else []

    def after_view_changed(self, view: CaseView) -> None:
        """Tick off what is met; say where the typed password is after a break."""
        self._tick_off(self.values())
        if self.practice and not self.read_only and view.versions.get(self.STEP) and not self.values().get("password"):
            words = tr("The password is kept nowhere: type it again before you go on.")
            self.query_one(Notice).inform(words)

    def after_answers_changed(self, values: Mapping[str, object]) -> None:
        """Tick off what is met."""
        self._tick_off(values)

    def _tick_off(self, values: Mapping[str, object]) -> None:
        if not self.practice:
            return
        texts = option_texts()
        typed = bool(values.get("password"))
        rows = tuple(
            (speak(texts[f"demand.{demand.key}"].label, **demand.values), demand.met if typed else None)
            for demand in demands(values, self.view.context)
        )
        self._demands().show(rows if not self.read_only else ())

    def _demands(self) -> Demands:
        """Below the password, whose demands they are."""
        form = self.form
        if self._shown is None or self._shown.parent is not form:
            self._shown = Demands()
            form.mount(self._shown, after=form.parts["password"])
        return self._shown

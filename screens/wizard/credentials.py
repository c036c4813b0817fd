"""Step: the e-mail address and the password. The password's demands tick off while it is typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.content import Content
from textual.widget import Widget

from mpwizard.i18n import say as speak
from mpwizard.i18n import tr
from mpwizard.rules.passwords import password_demands
from mpwizard.texts import option_texts
from mpwizard.views import CaseView
from screens import say
from screens.widgets.help_column import Paragraph, help_for, paragraphs
from screens.widgets.notice import Notice
from screens.wizard.case_step import CaseStep
from screens.wrapping import wrap


class Demands(Widget):
    """What a password must be like, each demand ticked off or not."""

    DEFAULT_CSS = """
    Demands { height: auto; width: 100%; padding: 0 0 0 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[tuple[str, bool], ...] = ()

    def show(self, rows: tuple[tuple[str, bool], ...]) -> None:
        """Show the demands as they are met now."""
        if rows != self._rows:
            taller = len(rows) != len(self._rows)
            self._rows = rows
            self.refresh(layout=taller)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """One row a demand, more where it breaks."""
        del container, viewport
        return len(self._lines(width))

    def render(self) -> Content:
        """The rows."""
        return say.lines(self._lines(self.content_size.width))

    def _lines(self, room: int) -> list[Content]:
        lines = []
        for words, met in self._rows:
            for place, row in enumerate(wrap(words, max(8, room - 2))):
                sign = (say.DONE if met else "·") if place == 0 else " "
                lines.append(say.line((sign + " ", "$go-text" if met else "$faint"), (row, "$soft")))
        return lines


class CredentialsScreen(CaseStep):
    """What is unused elsewhere is said before anything is typed."""

    STEP = "credentials"

    def compose_extra(self) -> Iterable[Widget]:
        """The password's demands, on cases that have a password."""
        if self.practice:
            yield Demands()

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
        edition = self.view.context.edition
        lengths = {"shortest": edition.number("password.length_min"), "longest": edition.number("password.length_max")}
        demands = password_demands(str(values.get("password", "")), edition, str(values.get("email", "")))
        texts = option_texts()
        rows = tuple((speak(texts[f"demand.{demand.key}"].label, **lengths), demand.met) for demand in demands)
        self.query_one(Demands).show(rows if not self.read_only else ())

"""Step: which of the six entity types. Each says its scope, its cost, its verification and what it cannot do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.widget import Widget
from textual.widgets import Button

from mpwizard.domain import EntityType
from mpwizard.i18n import N_, say, tr
from mpwizard.texts import label
from mpwizard.views import CaseView
from mpwizard.wizard.changes import falls_away
from screens.widgets.buttons import FlatButton
from screens.widgets.choice import Choice
from screens.widgets.facts import Fact, Facts
from screens.wizard.case_step import CaseStep
from screens.wizard.chooser import Chooser

_ASPECTS = {"scope": N_("For"), "cost": N_("Cost"), "verification": N_("Verified by"), "never": N_("Mind")}


class EntityTypeScreen(CaseStep):
    """The types, what the one under the cursor means, and three questions for those who do not know."""

    STEP = "entity_type"

    DEFAULT_CSS = """
    EntityTypeScreen #button-choose { margin-bottom: 1; }
    """

    def compose_extra(self) -> Iterable[Widget]:
        """The way to the questions, the card of the type under the cursor, what falls away."""
        yield FlatButton(tr("Help me choose"), name_="button-choose")
        yield Facts()

    def on_choice_pointed(self, event: Choice.Pointed) -> None:
        """The card follows the cursor."""
        self._show_card(event.item.value)

    def after_view_changed(self, view: CaseView) -> None:
        """The card of what is chosen."""
        self._show_card(view.context.text(self.STEP, "type") or EntityType.INDIVIDUAL)

    def after_answers_changed(self, values: Mapping[str, object]) -> None:
        """Another type: say which answers no longer count."""
        self._show_card(str(values.get("type", "")))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Open the questions; take the advice."""
        if event.button.id == "button-choose":
            event.stop()
            self.app.push_screen(Chooser(), self._take_advice)

    def _take_advice(self, advice: EntityType | None) -> None:
        part = self.form.parts["type"]
        if advice is not None and not part.disabled:
            part.put(advice)
            part.changed()
            part.focus_target.focus()

    def _show_card(self, chosen: str) -> None:
        if chosen not in set(EntityType):
            return
        edition = self.view.context.edition
        facts = [Fact(tr(title), say(edition.text(f"entity_type.{chosen}.{key}"))) for key, title in _ASPECTS.items()]
        lost = falls_away(self.view.context, str(self.values().get("type", "")) or chosen)
        if lost:
            names = tr(", ").join(tr(field.title) for field in lost)
            facts.append(Fact(tr("Falls away"), names, "$soon"))
        self.query_one(Facts).show(facts, title=label("entity_type.type", chosen))

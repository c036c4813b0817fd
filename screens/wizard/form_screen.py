"""A screen with the form of one step: answers that save themselves, help for the focused field, pastes, copies.

What is typed here is safe within half a second, right or wrong. Where one goes from here is `step.py`'s.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.timer import Timer

from mpwizard.gates import may_write
from mpwizard.i18n import tr
from mpwizard.problems import Conflict, Problem, Refusal, Refused
from mpwizard.tell import tell
from mpwizard.views import CaseView, Place
from mpwizard.wizard.form import same_answers
from screens import keys, say
from screens.base import MpScreen
from screens.widgets.bars import Heading
from screens.widgets.choice import Choice, Item
from screens.widgets.copy import CopyMenu
from screens.widgets.field import Line, TextField
from screens.widgets.help_column import HelpColumn, Paragraph, help_for, paragraphs
from screens.widgets.notice import Notice
from screens.widgets.part import Part
from screens.wizard.conflict import ConflictScreen, Difference, Pick
from screens.wizard.form import Form, Values
from screens.wizard.paste import Distribute, Keep, PasteScreen, joined, place_lines
from screens.wizard.saving import Draft, Saved
from screens.wizard.wizard import Wizard, title_of
from screens.wizard.words import in_words

SAVE_AFTER = 0.4


class Page(VerticalScroll, can_focus=False):
    """The scrolling part of a step: its form and what the step adds below."""


class FormScreen(MpScreen):
    """The form of one step of one case. A subclass composes it (`Form`, `Notice`, `Page`, `HelpColumn`) and says where
    the way on leads."""

    STEP: ClassVar[str] = ""
    BINDINGS = [
        keys.PREVIOUS_STEP,
        keys.NEXT_STEP,
        keys.REVEAL,
        keys.COPY,
        keys.COPY_LETTER,
        keys.PAGE_UP,
        keys.PAGE_DOWN,
    ]

    def __init__(self, wizard: Wizard) -> None:
        super().__init__()
        self.wizard = wizard
        self.case_id = wizard.case_id
        self._save_soon: Timer | None = None
        self._place = Place(self.STEP)
        self._marked = wizard.view.place
        self._going = False
        self._saved = Saved.YES
        self._draft = Draft(self._stored(wizard.view), wizard.view.versions.get(self.STEP), self._write)

    def action_next_step(self) -> None:
        """The way on, also from the last field."""

    def _land(self) -> None:
        """Put the focus where the work is."""

    def extra_help(self) -> list[Paragraph]:
        """What the help says besides."""
        return []

    def after_answers_changed(self, values: Mapping[str, object]) -> None:
        """An answer changed; the form has settled already."""

    @property
    def view(self) -> CaseView:
        """The case as last seen."""
        return self.wizard.view

    @property
    def read_only(self) -> bool:
        """Whether the step's answers can no longer be written."""
        return isinstance(may_write(self.STEP, self.view.state), Refusal)

    @property
    def form(self) -> Form:
        """The step's form."""
        return self.query_one(Form)

    def values(self) -> dict[str, object]:
        """What stands in the form now."""
        return self.form.values()

    def heading(self) -> Heading:
        """The case at the left, its kind, its time and its safety at the right."""
        record = self.view.record
        state = Saved.CLOSED if self.read_only else self._saved
        return Heading(
            place=record.reference,
            title=record.subject or tr(title_of(self.STEP)),
            kind=record.kind,
            time=say.clock(self.view.now),
            state=tr(state.value[0]),
            state_style=state.value[1],
        )

    def report_name(self) -> str:
        """The step and the case's reference; neither is anybody's data."""
        return f"{self.STEP} of {self.view.record.reference}"

    # --- drafts ------------------------------------------------------------------------------------------------------

    async def keep(self) -> bool:
        """Save what is not saved yet, right or wrong, and remember where the work is. False where two versions stand
        against each other and the user is being asked."""
        if self._save_soon is not None:
            self._save_soon.stop()
            self._save_soon = None
        if self.read_only or not self.query(Form):
            return True
        try:
            await self._draft.save(self.form.kept_values())
        except Conflict as conflict:
            self._say_saved(Saved.NO)
            self._show_conflict(conflict)
            return False
        except Refused as refused:
            self._say_saved(Saved.NO)
            self._show_refusal(refused.refusal)
            return True
        except Exception:
            self._say_saved(Saved.NO)
            raise
        self._say_saved(Saved.YES if self._draft.holds(self.form.kept_values()) else Saved.NOT_YET)
        if self._place != self._marked:
            place = self._marked = self._place
            await asyncio.to_thread(self.app.desk.mark_place, self.case_id, place)
        return True

    @property
    def unsaved(self) -> bool:
        """Whether something stands here that the desk does not hold."""
        return not self.read_only and bool(self.query(Form)) and not self._draft.holds(self.form.kept_values())

    async def keep_or_tell(self) -> bool:
        """The same before going elsewhere within the wizard: a save that fails is told and does not hold anybody back.
        What was typed stays in this screen, which is kept as long as the wizard is open."""
        try:
            return await self.keep()
        except Exception as error:
            self.app.complain(error)
            return True

    def _write(self, values: Values, seen: int | None) -> int:
        return self.app.desk.save(self.case_id, self.STEP, values, seen)

    def _stored(self, view: CaseView) -> dict[str, object]:
        return dict(view.context.draft.get(self.STEP, {}))

    def _keep_soon(self) -> None:
        if self.read_only:
            return
        if self._save_soon is not None:
            self._save_soon.stop()
        self._save_soon = self.set_timer(SAVE_AFTER, self._keep_now)

    def _keep_now(self) -> None:
        self.run_worker(self.keep(), name="save", group="save", exit_on_error=False)

    def _say_saved(self, saved: Saved) -> None:
        if saved is not self._saved:
            self._saved = saved
            self.show_heading()

    def _show_conflict(self, conflict: Conflict) -> None:
        mine, theirs, context = self.form.kept_values(), conflict.theirs, self.form.context
        fields = [self.form.field_of(part) for part in self.form.parts.values()]
        differences = [
            Difference(tr(field.title), *(in_words(field, side.get(field.name), context) for side in (mine, theirs)))
            for field in fields
            if not same_answers({0: mine.get(field.name)}, {0: theirs.get(field.name)})
        ]

        def picked(pick: Pick | None) -> None:
            if pick is None:
                return
            self._draft.is_now(conflict.theirs, conflict.version)
            if pick is Pick.THEIRS:
                self.form.put(conflict.theirs)
            self._keep_now()

        if self.is_current:
            self.app.push_screen(ConflictScreen(differences), picked)

    def _show_problems(self, problems: Iterable[Problem]) -> None:
        homeless = self.form.show_problems(problems)
        if homeless:
            told = tell(homeless[0])
            self.query_one(Notice).refuse(told.line, told.lifts)
        self._land()

    def _show_refusal(self, refusal: Refusal) -> None:
        told = tell(refusal)
        self.query_one(Notice).refuse(told.line, told.lifts)

    # --- parts -------------------------------------------------------------------------------------------------------

    def on_part_changed(self, event: Part.Changed) -> None:
        """An answer changed: what depends on it follows, and it is saved soon."""
        if not isinstance(event.part, TextField):
            self.form.settle()
        self.form.judge_again(but=event.part)
        self.query_one(Notice).clear()
        if not self._draft.holds(self.form.kept_values()):
            self._say_saved(Saved.NOT_YET)
        self._keep_soon()
        self.after_answers_changed(self.values())

    def on_part_entered(self, event: Part.Entered) -> None:
        """The help speaks of the field, and the place is remembered."""
        self._place = Place(self.STEP, self.form.name_of(event.part))
        self._keep_soon()
        self._show_help()

    def on_part_left(self, _event: Part.Left) -> None:
        """Leaving a field saves."""
        if not self._going:
            self._keep_soon()

    def on_choice_pointed(self, event: Choice.Pointed) -> None:
        """The help tells what the option means."""
        self._show_help(event.item)

    def on_part_done(self, event: Part.Done) -> None:
        """Enter on an answer that stands."""
        self.done_with(event.part)

    def done_with(self, part: Part) -> None:
        """To the next field; from the last one on. At once: what is typed next belongs there."""
        following = self.form.after(part)
        if following is not None:
            self.set_focus(following.focus_target)
        else:
            self.action_next_step()

    def on_text_field_pasted_lines(self, event: TextField.PastedLines) -> None:
        """Offer to put each line where it belongs."""
        fields = [self.form.field_of(part) for part in self.form.shown_parts()]
        placed = place_lines(event.text, fields, self.form.context)

        def decided(decision: Keep | Distribute | None) -> None:
            match decision:
                case Keep():
                    event.part.line.insert_pasted(joined(event.text))
                case Distribute(pieces):
                    self._distribute({each.field.name: each.value for each in pieces if each.field is not None})
                case None:
                    return
            event.part.focus_target.focus()

        self.app.push_screen(PasteScreen(placed), decided)

    def _distribute(self, values: Mapping[str, str]) -> None:
        for name, value in values.items():
            part = self.form.parts[name]
            if isinstance(part, TextField):
                part.line.select_all()
                part.line.insert_pasted(value)

    def _focused_part(self) -> Part | None:
        nodes = self.focused.ancestors_with_self if self.focused is not None else []
        return next((node for node in nodes if isinstance(node, Part)), None)

    # --- keys --------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that can do nothing here are not offered."""
        if action == "reveal":
            return isinstance(self.focused, Line) and self.focused.secret
        return super().check_action(action, parameters)

    def action_reveal(self) -> None:
        """Show the secret being typed, or hide it again."""
        if isinstance(self.focused, Line):
            self.focused.reveal()

    def action_copy(self) -> None:
        """What to copy, and how."""
        part = self._focused_part()
        here = self.form.copy_of(part) if part is not None and part.copyable else None
        self.app.push_screen(CopyMenu(here, self.form.copies()))

    def action_turn(self, pages: int) -> None:
        """Scroll the page; the focus stays."""
        page = self.query_one(Page)
        page.scroll_relative(y=pages * max(1, page.size.height - 1), animate=False)

    # --- help --------------------------------------------------------------------------------------------------------

    def help_pieces(self) -> list[Paragraph]:
        """The focused field, then the step."""
        part = self._focused_part()
        field = self._field_help(part, None)
        return [*field, *([Paragraph("")] if field else []), *self._step_help()]

    def _show_help(self, item: Item | None = None) -> None:
        part = self._focused_part()
        title = part.title if part is not None else tr(title_of(self.STEP))
        pieces = self._field_help(part, item) if part is not None else self._step_help()
        self.query_one(HelpColumn).show(title, [*pieces, *self.extra_help()])

    def _field_help(self, part: Part | None, item: Item | None) -> list[Paragraph]:
        if part is None:
            return []
        entry = help_for((part.key,))
        pieces = paragraphs(entry) if entry is not None else []
        if item is not None and item.line:
            pieces = [Paragraph(item.label, "$go-text"), Paragraph(item.line, "$ink"), Paragraph(""), *pieces]
        return pieces

    def _step_help(self) -> list[Paragraph]:
        entry = help_for((self.STEP,))
        return paragraphs(entry) if entry is not None else []

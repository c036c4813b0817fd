"""What every step of the wizard has: the rail, its title, its form, help, the way back and the way on, and drafts that
save themselves. A step's own file says only what is special about it.

Back, save and leave always work; a problem stands in the way forward only.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.containers import Container, Vertical, VerticalScroll
from textual.events import Key
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Button

from mpwizard.gates import may_write
from mpwizard.i18n import N_, tr
from mpwizard.problems import Conflict, Invalid, Problem, Refusal, Refused
from mpwizard.tell import tell
from mpwizard.views import CaseView, Place
from mpwizard.wizard.flow import STEPS
from screens import keys, say
from screens.base import MpScreen
from screens.palette import Command
from screens.widgets.bars import Heading
from screens.widgets.buttons import WayOn
from screens.widgets.choice import Choice, Item
from screens.widgets.copy import CopyMenu
from screens.widgets.field import Line, TextField
from screens.widgets.help_column import HelpColumn, Paragraph, help_for, paragraphs
from screens.widgets.notice import Notice
from screens.widgets.part import Part
from screens.widgets.rail import Rail
from screens.wizard.conflict import ConflictScreen, Difference, Pick
from screens.wizard.form import Form, Values
from screens.wizard.heads import StepHead, stops
from screens.wizard.paste import Distribute, Keep, PasteScreen, joined, place_lines
from screens.wizard.saving import Draft, Saved
from screens.wizard.wizard import Wizard, title_of

SAVE_AFTER = 0.4
PREPARE_AFTER = 0.6
CLOCK_EVERY = 60


class Page(VerticalScroll, can_focus=False):
    """The scrolling part of a step: its form and what the step adds below."""


class StepScreen(MpScreen):
    """One step of one case.

    A subclass names its `STEP` and may override the hooks: `compose_above`, `compose_extra`, `extra_help`, `after_answers_changed`,
    `after_view_changed`, `next_words`, `can_go_on`.
    """

    STEP: ClassVar[str] = ""
    AUTO_FOCUS = ""
    BINDINGS = [
        keys.PREVIOUS_STEP,
        keys.NEXT_STEP,
        keys.REVEAL,
        keys.COPY,
        keys.COPY_LETTER,
        keys.NEXT_PANE,
        keys.PREVIOUS_PANE,
        keys.PAGE_UP,
        keys.PAGE_DOWN,
    ]

    DEFAULT_CSS = """
    StepScreen {
        & > .body { layout: horizontal; height: 1fr; width: 100%; }
        & .column { width: 1fr; max-width: 72; height: 1fr; padding: 1 1 0 1; }
        & Page { height: 1fr; margin-top: 1; }
        & WayOn { margin: 0 0 1 0; }
        &.-low WayOn { margin: 0; }
        &.-narrow > .body { layout: vertical; }
        &.-narrow .column { width: 100%; }
    }
    """

    def __init__(self, wizard: Wizard) -> None:
        super().__init__()
        self.wizard = wizard
        self.case_id = wizard.case_id
        self._carried: Values = {}
        self._land_on = ""
        self._save_soon: Timer | None = None
        self._place = Place(self.STEP)
        self._marked = wizard.view.place
        self._going = False
        self._typed_ahead = ""
        self._saved = Saved.YES
        self._draft = Draft(self._stored(wizard.view), wizard.view.versions.get(self.STEP), self._write)

    # --- hooks -------------------------------------------------------------------------------------------------------

    def compose_extra(self) -> Iterable[Widget]:
        """Widgets below the form, within the part that scrolls."""
        return ()

    def compose_above(self) -> Iterable[Widget]:
        """Widgets above the form, within the part that scrolls."""
        return ()

    def extra_help(self) -> list[Paragraph]:
        """What the help says besides."""
        return []

    def after_answers_changed(self, values: Mapping[str, object]) -> None:
        """An answer changed; the form has settled already."""

    def after_view_changed(self, view: CaseView) -> None:
        """The case was looked at again: a proof, a mail, another state. Also called when the step is shown."""

    def next_words(self) -> str:
        """What the button that leads on says."""
        return ""

    def can_go_on(self) -> bool:
        """Whether there is a way on from here at all."""
        return True

    # --- shape -------------------------------------------------------------------------------------------------------

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

    def compose_content(self) -> Iterable[Widget]:
        """Rail, column, help."""
        context = self.view.context
        form = Form(STEPS[self.STEP], context, read_only=self.read_only)
        if self._carried:
            form.carry(self._carried)
        with Container(classes="body"):
            yield Rail(stops(self.view, self.STEP))
            with Vertical(classes="column"):
                yield StepHead(self.view, self.STEP)
                yield Notice()
                with Page():
                    yield from self.compose_above()
                    yield form
                    yield from self.compose_extra()
                if self.can_go_on():
                    yield WayOn(self.next_words())
            yield HelpColumn()

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

    def commands(self) -> Iterable[Command]:
        """The palette's commands here."""
        yield Command(N_("Leave the wizard"), N_("Back to the desk; everything is kept"), self._leave)

    async def _leave(self) -> None:
        await self.keep()
        await self.wizard.leave()

    # --- coming and going --------------------------------------------------------------------------------------------

    def land_on(self, field: str) -> None:
        """Which field takes the focus when the step is shown next; the first to be done where none is named."""
        self._land_on = field

    def on_mount(self) -> None:
        """The clock moves once a minute, no more: input methods follow every repaint."""
        self.set_interval(CLOCK_EVERY, self.show_heading)

    def on_screen_resume(self) -> None:
        """The step is shown: everything as the case stands now, the focus where the work is."""
        self.take(self.view)
        if self.focused is None or self._land_on:
            self.call_after_refresh(self._land)
        self.set_timer(PREPARE_AFTER, self._prepare)

    def take(self, view: CaseView) -> None:
        """Show the case as it is now. What was typed here and is not saved yet stays."""
        self.wizard.saw(view)
        if not self.is_running or not self.query(Form):
            return
        stored, version = self._stored(view), view.versions.get(self.STEP)
        unsaved = not self._draft.holds(self.form.kept_values())
        if self._draft.is_older_than(version) and not unsaved:
            self.form.put(stored)
            self._draft.is_now(stored, version)
        self.form.surround(view.context, read_only=self.read_only)
        self.query_one(Rail).show(stops(view, self.STEP))
        self.query_one(StepHead).show(view)
        self.show_heading()
        self._show_help()
        self.after_view_changed(view)

    async def reload(self) -> None:
        """Look at the case again: after something happened to it beside this form."""
        await self.keep()
        self.take(await self.wizard.look())

    async def rebuild(self) -> None:
        """In another language: the same step, the same field, what was typed."""
        part = self._focused_part()
        self._carried = self.values()
        await self.keep()
        await self.wizard.forget_others(self.STEP)
        await self.recompose()
        self._carried = {}
        self.land_on(self.form.name_of(part) if part is not None else "")
        self.take(self.view)
        self._land()

    def _land(self) -> None:
        named = self.form.parts.get(self._land_on)
        self._land_on = ""
        target = named if named is not None and named.display else self.form.first_to_do()
        if target is not None and not target.disabled:
            target.focus_target.focus()
        elif self.can_go_on():
            self.query_one("#button-next", Button).focus()
        line = self.focused
        if self._typed_ahead and isinstance(line, Line):
            line.insert_pasted(self._typed_ahead)
        self._typed_ahead = ""

    def _prepare(self) -> None:
        if self.is_current and not self._going:
            self.run_worker(self.wizard.prepare_after(self.STEP), name="prepare", group="prepare", exit_on_error=False)

    # --- drafts ------------------------------------------------------------------------------------------------------

    async def keep(self) -> None:
        """Save what is not saved yet, right or wrong, and remember where the work is."""
        if self._save_soon is not None:
            self._save_soon.stop()
            self._save_soon = None
        if self.read_only or not self.query(Form):
            return
        try:
            await self._draft.save(self.form.kept_values())
        except Conflict as conflict:
            self._say_saved(Saved.NO)
            self._show_conflict(conflict)
            return
        except Refused as refused:
            self._say_saved(Saved.NO)
            self._show_refusal(refused.refusal)
            return
        except Exception:
            self._say_saved(Saved.NO)
            raise
        self._say_saved(Saved.YES if self._draft.holds(self.form.kept_values()) else Saved.NOT_YET)
        if self._place != self._marked:
            place = self._marked = self._place
            await asyncio.to_thread(self.app.desk.mark_place, self.case_id, place)

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
        mine = self.form.kept_values()
        titles = {name: part.title for name, part in self.form.parts.items()}
        differences = [
            Difference(title, str(mine.get(name, "")), str(conflict.theirs.get(name, "")))
            for name, title in titles.items()
            if (mine.get(name) or "") != (conflict.theirs.get(name) or "")
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

    # --- the way on --------------------------------------------------------------------------------------------------

    def action_next_step(self) -> None:
        """Forward, if nothing stands in the way."""
        if self._going or not self.can_go_on():
            return
        wrong = [] if self.read_only else self.form.judge()
        notice = self.query_one(Notice)
        notice.clear()
        if wrong:
            wrong[0].focus_target.focus()
            if len(wrong) > 1:
                notice.refuse(tr("{n} answers need another look.", n=len(wrong)))
            return
        self._going = True
        self.set_focus(None)
        self.run_worker(self._go_on(), name="go on", group="way", exit_on_error=False)

    async def _go_on(self) -> None:
        try:
            if self.read_only:
                await self.wizard.look()
                await self.wizard.forward(self.STEP)
                return
            await self.keep()
            values, seen = self.values(), self._draft.version
            view = await asyncio.to_thread(self.app.desk.submit, self.case_id, self.STEP, values, seen)
            self._passed(view)
            await self.wizard.forward(self.STEP)
        except Invalid as invalid:
            await self._catch_up()
            self._show_problems(invalid.problems)
        except Refused as refused:
            await self._catch_up()
            self._show_refusal(refused.refusal)
        except Conflict as conflict:
            self._show_conflict(conflict)
        finally:
            self._going = False
            if self.is_current and self.focused is None:
                self._typed_ahead = ""
                self._land()

    def _passed(self, view: CaseView) -> None:
        self._draft.is_now(self._stored(view), view.versions.get(self.STEP))
        self.wizard.saw(view)
        following = self.wizard.next_screen(self.STEP)
        if following is not None and following is not self:
            following.type_ahead(self._typed_ahead)
        self._typed_ahead = ""

    async def _catch_up(self) -> None:
        view = await self.wizard.look()
        self._draft.is_now(self._stored(view), view.versions.get(self.STEP))
        self.take(view)

    def type_ahead(self, text: str) -> None:
        """What was typed while the step before was still being passed: it was meant for here."""
        self._typed_ahead = text

    def on_key(self, event: Key) -> None:
        """Keys between two steps wait for the next one."""
        if self._going and event.is_printable and event.character:
            self._typed_ahead += event.character
            event.stop()

    def _show_problems(self, problems: Iterable[Problem]) -> None:
        homeless = self.form.show_problems(problems)
        if homeless:
            told = tell(homeless[0])
            self.query_one(Notice).refuse(told.line, told.lifts)
        self._land()

    def _show_refusal(self, refusal: Refusal) -> None:
        told = tell(refusal)
        self.query_one(Notice).refuse(told.line, told.lifts)

    def action_back(self) -> None:
        """The step before; nothing is checked, nothing is lost. From the rail back to the form."""
        if self.query_one(Rail).has_focus:
            self._land()
            return
        if not self._going:
            self._going = True
            self.run_worker(self._go_back(), name="back", group="way", exit_on_error=False)

    async def _go_back(self) -> None:
        try:
            await self.keep()
            await self.wizard.back(self.STEP)
        finally:
            self._going = False

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The two buttons."""
        match event.button.id:
            case "button-next":
                self.action_next_step()
            case "button-back":
                self.action_back()

    def on_rail_chosen(self, event: Rail.Chosen) -> None:
        """Jump to a step that is done."""
        self.run_worker(self._jump(event.key), name="jump", group="way", exit_on_error=False)

    async def _jump(self, step: str) -> None:
        await self.keep()
        await self.wizard.go(step)

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
        """Enter: the next field, from the last one the next step."""
        following = self.form.after(event.part)
        if following is not None:
            following.focus_target.focus()
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
        if action == "next_step":
            return self.can_go_on()
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

    def action_next_pane(self) -> None:
        """To the rail, and back to the form."""
        rail = self.query_one(Rail)
        if rail.has_focus:
            self._land()
        else:
            rail.enter()

    def action_previous_pane(self) -> None:
        """There are two panes: the one before is the next one."""
        self.action_next_pane()

    def action_turn(self, pages: int) -> None:
        """Scroll the page; the focus stays."""
        page = self.query_one(Page)
        page.scroll_relative(y=pages * max(1, page.size.height - 1), animate=False)

    # --- help --------------------------------------------------------------------------------------------------------

    def help_pieces(self) -> list[Paragraph]:
        """The focused field, then the step."""
        part = self._focused_part()
        return [*self._field_help(part, None), *self._step_help()]

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

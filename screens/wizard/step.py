"""What every step of the wizard has: its place on the rail, its title around the form, the way back and the way on. A
step's own file says only what is special about it.

Back, save and leave always work; a problem stands in the way forward only.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from textual.binding import ActiveBinding
from textual.containers import Container, Vertical
from textual.widget import Widget
from textual.widgets import Button

from mpwizard.i18n import N_, tr
from mpwizard.problems import Conflict, Invalid, Refused
from mpwizard.views import CaseView
from mpwizard.wizard.flow import STEPS
from screens import keys
from screens.base import what_it_was_told
from screens.desk.dialogs import Confirm
from screens.palette import Command
from screens.widgets.buttons import WayOn
from screens.widgets.field import Line
from screens.widgets.help_column import HelpColumn
from screens.widgets.notice import Notice
from screens.widgets.rail import Rail
from screens.widgets.tick import Tick
from screens.wizard.filling import Page
from screens.wizard.form import Form, Values
from screens.wizard.form_screen import FormScreen
from screens.wizard.heads import StepHead, stops
from screens.wizard.wizard import Wizard

PREPARE_AFTER = 0.6
CLOCK_EVERY = 60
TAB = "\t"


class StepScreen(FormScreen):
    """One step of one case.

    A subclass names its `STEP` and may override the hooks: `compose_above`, `compose_extra`, `extra_help`,
    `after_answers_changed`, `after_view_changed`, `next_words`, `can_go_on`.
    """

    AUTO_FOCUS = ""
    BINDINGS = [keys.NEXT_PANE, keys.PREVIOUS_PANE]

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
        super().__init__(wizard)
        self._carried: Values = {}
        self._land_on = ""
        self._landed = False

    # --- hooks -------------------------------------------------------------------------------------------------------

    def compose_extra(self) -> Iterable[Widget]:
        """Widgets below the form, within the part that scrolls."""
        return ()

    def compose_above(self) -> Iterable[Widget]:
        """Widgets above the form, within the part that scrolls."""
        return ()

    def after_view_changed(self, view: CaseView) -> None:
        """The case was looked at again: a proof, a mail, another state. Also called when the step is shown."""

    def next_words(self) -> str:
        """What the button that leads on says."""
        return ""

    def can_go_on(self) -> bool:
        """Whether there is a way on from here at all."""
        return True

    # --- shape -------------------------------------------------------------------------------------------------------

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

    def commands(self) -> Iterable[Command]:
        """The palette's commands here."""
        yield from super().commands()
        yield Command(N_("Leave the wizard"), N_("Back to the desk; everything is kept"), self._leave)

    async def _leave(self) -> None:
        if not await self.keep_or_tell():
            return
        await self.wizard.keep_all()
        if not self.wizard.unsaved or await self.app.push_screen_wait(_leave_unsaved()):
            self.wizard.leave()

    # --- coming and going --------------------------------------------------------------------------------------------

    def come_to(self, field: str) -> None:
        """The step is about to be shown: what was said here last time is over."""
        for notice in self.query(Notice):
            notice.clear()
        self.land_on(field)

    def land_on(self, field: str) -> None:
        """Which field takes the focus when the step is shown next; where none is named, the first to be done, or the
        way on where nothing is."""
        self._land_on = field
        self._landed = False

    def on_mount(self) -> None:
        """The clock moves once a minute, no more: input methods follow every repaint."""
        self.set_interval(CLOCK_EVERY, self.show_heading)

    def on_screen_resume(self) -> None:
        """The step is shown: everything as the case stands now, the focus where the work is."""
        self.take(self.view)
        self.land()
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
        """In another language: the same step, the same field, what was typed, what was wrong with it."""
        part = self._focused_part()
        told = [name for name, each in self.form.parts.items() if each.remark is not None]
        refused = self.query_one(Notice).words
        self._carried = self.values()
        await self.keep()
        await self.wizard.forget_others(self.STEP)
        await self.recompose()
        self._carried = {}
        self.land_on(self.form.name_of(part) if part is not None else "")
        self.take(self.view)
        for name in told:
            self.form.parts[name].judge_now()
        if refused is not None:
            self.query_one(Notice).repeat(refused)
        self._land()

    def land(self) -> None:
        """Put the focus where the work is, unless it is there already."""
        if not self._landed and self.query(Form):
            self._land()

    def _land(self) -> None:
        named = self.form.parts.get(self._land_on)
        self._land_on = ""
        target = named if named is not None and named.display else self.form.first_to_do()
        if target is not None and not target.disabled:
            self.set_focus(target.focus_target)
        elif self.can_go_on():
            self.set_focus(self.query_one("#button-next", Button))
        self._landed = True
        self.take_what_was_typed_ahead()

    def take_what_was_typed_ahead(self) -> None:
        """Give the keys and pastes that waited to the field they were meant for."""
        ahead, self.wizard.typed_ahead = self.wizard.typed_ahead, []
        for piece in ahead:
            if piece == TAB:
                self.focus_next()
            elif isinstance(self.focused, Line):
                self.focused.take_pasted(piece)
            elif piece == " " and isinstance(self.focused, Tick):
                self.focused.action_tick()

    def _prepare(self) -> None:
        if self.is_current and not self._going:
            self.run_worker(self.wizard.prepare_after(self.STEP), name="prepare", group="prepare", exit_on_error=False)

    # --- the way on --------------------------------------------------------------------------------------------------

    def action_next_step(self) -> None:
        """Forward, if nothing stands in the way. Keys that came before this one are done first, later ones wait."""
        if self._going or not self.can_go_on():
            return
        self._going = True
        focused = self.focused
        self.set_focus(None)
        self.run_worker(self._judge_and_go(focused), name="go on", group="way", exit_on_error=False)

    async def _judge_and_go(self, focused: Widget | None) -> None:
        if focused is not None:
            await what_it_was_told(focused)
        if self.read_only or self.is_right():
            await self._go_on()
            return
        self._going = False
        self.wizard.typed_ahead = []

    def hand_in(self, values: Values, seen: int | None) -> CaseView:
        """Submit the answers; runs in a thread."""
        return self.app.desk.submit(self.case_id, self.STEP, values, seen)

    async def _go_on(self) -> None:
        try:
            if self.read_only:
                await self.wizard.look()
                await self.wizard.forward(self.STEP)
                return
            if not await self.keep():
                return
            values, seen = self.values(), self._draft.version
            view = await asyncio.to_thread(self.hand_in, values, seen)
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
                self.wizard.typed_ahead = []
                self._land()

    def _passed(self, view: CaseView) -> None:
        self._draft.adopt(self._stored(view), view.versions.get(self.STEP))
        self.wizard.saw(view)

    async def _catch_up(self) -> None:
        view = await self.wizard.look()
        self._draft.adopt(self._stored(view), view.versions.get(self.STEP))
        self.take(view)

    def hold(self, key: str) -> bool:
        """Keys between two steps, and before the focus is there, wait for the field they were meant for."""
        if self._going or not self._landed:
            self.wizard.typed_ahead.append(key)
            return True
        return False

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
            if self.wizard.is_first(self.STEP):
                await self._leave()
            elif await self.keep_or_tell():
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
        if await self.keep_or_tell():
            await self.wizard.go(step)

    # --- keys --------------------------------------------------------------------------------------------------------

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now; the one that leads on says what its button says."""
        words = self.next_words()
        return {
            key: active._replace(binding=replace(active.binding, description=words))
            if words and active.binding.action == keys.NEXT_STEP.action
            else active
            for key, active in super().active_bindings.items()
        }

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that can do nothing here are not offered."""
        if action == "next_step":
            return self.can_go_on()
        return super().check_action(action, parameters)

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


def _leave_unsaved() -> Confirm:
    words = tr("Something you typed could not be saved. Stay, and it is tried again; leave, and it is lost.")
    return Confirm(tr("Leave without it?"), words, tr("Leave"))

"""The page of one action: what it is done to, its form, what is in the way. What is typed is kept until it was done."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from textual.containers import Container, Vertical
from textual.widget import Widget
from textual.widgets import Button

from mpwizard.account_desk import Sheet
from mpwizard.console.action import Offer
from mpwizard.i18n import say as speak
from mpwizard.i18n import tr
from mpwizard.platform_desk import PlatformDesk
from mpwizard.problems import Conflict, Invalid, Refusal, Refused
from mpwizard.records import MatterRecord
from mpwizard.tell import tell
from screens import keys, say
from screens.console.console import Console, News
from screens.console.extras import parts_of
from screens.console.words import help_with_rules, section_of, target_words, told_whole
from screens.leaving import leave
from screens.widgets.bars import Heading
from screens.widgets.buttons import WayOn
from screens.widgets.facts import Fact, Facts
from screens.widgets.field import Line
from screens.widgets.help_column import HelpColumn, Paragraph, help_for
from screens.widgets.notice import Notice
from screens.widgets.part import Part
from screens.wizard.filling import FillingScreen, Page
from screens.wizard.form import Form, Values
from screens.wizard.saving import Draft
from screens.wizard.words import in_words

# Where the help of the two fields stands that every form has on record cases.
_SAID = "said_"


class ActionScreen(FillingScreen):
    """One action of one account."""

    AUTO_FOCUS = ""
    BINDINGS = [keys.ACTION_BACK, keys.HAND_IN]

    DEFAULT_CSS = """
    ActionScreen {
        & > .body { layout: horizontal; height: 1fr; width: 100%; }
        & .column { width: 1fr; max-width: 76; height: 1fr; padding: 1 2 0 2; }
        & Page { height: 1fr; }
        & .head { margin-bottom: 1; }
        & Notice { margin-bottom: 1; }
        & WayOn { margin: 0 0 1 0; }
        &.-low WayOn { margin: 0; }
    }
    """

    def __init__(self, console: Console, offer: Offer, sheet: Sheet) -> None:
        self.console = console
        self.offer = offer
        self.sheet = sheet
        self._seen = offer.matter.version if offer.matter is not None else None
        self._carried: Values = {}
        self._begun = sheet.begins_with(sheet.values)
        self._aside: list[tuple[Values, Values]] = []
        self._ready = False
        super().__init__()

    # --- shape -------------------------------------------------------------------------------------------------------

    def compose_content(self) -> Iterable[Widget]:
        """Title, message, form, the way on, help."""
        section = section_of(self.console.view, self.offer).section
        form = Form(self.sheet, self.sheet.context, special=parts_of(section.key, self.console.view))
        if self._carried:
            form.carry(self._carried)
        with Container(classes="body"):
            with Vertical(classes="column"):
                yield Facts(self._head(), title=tr(self.page_title()), classes_="head")
                yield Notice()
                with Page():
                    yield form
                yield WayOn(tr(keys.HAND_IN.description), tr(keys.ACTION_BACK.description))
            yield HelpColumn()

    def heading(self) -> Heading:
        """The case at the left; its kind, its time and whether what is typed is kept at the right."""
        view = self.console.view
        record, state = view.case.record, self._saved
        return Heading(
            place=record.reference,
            title=record.subject or tr(self.page_title()),
            kind=record.kind,
            time=say.clock(view.account.now),
            state=tr(state.value[0]),
            state_style=state.value[1],
        )

    def report_name(self) -> str:
        """The action and the case's reference; neither is anybody's data."""
        return f"{self.sheet.key} of {self.console.view.case.record.reference}"

    def page_title(self) -> str:
        """The action's title."""
        return self.offer.action.title

    def _head(self) -> list[Fact]:
        view, entry = self.console.view, help_for((self.sheet.key,))
        target = target_words(view, self.offer)
        facts = [Fact("", target, "$ink")] if target else []
        if entry is not None:
            facts.append(Fact("", speak(entry.lead), "$soft"))
        return facts or [Fact("", tr(section_of(view, self.offer).section.title), "$soft")]

    # --- drafts ------------------------------------------------------------------------------------------------------

    def stored_draft(self) -> Draft:
        """What was typed here before and was not handed in."""
        return Draft(self.sheet.values, self.sheet.version, self._write)

    def _write(self, values: Values, seen: int | None) -> int:
        return self.console.accounts.keep(self.console.case_id, self.sheet, values, seen)

    def after_answers_changed(self, values: Values) -> None:
        """Another choice can begin the rest of the form with something else: with the page group that was named."""
        begun = self.sheet.begins_with(values)
        if begun != self._begun:
            self.form.follow(self._set_aside(values, begun))
            self._begun = begun

    def _set_aside(self, values: Values, begun: Values) -> Values:
        """What the form is to show now that it is about something else: what was typed about that before, or what it
        begins with. What was typed so far is there again when one comes back; typed about nothing yet, it stays."""
        if not self._begun:
            return {name: value for name, value in begun.items() if not values.get(name)}
        chosen = {name: value for name, value in self._begun.items() if values.get(name) == begun.get(name)}
        typed = {name: values[name] for name in self._begun if name in values}
        self._aside = [each for each in self._aside if each[0] != self._begun]
        self._aside.append((self._begun, {**typed, **chosen}))
        return next((typed for about, typed in self._aside if about == begun), begun)

    # --- coming and going --------------------------------------------------------------------------------------------

    def on_screen_resume(self) -> None:
        """The focus is where the work is."""
        if not self._ready:
            self._land()
            self._show_help()

    def hold(self, key: str) -> bool:
        """What is typed before the form is there waits for its first field."""
        if not self._ready:
            self.console.typed_ahead.append(key)
            return True
        return False

    async def rebuild(self) -> None:
        """In another language: the same field, what was typed."""
        part, refused = self._focused_part(), self.query_one(Notice).words
        self._carried = self.values()
        await self.keep()
        await self.recompose()
        self._carried = {}
        if refused is not None:
            self.query_one(Notice).repeat(refused)
        named = self.form.parts.get(part.key.rpartition(".")[2]) if part is not None else None
        self.set_focus(named.focus_target if named is not None else None)
        self.refresh_bindings()

    def _land(self) -> None:
        parts = self.form.shown_parts()
        target = self.form.first_to_do() or next(iter(parts), None)
        self.set_focus(target.focus_target if target is not None else self.query_one("#button-next", Button))
        self._ready = True
        ahead, self.console.typed_ahead = self.console.typed_ahead, []
        for piece in ahead:
            if piece == "\t":
                self.focus_next()
            elif isinstance(self.focused, Line):
                self.focused.take_pasted(piece)

    def action_back(self) -> None:
        """Back to the section; what was typed is kept."""
        if not self._going:
            self._going = True
            self.app.run_worker(self._leave(), name="leave", group="leave", exit_on_error=False)

    async def _leave(self) -> None:
        if await self.keep_or_tell() and self.is_current:
            await leave(self)
        self._going = False

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The two buttons."""
        event.stop()
        if event.button.id == "button-next":
            self.action_next_step()
        else:
            self.action_back()

    # --- handing in --------------------------------------------------------------------------------------------------

    def action_next_step(self) -> None:
        """Judge the form, ask where it is final, hand it in."""
        if not self._going:
            self._going = True
            self.app.run_worker(self._go_on(), name="hand in", group="act", exit_on_error=False)

    async def _go_on(self) -> None:
        try:
            if self.is_right() and await self.keep_or_tell() and await self._is_meant():
                await self._hand_in()
        finally:
            self._going = False

    async def _is_meant(self) -> bool:
        if not self.offer.action.final:
            return True
        context, parts = self.form.context, self.form.shown_parts()
        fields = [(part, self.form.field_of(part)) for part in parts if not part.empty]
        answered = [f"{part.title}: {in_words(field, part.value, context)}" for part, field in fields]
        question = self.console.really(self.offer, "\n".join(answered))
        return await self.app.push_screen_wait(question) is True

    async def _hand_in(self) -> None:
        try:
            await self.console.hand_in(self.offer, self.sheet, self.values(), self._seen)
        except Invalid as invalid:
            self._show_problems(invalid.problems)
        except Refused as refused:
            await self._catch_up()
            self._show_refusal(refused.refusal)
        except Conflict:
            await self._catch_up()
            self._show_refusal(Refusal("changed_elsewhere"))
        else:
            await leave(self)

    async def _catch_up(self) -> None:
        """Something happened to the account nevertheless, or meanwhile: judge by how it stands now."""
        view = await self.console.look()
        now = self._target_now(view.account.matters)
        self._seen = now.version if now is not None else None
        self.show_heading()

    def _target_now(self, matters: Iterable[MatterRecord]) -> MatterRecord | None:
        target = self.offer.matter
        return next((each for each in matters if target is not None and each.id == target.id), None)

    def _show_refusal(self, refusal: Refusal) -> None:
        self.query_one(Notice).repeat(lambda: self._in_words(refusal))
        self.query_one(Page).scroll_home(animate=False)

    def _in_words(self, refusal: Refusal) -> tuple[str, str]:
        told = tell(refusal)
        return told.line, told_whole(self.console.view, told)

    # --- help --------------------------------------------------------------------------------------------------------

    def field_help_keys(self, part: Part) -> tuple[str, ...]:
        """The field's own entry; the note and the day have theirs once for all actions."""
        name = part.key.rpartition(".")[2]
        return (part.key, f"said.{name.removeprefix(_SAID)}") if name.startswith(_SAID) else (part.key,)

    def help_of_page(self, part: Part | None = None) -> list[Paragraph]:
        """The focused field, the action, its section, the rules behind them."""
        section = section_of(self.console.view, self.offer)
        field = help_for(self.field_help_keys(part)) if part is not None else None
        page = help_for((self.sheet.key, section.section.help_key))
        return help_with_rules(self.console.view, field, page, of=section)


class AheadScreen(ActionScreen):
    """The form of an answer of the platform that is decided in advance: it is done when one is waited for."""

    def _head(self) -> list[Fact]:
        return [Fact("", tr("Decided in advance, for the next one that waits."), "$soft")]

    async def _hand_in(self) -> None:
        decide = PlatformDesk(self.app.desk).decide_ahead
        try:
            await asyncio.to_thread(decide, self.console.case_id, self.sheet.key, self.values())
        except Invalid as invalid:
            self._show_problems(invalid.problems)
        except Refused as refused:
            self._show_refusal(refused.refusal)
        else:
            self.console.news = News(tr("Decided in advance: {what}.", what=tr(self.page_title())))
            await leave(self)

"""Somebody at the keyboard of a whole desk: presses keys, and sees what an onlooker sees.

Nothing here reaches past the keyboard to change anything.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.events import Key
from textual.widget import Widget
from textual.widgets import OptionList

from mpwizard.domain import Kind, Method
from mpwizard.lifecycle import Event
from mpwizard.wizard.flow import FLOW
from screens.desk.desk import DeskScreen
from screens.desk.dialogs import NewCase
from screens.desk.table import CaseTable
from screens.widgets.choice import Choice
from screens.widgets.field import Line
from screens.widgets.part import Part
from screens.widgets.rail import Rail
from screens.widgets.tick import Tick
from screens.wizard.recording import RecordScreen
from screens.world.drawer import WorldDrawer
from tests.desk.answers import Answers
from tests.desks import on_desk
from tests.screens.walks.from_console import past_the_console
from tests.screens.walks.keyboard import TRIES, character_of
from tests.screens.walks.onlooker import Onlooker


class Operator(Onlooker):
    """One person, one keyboard, one screen."""

    # --- keys --------------------------------------------------------------------------------------------------------

    def send(self, key: str) -> None:
        """A key as the terminal hands it over, whatever is still under way."""
        self.app.post_message(Key(key, character_of(key)))

    async def press(self, *keys: str) -> None:
        """Press keys as fast as a terminal hands them over, then let them take effect."""
        for key in keys:
            self.send(key)
        await self.breathe()
        await self.breathe()

    async def type(self, text: str) -> None:
        """Type a text."""
        for character in text:
            self.app.post_message(Key(character, character))
        await self.breathe()

    async def write(self, text: str) -> None:
        """Replace what stands in the focused line."""
        line = self.app.focused
        assert isinstance(line, Line)
        if line.value:
            await self.press("end", "ctrl+u")
            await self.until(lambda: not line.value, "an empty line")
        await self.type(text)

    async def go_to(self, field: str) -> None:
        """Tab to a part of the form, from wherever the focus is."""
        await self._tab_to(
            lambda widget: any(isinstance(up, Part) and up.key == field for up in widget.ancestors_with_self), field
        )

    async def go_to_button(self, name: str) -> None:
        """Tab to a button."""
        await self._tab_to(lambda widget: widget.id == name, name)

    async def _tab_to(self, wanted: Callable[[Widget], bool], name: str) -> None:
        await self.until(lambda: any(wanted(each) for each in self.app.screen.focus_chain), f"a way by Tab to {name}")
        for _ in range(TRIES):
            chain, focused = self.app.screen.focus_chain, self.app.focused
            if focused is not None and wanted(focused):
                return
            here = chain.index(focused) if focused in chain else -1
            there = next(place for place, widget in enumerate(chain) if wanted(widget))
            await self.press(*["tab" if there > here else "shift+tab"] * abs(there - here))
            await self.settled()
        raise AssertionError(f"no way by Tab to {name}\n{self.text}")

    async def fill(self, field: str, text: str) -> None:
        """Type into a field of the step."""
        await self.go_to(field)
        await self.write(text)

    async def choose(self, field: str, value: str) -> None:
        """Take an option of a list."""
        await self.go_to(field)
        listed = self.app.focused
        assert isinstance(listed, Choice)
        steps = [item.value for item in listed.items].index(value) - listed.cursor
        await self.press(*["down" if steps > 0 else "up"] * abs(steps))
        await self.until(lambda: listed.items[listed.cursor].value == value, f"the cursor at {value}")
        if listed.value != value:
            await self.press("space")
            await self.until(lambda: listed.value == value, f"{value} taken")

    async def tick(self, field: str) -> None:
        """Set a tick."""
        await self.go_to(field)
        box = self.app.focused
        assert isinstance(box, Tick)
        if not box.value:
            await self.press("space")
            await self.until(lambda: box.value, "the tick")

    async def next(self, to: str = "") -> None:
        """Ctrl+N, and wait for the step that it leads to, or for the refusal."""
        await self.press("ctrl+n")
        if to:
            await self.at(to)
        else:
            await self.settled()

    async def is_refused(self, code: str) -> None:
        """Ctrl+N, and the refusal with its code stands on the screen; nothing was passed."""
        before = self.step
        await self.press("ctrl+n")
        await self.sees(f"({code})")
        await self.settled()
        assert self.step == before

    async def back(self, to: str) -> None:
        """Escape, and wait for the step that it leads to."""
        await self.press("escape")
        await self.at(to)

    async def jump(self, to: str) -> None:
        """By the rail to a step that can be reached."""
        await self.press("f6")
        await self.until(lambda: isinstance(self.app.focused, Rail), "the rail")
        rail = self.app.focused
        assert isinstance(rail, Rail)
        wanted = [step.key for step in FLOW].index(to)
        for _ in range(abs(wanted - rail.cursor)):
            if rail.cursor != wanted:
                await self.press("up" if rail.cursor > wanted else "down")
        await self.until(lambda: rail.cursor == wanted, f"{to} on the rail")
        await self.press("enter")
        await self.at(to)

    # --- ways --------------------------------------------------------------------------------------------------------

    async def begin(self, kind: Kind = Kind.PRACTICE) -> None:
        """A new case from the desk."""
        await self.shows(DeskScreen)
        known = {row.record.id for row in on_desk(self.desk)}
        await self.press("n")
        await self.shows(NewCase)
        await self.press(*(["enter"] if kind is Kind.PRACTICE else ["down", "enter"]))
        await self.at("account_type")
        (self.case,) = {row.record.id for row in on_desk(self.desk)} - known

    async def open(self, case: int) -> None:
        """Open a case from the desk, where its work goes on."""
        await self.shows(DeskScreen)
        await self.until(lambda: bool(self.app.screen.query(CaseTable)), "the cases")
        table = self.app.screen.query_one(CaseTable)
        await self.until(lambda: table.has_focus and table.selected is not None, "a selected case")
        places = [row.record.id for row in on_desk(self.desk)]
        steps = places.index(case) - table.cursor_row
        await self.press(*["down" if steps > 0 else "up"] * abs(steps), "enter")
        await past_the_console(self)
        await self.at(self.step)
        self.case = case

    async def deed(self, key: str, *, close: bool = True) -> None:
        """Do something in the drawer of the world beside the form."""
        if not isinstance(self.app.screen, WorldDrawer):
            await self.press("f9")
            await self.shows(WorldDrawer)
        await self.settled()
        listed = self.app.screen.query_one(OptionList)
        for _ in listed.options:
            if listed.highlighted_option is not None and listed.highlighted_option.id == key:
                break
            await self.press("down")
        else:
            raise AssertionError(f"{key} cannot be done\n{self.text}")
        await self.press("enter")
        await self.settled()
        if close:
            await self.press("escape")
            await self.until(lambda: not isinstance(self.app.screen, WorldDrawer))
            await self.settled()

    async def record(
        self, event: Event, *, reason: str = "", note: str = "", slip: dict[str, str] | None = None
    ) -> None:
        """Write down what the real platform said."""
        await self.press("f9")
        await self.shows(RecordScreen)
        await self.choose("record.event", event)
        if reason:
            await self.choose("record.reason", reason)
        for name, value in (slip or {}).items():
            await self.fill(f"payment.{name}", value)
        if note:
            await self.fill("record.note", note)
        await self.press("ctrl+n")
        await self.until(lambda: not isinstance(self.app.screen, RecordScreen), "the answer is written down")
        await self.settled()

    # --- the steps, one after the other ------------------------------------------------------------------------------

    async def reach(self, step: str, answers: Answers) -> None:
        """Pass every step before this one, as a careful operator would."""
        while self.step != step:
            await getattr(self, f"_pass_{self.step}")(answers[self.step])

    async def _pass_account_type(self, _values: dict[str, object]) -> None:
        await self.next("credentials")

    async def _pass_credentials(self, values: dict[str, object]) -> None:
        await self.fill("credentials.email", str(values["email"]))
        if self.view.record.kind is Kind.PRACTICE:
            await self.fill("credentials.password", str(values["password"]))
        await self.tick("credentials.agree")
        await self.next("activation")

    async def _pass_activation(self, _values: dict[str, object]) -> None:
        if self.view.record.kind is Kind.PRACTICE:
            await self.deed("open_link")
        else:
            await self.record(Event.ACTIVATED)
        await self.at("entity_type")

    async def _pass_entity_type(self, values: dict[str, object]) -> None:
        await self.choose("entity_type.type", str(values["type"]))
        await self.next("administrator" if values["type"] == "individual" else "entity")

    async def _pass_entity(self, values: dict[str, object]) -> None:
        await self.fill("entity.name", str(values["name"]))
        await self.choose("entity.code_kind", str(values["code_kind"]))
        await self.fill("entity.code", str(values["code"]))
        await self.next("verification")

    async def _pass_verification(self, values: dict[str, object]) -> None:
        if "method" in values:
            await self.choose("verification.method", str(values["method"]))
        if values.get("method") == Method.TRANSFER:
            await self.fill("verification.bank_name", str(values["bank_name"]))
            await self.fill("verification.bank_account", str(values["bank_account"]))
        await self.next("administrator")

    async def fill_administrator(self, values: dict[str, object]) -> None:
        """Name, ID card, mobile."""
        for name in ("name", "id_number", "mobile"):
            await self.fill(f"administrator.{name}", str(values[name]))

    async def prove_mobile(self) -> None:
        """Have the code sent and hand it in; the scan is still to come."""
        sent = len(self.world.messages)
        await self.go_to_button("button-sms")
        await self.press("enter")
        await self.until(lambda: len(self.world.messages) > sent, "a message on the phone")
        await self.settled()
        await self.fill("administrator.sms_code", self.world.messages[-1].code)
        await self.next()

    async def _pass_administrator(self, values: dict[str, object]) -> None:
        await self.fill_administrator(values)
        if self.view.record.kind is Kind.PRACTICE:
            await self.prove_mobile()
            await self.deed("scan")
        else:
            await self.record(Event.MOBILE_CONFIRMED)
            await self.record(Event.SCAN_CONFIRMED)
        await self.at("confirmation")

    async def _pass_confirmation(self, values: dict[str, object]) -> None:
        await self.fill("confirmation.last_four", str(values["last_four"]))
        await self.tick("confirmation.entity_is_final")
        await self.next("completion")

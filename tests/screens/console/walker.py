"""The operator who walks a whole row in the console: fills in forms, sends others off, reads what is painted."""

from __future__ import annotations

from collections.abc import Sequence

from mpwizard.i18n import Language
from mpwizard.matters import Matter
from mpwizard.records import MatterRecord
from screens.console.action import ActionScreen
from screens.console.drawer import ConsoleDrawer
from screens.console.page import SectionPage
from screens.console.pane import closed
from screens.console.path_part import PathPart
from screens.console.picking import WhichMatter
from screens.console.screen import ConsoleScreen
from screens.console.turn import Turn
from screens.desk.dialogs import Confirm
from screens.widgets.choice import Choice
from screens.widgets.help import HelpScreen
from screens.widgets.pick import Found, Pick, PickScreen
from screens.widgets.qr import QrCode
from screens.widgets.tick import Tick
from screens.widgets.ticks import Ticks
from tests.screens.walks.console_operator import ConsoleOperator
from tests.screens.walks.operator import Operator

# More pages than any section has on the smallest screen that is walked.
PAGES = 6
# What is painted a moment later than it was looked for stands above where the page was left.
SWEEPS = 3


class Walker(ConsoleOperator):
    """Works in the console by keys alone, and reads it in one of its languages."""

    def __init__(self, operator: Operator, language: Language) -> None:
        super().__init__(operator)
        self._language = language

    # --- what stands -------------------------------------------------------------------------------------------------

    def newest(self, matter: Matter) -> MatterRecord:
        """The newest matter of a kind, as it is stored."""
        found = self.account.account.newest(matter)
        assert found is not None
        return found

    @property
    def column(self) -> str:
        """What is painted in the middle of the screen, run together: sentences are found however they break."""
        screen = self.app.screen
        screen._on_timer_update()
        middle = next(iter(screen.query(".column, Panel"))).region
        rows = [strip.crop(middle.x, middle.right) for strip in screen._compositor.render_strips()]
        return _run_together("".join(row.text for row in rows))

    async def reads(self, english: str, chinese: str) -> None:
        """Read this on the screen, in the language that is spoken; further down where a page goes on."""
        wanted = _run_together(english if self._language is Language.EN else chinese)
        for _ in range(SWEEPS):
            await self.settled()
            if wanted in self.column:
                return
            if isinstance(self.app.screen, ConsoleScreen | HelpScreen) and await self._reads_further_down(wanted):
                return
        await self.until(lambda: wanted in self.column, wanted)

    async def _reads_further_down(self, wanted: str) -> bool:
        """Look from the top of the page to its end."""
        await self.press(*["pageup"] * PAGES)
        for _ in range(PAGES):
            await self.settled()
            if wanted in self.column:
                return True
            await self.press("pagedown")
        return False

    async def tab_to_button(self, button: str) -> None:
        """Go to a button of the page."""
        for _ in range(PAGES):
            if self.app.focused is not None and self.app.focused.id == button:
                return
            await self.press("tab")
        raise AssertionError(f"no way to {button}\n{self.text}")

    async def code_is_whole(self) -> None:
        """The QR code that is waited for stands in sight from its first row to its last, without any scrolling."""
        await self.sees("▄▄▄▄▄▄▄")
        await self.settled()
        page = self.page.query_one(SectionPage)
        (code,) = (each for each in self.page.query(QrCode) if each.is_on_screen)
        assert page.region.contains_region(code.region), f"{code.region} in {page.region}"

    # --- doing -------------------------------------------------------------------------------------------------------

    async def do(self, section: str, action: str, **answers: str | bool) -> None:
        """An action of a section, with its form filled in and handed in."""
        await self.form_of(section, action)
        await self.answer(**answers)
        await self.submit()

    async def answer(self, **answers: str | bool) -> None:
        """Fill in fields of the action that is open; a tick where the answer is yes."""
        screen = self.app.screen
        assert isinstance(screen, ActionScreen), self.text
        for name, value in answers.items():
            field = f"{screen.sheet.key}.{name}"
            await self.go_to(field)
            match self.app.focused:
                case Tick():
                    await self.tick(field)
                case PathPart():
                    raise AssertionError("a file is chosen in the picker")
                case Pick():
                    await self._pick(str(value))
                case Ticks() as ticks:
                    await self._tick(ticks, str(value).split())
                case Choice():
                    await self.choose(field, str(value))
                case _:
                    await self.write(str(value))

    async def _tick(self, ticks: Ticks, values: Sequence[str]) -> None:
        """Tick these, and no others."""
        for place, item in enumerate(ticks.items):
            if ticks.takes(item) is not (item.value in values):
                await self.press(*["down" if place > ticks.cursor else "up"] * abs(place - ticks.cursor), "space")

    async def _pick(self, value: str) -> None:
        """Open the search, and go down to an option."""
        await self.press("space")
        await self.shows(PickScreen)
        found = self.app.screen.query_one(Found)
        for _ in range(found.count):
            if found.pointed is not None and found.pointed.value == value:
                break
            await self.press("down")
        await self.press("enter")
        await self.shows(ActionScreen)

    async def do_to(self, place: int, section: str, action: str) -> None:
        """An action of a section, done to one of several: the newest stands first."""
        await self.go(section)
        await self.open_entry(action)
        await self.shows(WhichMatter)
        await self.press(*["down"] * place, "enter")
        await self.breathe()

    async def leave_form(self) -> None:
        """Escape: back in the console, and what was typed is kept."""
        await self.press("escape")
        await self.in_console()

    async def straight(self, section: str, action: str) -> None:
        """An action that asks nothing."""
        await self.go(section)
        await self.open_entry(action)
        await self.in_console()

    async def for_good(self, section: str, action: str) -> None:
        """An action that cannot be taken back: Enter, then yes, which is not the first answer."""
        await self.go(section)
        await self.point(action)
        await self.press("enter")
        await self.yes()

    async def yes(self) -> None:
        """Yes to the question before what cannot be taken back."""
        await self.until(lambda: isinstance(self.app.screen, Confirm), "the question")
        await self.press("right", "enter")
        await self.in_console()

    async def others(self, key: str, **answers: str | bool) -> None:
        """What somebody else does in the drawer, with the form that it may have."""
        await self.deed(key, close=not answers)
        if answers:
            await self.shows(ActionScreen)
            await self.answer(**answers)
            await self.submit()

    async def close_drawer(self) -> None:
        """Back from the drawer."""
        assert isinstance(self.app.screen, ConsoleDrawer), self.text
        await self.press("escape")
        await self.in_console()

    async def is_not_done(self, section: str, action: str, english: str, chinese: str) -> None:
        """Enter on what is refused says why once more, and nothing is opened."""
        await self.go(section)
        reasons = closed(self.account.section(section))
        await self.open_entry(next(each.key for each in reasons if action in {one.key for one in each.actions}))
        await self.in_console()
        await self.reads(english, chinese)

    async def turn_to(self, english: str, chinese: str) -> None:
        """Turn to another of several in a row, with the arrows."""
        row = self.page.query_one(Turn if self.section == "open_platform" else "WeComExtra Turn", Turn)
        await self.until(lambda: row.display, "the row to turn")
        for _ in range(PAGES):
            if self.app.focused is row:
                break
            await self.press("tab")
        await self.until(lambda: self.app.focused is row, "the focus on the row to turn")
        wanted = english if self._language is Language.EN else chinese
        await self.until(lambda: any("‹" in line for line in self.rows), "the row to turn in sight")
        for _ in range(PAGES):
            if any("‹" in line and wanted in line for line in self.rows):
                return
            before = row.place
            await self.press("right")
            await self.until(lambda before=before: row.place != before, "another one")
            await self.settled()
        raise AssertionError(f"{wanted} cannot be turned to\n{self.text}")


def _run_together(text: str) -> str:
    return "".join(text.split())

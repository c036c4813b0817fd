"""The same person at the same keyboard, in the console of a registered case."""

from __future__ import annotations

from textual.widgets import OptionList

from mpwizard.account_desk import AccountDesk, AccountView
from mpwizard.console.sections import ACTIONS
from screens.console.action import ActionScreen
from screens.console.drawer import ConsoleDrawer
from screens.console.entries import Entries
from screens.console.screen import ConsoleScreen
from screens.console.section_list import SectionList
from screens.desk.desk import DeskScreen
from screens.desk.dialogs import Confirm
from screens.desk.table import CaseTable
from tests.desk.answers import PASSWORD
from tests.desks import on_desk
from tests.screens.walks.keyboard import TRIES
from tests.screens.walks.operator import Operator


class ConsoleOperator(Operator):
    """Works in the console."""

    def __init__(self, operator: Operator) -> None:
        super().__init__(operator.pilot, operator.desk)

    # --- what the operator sees, what the desk knows -----------------------------------------------------------------

    @property
    def account(self) -> AccountView:
        """The account as it is stored."""
        return AccountDesk(self.desk).view(self.case)

    @property
    def page(self) -> ConsoleScreen:
        """The console that is shown."""
        assert isinstance(self.app.screen, ConsoleScreen), self.text
        return self.app.screen

    @property
    def entries(self) -> Entries:
        """What can be opened on the page."""
        return self.page.query_one(Entries)

    @property
    def section(self) -> str:
        """The section that is shown."""
        return self.page.console.section

    # --- ways --------------------------------------------------------------------------------------------------------

    async def enter(self, case: int) -> None:
        """Open the console of a case from the desk."""
        await self.shows(DeskScreen)
        await self.until(lambda: bool(self.app.screen.query(CaseTable)), "the cases")
        table = self.app.screen.query_one(CaseTable)
        await self.until(lambda: table.has_focus and table.selected is not None, "a selected case")
        steps = [row.record.id for row in on_desk(self.desk)].index(case) - table.cursor_row
        await self.press(*["down" if steps > 0 else "up"] * abs(steps), "enter")
        self.case = case
        await self.in_console()

    async def in_console(self) -> None:
        """Wait until the console is shown, and has settled."""
        await self.shows(ConsoleScreen)
        await self.until(lambda: self.app.focused is not None, "the focus somewhere")

    async def go(self, section: str) -> None:
        """To a section by the list at the left."""
        await self.in_console()
        sections = self.page.query_one(SectionList)
        if not sections.has_focus:
            await self.press("f6")
            await self.until(lambda: sections.has_focus, "the list of sections")
        keys = ["overview", *(view.section.key for view in self.account.sections)]
        steps = keys.index(section) - keys.index(self.section)
        await self.press(*["down" if steps > 0 else "up"] * abs(steps))
        await self.until(lambda: self.section == section, f"section {section}")

    async def point(self, key: str) -> None:
        """The cursor of the page onto an entry."""
        entries = self.entries
        for _ in range(TRIES):
            if entries.has_focus:
                break
            await self.press("f6")
        for way in ("down", "up"):
            before = ""
            while before != entries.pointed:
                if entries.pointed == key:
                    return
                before = entries.pointed
                await self.press(way)
        raise AssertionError(f"{key} is not on the page\n{self.text}")

    async def open_entry(self, key: str) -> None:
        """Enter on an entry of the page."""
        await self.point(key)
        await self.press("enter")
        await self.settled()

    async def form_of(self, section: str, action: str) -> None:
        """To the page of an action that has a form."""
        await self.go(section)
        await self.open_entry(action)
        await self.shows(ActionScreen)
        await self.until(lambda: self.app.focused is not None, "the focus in the form")

    async def submit(self) -> None:
        """Ctrl+N, and back in the console."""
        await self.press("ctrl+n")
        await self.in_console()

    async def refused_with(self, code: str) -> None:
        """Ctrl+N, and the refusal with its code stands on the page of the action."""
        await self.press("ctrl+n")
        await self.sees(f"{code})")
        await self.settled()
        assert isinstance(self.app.screen, ActionScreen)

    async def deed(self, key: str, *, close: bool = True) -> None:
        """Something in the drawer beside the console: an action of others, or the clock."""
        await self.point_at_deed(key)
        await self.press("enter")
        if key in ACTIONS and ACTIONS[key].final and not ACTIONS[key].answers.model_fields:
            # No is the first answer to what cannot be taken back.
            await self.until(lambda: isinstance(self.app.screen, Confirm), "the question")
            await self.press("tab", "enter")
        await self.settled()
        if close and isinstance(self.app.screen, ConsoleDrawer):
            await self.press("escape")
            await self.in_console()

    async def point_at_deed(self, key: str) -> None:
        """The cursor of the drawer onto something, the drawer opened for it where it is not."""
        if not isinstance(self.app.screen, ConsoleDrawer):
            await self.press("f9")
            await self.shows(ConsoleDrawer)
        await self.settled()
        listed = self.app.screen.query_one(OptionList)
        for _ in listed.options:
            option = listed.highlighted_option
            if option is not None and (option.id or "").partition("#")[0] == key:
                return
            await self.press("down")
        raise AssertionError(f"{key} cannot be done\n{self.text}")

    async def sign_in(self, email: str = "ops@example.com", password: str = PASSWORD) -> None:
        """The password, then the administrator's scan."""
        await self.form_of("sign_in", "sign_in.password")
        await self.fill("sign_in.password.email", email)
        await self.fill("sign_in.password.password", password)
        await self.submit()
        await self.deed("sign_in.scan")
        await self.until(lambda: self.account.account.signed_in, "signed in")

"""Section Open Platform: one user as the apps see them, an openid in each, one unionid in all apps of an account."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from textual.app import ComposeResult

from mpwizard.account_desk import AccountDesk, AccountView
from mpwizard.console.unionid import IdRow
from mpwizard.domain import Kind
from mpwizard.i18n import say as speak
from mpwizard.i18n import tr
from screens.app import DeskApp
from screens.beside import newest
from screens.console.extras import SectionExtra
from screens.console.turn import Turn
from screens.widgets.facts import Fact, Facts


class OpenPlatformExtra(SectionExtra):
    """A user to turn to, and their ids."""

    DEFAULT_CSS = """
    OpenPlatformExtra { & Turn { display: none; margin-bottom: 1; } & .ids { margin-bottom: 2; } }
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[IdRow, ...] = ()
        self._case = 0

    def compose(self) -> ComposeResult:
        """The user, then what each app sees of them."""
        yield Turn(tr("User"))
        yield Facts(classes_="ids")

    def show(self, view: AccountView) -> None:
        """Look the ids up in a thread; the real platform alone knows those of record cases."""
        self._case = view.case.record.id
        self.display = view.account.kind is Kind.PRACTICE
        if self.display:
            newest(self, self._load, "ids")

    async def _load(self) -> None:
        app = self.app
        if not isinstance(app, DeskApp):
            return
        self._rows = await asyncio.to_thread(AccountDesk(app.desk).ids, self._case)
        users = dict.fromkeys(speak(row.user.name) for row in self._rows)
        turn = self.query_one(Turn)
        turn.show(list(users))
        # Whether the extra itself is shown is the page's to say, which may be at another section by now.
        turn.display = bool(users)
        self._tell()

    def on_turn_turned(self, _event: Turn.Turned) -> None:
        """Another user."""
        self._tell()

    def _tell(self) -> None:
        users = list(dict.fromkeys(row.user.key for row in self._rows))
        user = users[self.query_one(Turn).place] if users else ""
        mine = [row for row in self._rows if row.user.key == user]
        self.query_one(".ids", Facts).show(list(_facts(mine)))


def _facts(rows: Iterable[IdRow]) -> Iterable[Fact]:
    told = 0
    for row in rows:
        if row.account.number != told:
            told = row.account.number
            yield Fact("", f"{row.account.name}", "bold $ink")
            yield Fact("unionid", row.unionid, "$go-text")
        yield Fact("", speak(row.app.name), "$soft")
        yield Fact("openid", row.openid)

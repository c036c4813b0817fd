"""Section WeCom: the QR code while a scan is to authorise a link; who in the practice company sees the Mini Program,
and the workbench of one of its members."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult

from mpwizard.account_desk import AccountView
from mpwizard.console.wecom import scope_tree, workbench_of
from mpwizard.console.wecom_scope import Branch
from mpwizard.domain import Kind
from mpwizard.i18n import say as speak
from mpwizard.i18n import tr
from mpwizard.matters import Link, Matter
from screens import say
from screens.console.extras import SectionExtra
from screens.console.scan import ScanCode
from screens.console.turn import Turn
from screens.widgets.facts import Fact, Facts

_INDENT = "  "
_SEEN, _UNSEEN = say.DONE, "○"


class WeComExtra(SectionExtra):
    """The code to scan; the tree, a member to turn to, what that member finds."""

    DEFAULT_CSS = """
    WeComExtra {
        margin-bottom: 1;
        & > ScanCode { margin-bottom: 1; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._view: AccountView | None = None

    def compose(self) -> ComposeResult:
        """Code; tree, member, workbench."""
        yield ScanCode()
        yield Facts(classes_="tree")
        yield Turn(tr("Workbench of"))
        yield Facts(classes_="workbench")

    def show(self, view: AccountView) -> None:
        """As the newest link has it; nothing on record cases, whose company nobody here knows."""
        self._view = view
        practice = view.account.kind is Kind.PRACTICE
        awaited = practice and view.account.newest(Matter.WECOM, Link.REQUESTED) is not None
        link = view.account.newest(Matter.WECOM, Link.LINKED) if practice else None
        self.display = awaited or link is not None
        self.tells_all = awaited
        code = self.query_one(ScanCode)
        code.display = awaited
        if awaited:
            code.show(view.case.record.reference)
        for part in self.query(".tree, .workbench, Turn"):
            part.display = link is not None
        if link is not None:
            branches = scope_tree(link)
            self.query_one(".tree", Facts).show(list(_tree(branches)), title=tr("Who sees it"))
            self.query_one(Turn).show([speak(each.name) for each in branches if each.member])
            self._tell()

    def on_turn_turned(self, _event: Turn.Turned) -> None:
        """Another member."""
        self._tell()

    def _tell(self) -> None:
        if self._view is None:
            return
        link = self._view.account.newest(Matter.WECOM, Link.LINKED)
        if link is None:
            return
        members = [each for each in scope_tree(link) if each.member]
        member = members[self.query_one(Turn).place]
        tiles = workbench_of(self._view.account, link, member.key)
        rows = [
            Fact("", f"{say.DONE if tile.ours else '·'} {speak(tile.name)}", _tile_style(tile.ours)) for tile in tiles
        ]
        if not member.visible:
            rows.append(Fact("", tr("The Mini Program is not there: this member is outside the scope."), "$soon"))
        self.query_one(".workbench", Facts).show(rows)


def _tile_style(ours: bool) -> str:
    return "$go-text" if ours else "$soft"


def _tree(branches: Iterable[Branch]) -> Iterable[Fact]:
    yield Fact("", f"{_SEEN} {tr('sees it')} · {_UNSEEN} {tr('does not see it')}", "$soft")
    for each in branches:
        sign = _SEEN if each.visible else _UNSEEN
        words = [speak(each.name), *([tr("chosen itself")] if each.listed else [])]
        style = "$ink" if each.visible else "$faint"
        yield Fact("", f"{_INDENT * each.depth}{sign} {' · '.join(words)}", style)

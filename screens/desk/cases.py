"""The cases on the first screen: the table, and below it how many stand where. Mounted when there are some to show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from screens.desk.stages import Stages
from screens.desk.table import CaseTable

if TYPE_CHECKING:
    from mpwizard.views import DeskRow


class Cases(Vertical):
    """The table above the bars."""

    def compose(self) -> ComposeResult:
        """Shape only; `show` fills it."""
        yield CaseTable()
        yield Stages()

    @property
    def table(self) -> CaseTable:
        """The table, which takes the keys."""
        return self.query_one(CaseTable)

    def show(self, rows: Sequence[DeskRow]) -> None:
        """Show these cases."""
        self.table.show(rows)
        self.query_one(Stages).show(rows)

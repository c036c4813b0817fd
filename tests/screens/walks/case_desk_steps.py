"""Steps of walks on the case desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mpwizard.i18n import Language
from screens.desk.desk import DeskScreen
from screens.desk.filter_bar import FilterInput
from screens.desk.table import CaseTable
from screens.widgets.modal import MpModal
from tests.screens.walks.operator import Operator

EVERY_ROOM = pytest.mark.parametrize(
    ("language", "size"),
    [(language, size) for language in (Language.ZH, Language.EN) for size in ((80, 24), (140, 40))],
    ids=lambda value: f"{value[0]}x{value[1]}" if isinstance(value, tuple) else str(value),
)


def table(operator: Operator) -> CaseTable:
    """The table on the screen."""
    return operator.app.screen.query_one(CaseTable)


def listed(operator: Operator) -> list[int]:
    """The cases in the table."""
    return [row.record.id for row in table(operator).window.rows]


def under_cursor(operator: Operator) -> int:
    """The case under the cursor."""
    selected = table(operator).selected
    assert selected is not None
    return selected.record.id


async def at_the_cases(operator: Operator) -> None:
    """Wait until the cases have the keys."""
    await operator.shows(DeskScreen)
    await operator.until(lambda: bool(operator.app.screen.query(CaseTable)), "the cases")
    await operator.until(lambda: table(operator).has_focus, "the focus on the cases")


async def asked(operator: Operator, dialog: type[MpModal[Any]]) -> None:
    """Wait until a dialog asks, and is painted. Who opened it waits for its answer meanwhile: nothing else settles."""
    await operator.until(lambda: isinstance(operator.app.screen, dialog) and operator.app.focused, dialog.__name__)
    await operator.until(lambda: operator.text.strip(), f"{dialog.__name__} on the screen")


async def to_the_filter(operator: Operator) -> None:
    """Go to the filter line."""
    await operator.press("slash")
    await operator.until(lambda: operator.app.screen.query_one(FilterInput).has_focus, "the filter line")


async def until_listed(operator: Operator, wanted: Callable[[list[int]], bool]) -> None:
    """Wait until the table lists what is wanted."""
    await operator.until(lambda: wanted(listed(operator)), "other cases")

"""What of the console stands beside its page, on which size of terminal."""

from __future__ import annotations

import pytest

from mpwizard.i18n import Language
from screens.widgets.help_column import HelpColumn
from tests.screens.console.conftest import Hold
from tests.screens.console.walker import Walker
from tests.screens.walks.conftest import Sit


@pytest.mark.parametrize(("size", "beside"), [((80, 24), False), ((100, 30), False), ((120, 36), True)])
async def test_the_help_stands_beside_only_where_values_keep_their_room(
    sit: Sit, hold: Hold, size: tuple[int, int], beside: bool
) -> None:
    """At 100 columns an English value had eight of them."""
    holder = hold()
    async with sit(size=size) as somebody:
        operator = Walker(somebody, Language.EN)
        await operator.enter(holder.id)
        await operator.go("verification")
        assert operator.app.screen.query_one(HelpColumn).display is beside

"""Keys that come in one piece, as over a slow line: each acts in its turn, none overtakes another."""

from __future__ import annotations

import pytest

from screens.widgets.field import Line
from tests.desk.answers import PASSWORD
from tests.screens.walks.conftest import Begin, Sit

BURSTS = (
    (("a", "b", "backspace", "c"), "ac"),
    (("a", "b", "left", "c"), "acb"),
    (("a", "b", "home", "c", "end", "d"), "cabd"),
    (("a", "b", "ctrl+u", "c"), "c"),
    (("a", "b", "ctrl+z", "c"), "ac"),
)


@pytest.mark.parametrize(("burst", "wanted"), BURSTS, ids=["backspace", "left", "home-end", "kill", "undo"])
async def test_what_edits_and_what_is_typed_keep_their_order(
    sit: Sit, begin: Begin, burst: tuple[str, ...], wanted: str
) -> None:
    """A correction typed faster than the line carries it must not delete the wrong character."""
    applicant = begin()
    applicant.reach("credentials")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.press(*burst)
        line = operator.app.focused
        assert isinstance(line, Line)
        await operator.until(lambda: line.value == wanted, wanted)


async def test_a_whole_form_in_one_burst(sit: Sit, begin: Begin) -> None:
    """Address, Tab, password, Tab, the tick: what a trained hand does without looking."""
    applicant = begin()
    applicant.reach("credentials")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.press(*"ops@example.com", "tab", *PASSWORD, "tab", "space")
        await operator.sees("[✓]")
        await operator.next("activation")
        assert applicant.view.context.text("credentials", "email") == "ops@example.com"

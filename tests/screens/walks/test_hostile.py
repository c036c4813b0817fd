"""Names that try to be something else: markup, terminal sequences, text that turns its direction."""

from __future__ import annotations

import pytest

from mpwizard.desk import Desk
from screens.desk.desk import DeskScreen
from tests.screens.walks.conftest import Begin, Sit

HOSTILE = (
    "[/]练习有限公司[bold red]",
    "[@click=app.quit]练习有限公司[/]",
    "练习\x1b[2J\x1b]0;有限公司\x07",
    "练习\u202e司公限有\u2066",
    "练习\u200b有限公司\ufffd",
    "{reference}%s\\有限公司",
)


@pytest.mark.parametrize("name", HOSTILE, ids=["markup", "link", "escape", "bidi", "invisible", "format"])
async def test_a_name_is_only_ever_text(sit: Sit, begin: Begin, desk: Desk, name: str) -> None:
    """From the field through review, desk, drawer and timeline: nothing ends, nothing is obeyed, nothing is hidden."""
    applicant = begin()
    applicant.reach("confirmation")
    applicant.save("entity", **{**applicant.answers["entity"], "name": name})
    async with sit() as operator:
        await operator.open(applicant.id)
        shown = operator.text
        for screen in ("f9", "f7", "f4", "f1"):
            await operator.press(screen)
            await operator.settled()
            shown += operator.text
            await operator.press("escape")
            await operator.settled()
        await operator.jump("entity")
        shown += operator.text
        await operator.press("escape")
        await operator.at("entity_type")
        await operator.press("ctrl+q")
        await operator.until(lambda: not operator.app.is_running, "the end")
    async with sit() as operator:
        await operator.shows(DeskScreen)
        await operator.settled()
        shown += operator.text
    assert "有" in shown
    assert not {"\x1b", "\x07", "\u202e", "\u2066", "\u200b"} & set(shown)
    assert applicant.view.context.text("entity", "name") == name

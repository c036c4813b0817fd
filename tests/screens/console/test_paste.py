"""Several lines pasted into the form of an action: offered to be put where they belong, as in the registration."""

from __future__ import annotations

import pytest
from textual.events import Paste

from screens.console.action import ActionScreen
from screens.widgets.field import Line
from screens.wizard.paste import PasteScreen
from tests.screens.console.conftest import Console, Hold


@pytest.mark.parametrize(
    ("section", "action", "field"),
    [("members", "members.add", "name"), ("official_accounts", "official_accounts.link", "name")],
)
async def test_two_lines_are_asked_about(console: Console, hold: Hold, section: str, action: str, field: str) -> None:
    """Kept together they become one line; nothing of the form is lost."""
    async with console(hold()) as operator:
        await operator.form_of(section, action)
        form = operator.app.screen
        assert isinstance(form, ActionScreen)
        part = form.form.parts[field]
        form.set_focus(part.focus_target)
        await operator.until(lambda: isinstance(operator.app.focused, Line), "a field")
        operator.app.post_message(Paste("line-one\nline-two"))
        await operator.until(lambda: isinstance(operator.app.screen, PasteScreen), "the question")
        await operator.press("end", "enter")
        await operator.until(lambda: operator.app.screen is form, "the form")
        await operator.until(lambda: "line-one" in str(part.value), "the text")
        assert "line-two" in str(part.value)

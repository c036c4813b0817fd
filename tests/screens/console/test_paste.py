"""What is pasted into the form of an action: several lines are offered to be put where they belong, a path is taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from textual.events import Paste

from mpwizard.matters import Matter
from screens.console.action import ActionScreen
from screens.console.screen import ConsoleScreen
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


async def test_enter_on_a_pasted_path_hands_in_once_and_leaves_the_form(
    console: Console, hold: Hold, tmp_path: Path
) -> None:
    """A change of the avatar is one of a few in a year."""
    picture = tmp_path / "green.png"
    Image.new("RGB", (144, 144), "green").save(picture)
    async with console(hold()) as operator:
        await operator.form_of("information", "information.avatar")
        form = operator.app.screen
        assert isinstance(form, ActionScreen)
        part = form.form.parts["path"]
        form.set_focus(part.focus_target)
        operator.app.post_message(Paste(str(picture)))
        await operator.until(lambda: part.value == str(picture), "the path")
        await operator.press("enter")
        await operator.until(lambda: isinstance(operator.app.screen, ConsoleScreen), "the console")
        assert len(operator.account.account.all(Matter.AVATAR)) == 1

"""A step in another language: where it was, what was typed, what was said of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mpwizard.lifecycle import State
from screens.widgets.notice import Notice
from tests.screens.test_step import shown_text

Walker = Callable[..., Any]


async def test_another_language_keeps_step_field_and_text(walk: Walker, fake_desk: Any) -> None:
    """Switching is a look, not a restart."""
    fake_desk.state = State.DRAFT
    async with walk(fake_desk, "credentials") as walker:
        walker.step.form.parts["password"].focus_target.focus()
        await walker.press(*"hush")
        await walker.app.action_switch_language("zh")
        await walker.settle()
        password = walker.step.form.parts["password"]
        assert password.value == "hush"
        assert password.line.has_focus
        assert "E-mail and password" not in shown_text(walker)
        assert "邮箱" in shown_text(walker)


async def test_another_language_says_a_refusal_again(walk: Walker, fake_desk: Any) -> None:
    """The same no, in the language asked for."""
    fake_desk.refusing = "step_closed"
    async with walk(fake_desk, "entity_type") as walker:
        await walker.press("ctrl+n")
        english = str(walker.step.query_one(Notice).words()[0])
        await walker.app.action_switch_language("zh")
        await walker.settle()
        notice = walker.step.query_one(Notice)
        assert notice.has_class("-shown")
        assert notice.words()[0] != english
        assert notice.words()[0][:4] in shown_text(walker)


async def test_another_language_says_again_what_is_wrong(walk: Walker, fake_desk: Any) -> None:
    """Who does not understand what is wrong reads it in another language: it must still be there."""
    fake_desk.state = State.DRAFT
    async with walk(fake_desk, "credentials") as walker:
        email = walker.step.form.parts["email"]
        email.focus_target.focus()
        await walker.press(*"nobody", "tab")
        assert "Write it in full" in shown_text(walker)
        await walker.app.action_switch_language("zh")
        await walker.settle()
        assert "请写完整邮箱" in shown_text(walker)
        assert walker.step.form.parts["password"].remark is None

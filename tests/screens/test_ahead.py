"""What is done before a step is shown, and what need not be done again: neither may be seen, except in time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.color import Color

from mpwizard.lifecycle import State
from screens.widgets.bars import KeyBar
from screens.wizard.step import PREPARE_AFTER
from screens.wizard.wizard import following_step

Walker = Callable[..., Any]
TYPED = ("深圳市晨光科技有限公司", "tab", "space", "tab", "91110000109Y03WY52")  # synthetic


def bottom_row(walker: Any) -> str:
    """The row of keys as it was painted last."""
    return str(walker.app.screen._compositor.render_strips()[-1].text)


async def built_ahead(walker: Any) -> Any:
    """The screen of the step after this one, once the user paused."""
    await walker.pilot.pause(PREPARE_AFTER * 2)
    await walker.settle()
    wizard = walker.step.wizard
    return wizard._kept[following_step(wizard.view, walker.step.STEP, likely=True)]


async def test_the_next_step_is_laid_out_before_it_is_shown(walk: Walker, fake_desk: Any) -> None:
    """Otherwise it would be laid out, styled for its width and laid out again between Next and its picture."""
    async with walk(fake_desk, "entity") as walker:
        ahead = await built_ahead(walker)
        assert not ahead.is_current
        before = {widget: widget.region for widget in ahead.walk_children()}
        assert ahead.size == walker.app.size
        assert any(region for region in before.values())
        await walker.step.wizard.go(ahead.STEP)
        await walker.settle()
        assert walker.app.screen is ahead
        assert {widget: widget.region for widget in ahead.walk_children()} == before


async def test_a_window_resized_meanwhile_is_no_matter(walk: Walker, fake_desk: Any) -> None:
    """What was laid out for another size is laid out again."""
    async with walk(fake_desk, "entity") as walker:
        ahead = await built_ahead(walker)
        await walker.pilot.resize_terminal(70, 22)
        await walker.step.wizard.go(ahead.STEP)
        await walker.settle()
        assert ahead.size == walker.app.size
        assert ahead.has_class("-narrow", "-low")


async def test_another_theme_reaches_a_step_that_was_not_in_front(walk: Walker, fake_desk: Any) -> None:
    """Styles are worked out again for that reason only."""
    async with walk(fake_desk, "entity") as walker:
        ahead, dark = await built_ahead(walker), walker.app.theme
        walker.app.action_switch_theme()
        await walker.settle()
        await walker.step.wizard.go(ahead.STEP)
        await walker.settle()
        assert walker.app.theme != dark
        bar = ahead.query_one(KeyBar)
        assert bar.styles.background == Color.parse(walker.app.theme_variables["bar"])
        assert ahead.styles.background == Color.parse(walker.app.theme_variables["ground"])


async def test_the_row_of_keys_follows_the_focus(walk: Walker, fake_desk: Any) -> None:
    """It is painted again where it says something else: F2 shows a secret, and only there."""
    fake_desk.state = State.DRAFT
    async with walk(fake_desk, "credentials") as walker:
        parts, shown = walker.step.form.parts, []
        for name in ("email", "password", "email"):
            walker.step.set_focus(parts[name].focus_target)
            await walker.settle()
            shown.append("f2 Show" in bottom_row(walker))
        assert shown == [False, True, False]

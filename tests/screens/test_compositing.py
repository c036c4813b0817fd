"""What is painted for a change, against what Textual's own compositor paints."""

from __future__ import annotations

import pytest
from textual._compositor import Compositor
from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Region
from textual.screen import Screen
from textual.widgets import Static

from screens.compositing import NearCompositor

SIZE = (40, 12)


class Asked(Static):
    """Notes which of its lines are asked for."""

    def __init__(self, words: str, name: str) -> None:
        super().__init__(words, id=name)
        self.asked: list[Region] = []

    def render_lines(self, crop: Region):  # type: ignore[no-untyped-def] # as Textual declares it
        self.asked.append(crop)
        return super().render_lines(crop)


class Rows(Screen[None]):
    """Two columns, one of them longer than the screen."""

    CSS = "Static { height: 3; } VerticalScroll { width: 20; } #side { width: 20; height: 12; }"

    def __init__(self, compositor: Compositor) -> None:
        super().__init__()
        self._compositor = compositor

    def compose(self) -> ComposeResult:
        with Horizontal():
            with VerticalScroll():
                for number in range(8):
                    yield Asked(f"row {number}\n练习 {number}", f"row-{number}")
            yield Asked("side", "side")


@pytest.mark.parametrize("scrolled", [0, 2, 5])
async def test_the_picture_is_textuals_own(scrolled: int) -> None:
    """Whatever is in sight, wholly or in part, is painted as by the stock compositor, at once and after a change."""
    pictures = []
    for compositor in (Compositor(), NearCompositor()):
        app: App[None] = App()
        async with app.run_test(size=SIZE) as pilot:
            await app.push_screen(Rows(compositor))
            app.screen.query_one(VerticalScroll).scroll_to(y=scrolled, animate=False, immediate=True)
            await pilot.pause()
            app.screen.query_one("#row-2", Static).update("another\n个案")
            await pilot.pause()
            pictures.append([strip.text for strip in app.screen._compositor.render_strips()])
    assert pictures[0] == pictures[1]
    assert any("another" in row for row in pictures[0]) or scrolled == 5


async def test_a_change_asks_only_what_lies_there() -> None:
    """A row that is written anew has no other row rendered, and not the column beside it."""
    app: App[None] = App()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(Rows(NearCompositor()))
        await pilot.pause()
        rows = list(app.screen.query(Asked))
        for row in rows:
            row.asked.clear()
        app.screen.query_one("#row-1", Static).update("another")
        await pilot.pause()
        assert [row.id for row in rows if row.asked] == ["row-1"]


class Covered(Screen[None]):
    """Two columns, and a message across the edge between them."""

    CSS = """
    Covered { layers: base above; }
    #left { width: 10; height: 12; }
    #right { width: 30; height: 12; }
    #message { layer: above; dock: bottom; width: 26; height: 2; offset-x: 5; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._compositor = NearCompositor()

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("左边" * 30, id="left")
            yield Static("右边" * 90, id="right")
        yield Static("案例结果与预期一致\n案例a结果与预期一致", id="message")


async def test_a_wide_character_across_an_edge_below_stays_whole() -> None:
    """A message over two columns is read as a whole, at once and where only its own line is written anew."""
    app: App[None] = App()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(Covered())
        await pilot.pause()
        compositor = app.screen._compositor
        before, at_the_edge, aligned = [strip.text for strip in compositor.render_strips()][-3:]
        assert at_the_edge == "左边 案例结果与预期一致         边右边右"
        assert aligned == "边左 案例a结果与预期一致        右边右边"
        assert before == "边左边左边" + "边右" * 7 + "边"

        compositor._dirty_regions.add(Region(12, 10, 4, 1))
        update = compositor.render_partial_update()
        assert update is not None
        written = update.render_segments(app.console)
        assert "结果" in written

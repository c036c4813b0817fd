"""A picture in half blocks: the exact cells, on either ground, and words alone where colours are few."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.color import Color

from mpwizard.pictures import Pixel, Thumbnail
from screens.widgets.picture import COLUMNS, ROWS, PicturePreview, Pixels

Bench = Callable[..., Any]

RED: Pixel = (255, 0, 0, 255)
BLUE: Pixel = (0, 0, 255, 255)
CLEAR: Pixel = (0, 255, 0, 0)
HALF: Pixel = (255, 255, 255, 128)

FACTS = "PNG · 512×512 · 34 KB"


@pytest.fixture(autouse=True)
def colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal of most people."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


def full(upper: Pixel, lower: Pixel) -> Thumbnail:
    """Rows of two colours by turns, as many as there is room for."""
    return Thumbnail(tuple((upper if y % 2 == 0 else lower,) * COLUMNS for y in range(2 * ROWS)))


def cells(preview: PicturePreview) -> list[list[tuple[str, tuple[int, ...], tuple[int, ...]]]]:
    """Every cell of the pixels: its character, its ink, its ground."""
    strips = preview.screen._compositor.render_strips()
    region = preview.query_one(Pixels).region
    rows = []
    for y in range(region.y, region.bottom):
        row = []
        for segment in strips[y].crop(region.x, region.right):
            assert segment.style is not None
            assert segment.style.color is not None
            assert segment.style.bgcolor is not None
            ink, ground = segment.style.color.get_truecolor(), segment.style.bgcolor.get_truecolor()
            row += [(character, tuple(ink), tuple(ground)) for character in segment.text]
        rows.append(row)
    return rows


def painted(preview: PicturePreview) -> str:
    """What the preview shows, as text."""
    strips = preview.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in strips[preview.region.y : preview.region.bottom])


async def test_each_cell_holds_two_pixels(bench: Bench) -> None:
    """The upper one is the ink of the half block, the lower one its ground."""
    preview = PicturePreview(full(RED, BLUE), FACTS)
    async with bench(preview) as pilot:
        await pilot.pause()
        assert cells(preview) == [[("▀", RED[:3], BLUE[:3])] * COLUMNS] * ROWS
        assert FACTS in painted(preview).splitlines()[ROWS]


@pytest.mark.parametrize("theme", ["desk-dark", "desk-light"])
async def test_what_shows_through_is_the_ground_of_the_theme(bench: Bench, theme: str) -> None:
    """A logo without a ground of its own must look as it would on this page, in the dark and in the light."""
    preview = PicturePreview(full(CLEAR, HALF))
    async with bench(preview) as pilot:
        pilot.app.theme = theme
        await pilot.pause()
        ground = Color.parse(pilot.app.get_css_variables()["ground"])
        mixed = ground.blend(Color(255, 255, 255), 128 / 255)
        assert cells(preview)[0][0] == ("▀", ground.rgb, mixed.rgb)


async def test_a_picture_that_is_not_square_stands_in_the_middle(bench: Bench) -> None:
    """It is shown whole, in its own shape."""
    preview = PicturePreview(Thumbnail(((RED,) * COLUMNS,) * 4))
    async with bench(preview) as pilot:
        await pilot.pause()
        inked = [y for y, row in enumerate(cells(preview)) if row[0][1] == RED[:3]]
        assert inked == [3, 4]
        preview.show(Thumbnail(((BLUE,) * 2,) * 2 * ROWS))
        await pilot.pause()
        assert [x for x, cell in enumerate(cells(preview)[0]) if cell[1] == BLUE[:3]] == [7, 8]


async def test_another_picture_takes_its_place_and_none_leaves_words(bench: Bench) -> None:
    """The list below may move on to a file that is no picture."""
    preview = PicturePreview(full(RED, RED), FACTS)
    async with bench(preview) as pilot:
        preview.show(full(BLUE, BLUE), "second")
        await pilot.pause()
        assert cells(preview)[0][0] == ("▀", BLUE[:3], BLUE[:3])
        assert "second" in painted(preview)
        preview.show(None, "nothing to see")
        await pilot.pause()
        assert painted(preview).strip() == "nothing to see"


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "xterm"), ("TERM", "dumb")])
async def test_few_colours_leave_the_words(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """A picture in sixteen colours or none is a riddle; its facts are not."""
    monkeypatch.delenv("COLORTERM", raising=False)
    monkeypatch.setenv(name, value)
    preview = PicturePreview(full(RED, BLUE), FACTS)
    async with bench(preview) as pilot:
        await pilot.pause()
        assert painted(preview).strip() == FACTS


async def test_words_that_hold_data_are_no_markup(bench: Bench) -> None:
    """The caption may name a file."""
    preview = PicturePreview(None, "[@click=app.quit]x[/] [/]")
    async with bench(preview) as pilot:
        await pilot.pause()
        assert painted(preview).strip() == "[@click=app.quit]x[/] [/]"

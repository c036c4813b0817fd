"""A question with more options than fit: search, take, take nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from textual.events import Key
from textual.strip import Strip

from screens.widgets.choice import Item
from screens.widgets.pick import Found, Pick, PickScreen, SearchLine

ITEMS = [Item(f"reason-{n}", f"Reason {n}", f"what to do about {n}") for n in range(400)]


async def test_letters_open_the_search_with_themselves(bench: Callable[..., Any]) -> None:
    """All keys of one burst stand in the search, those before it was open included."""
    part = Pick("x.reason", "Reason", ITEMS)
    async with bench(part) as pilot:
        pilot.app.screen.set_focus(part)
        for key in "reason 39":
            pilot.app.post_message(Key("space" if key == " " else key, key))
        pilot.app.post_message(Key("enter", None))
        await pilot.pause()
        await pilot.pause()
        assert part.value == "reason-39"


async def test_enter_takes_and_escape_leaves_everything(bench: Callable[..., Any]) -> None:
    """What was taken before stays when the search is closed."""
    part = Pick("x.reason", "Reason", ITEMS, "reason-5")
    async with bench(part) as pilot:
        pilot.app.screen.set_focus(part)
        await pilot.press("space")
        assert isinstance(pilot.app.screen, PickScreen)
        await pilot.press("escape")
        assert part.value == "reason-5"
        await pilot.press("space")
        await pilot.press("down", "enter")
        assert part.value == "reason-6"


async def test_what_is_taken_back_is_searched_anew(bench: Callable[..., Any]) -> None:
    """The letter that opened the search included."""
    part = Pick("x.reason", "Reason", ITEMS)
    async with bench(part) as pilot:
        pilot.app.screen.set_focus(part)
        await pilot.press(*"z")
        found = pilot.app.screen.query_one(Found)
        assert found.count == 0
        await pilot.press("backspace")
        await pilot.pause()
        assert found.count == len(ITEMS)


async def test_a_key_is_painted_before_the_list_is_searched(
    bench: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long finding takes, who types sees the letter at once; keys of one burst are searched for once."""
    happened: list[str] = []
    painted = SearchLine.render_line

    def paint(line: SearchLine, y: int) -> Strip:
        happened.append(f"painted {line.value}")
        return painted(line, y)

    def find(text: str) -> Sequence[Item]:
        happened.append(f"searched {text}")
        return ITEMS

    part = Pick("x.reason", "Reason", ITEMS, find=find)
    async with bench(part) as pilot:
        pilot.app.screen.set_focus(part)
        await pilot.press("space")
        monkeypatch.setattr(SearchLine, "render_line", paint)
        for typed in ("r", "re"):
            happened.clear()
            await pilot.press(typed[-1])
            while f"searched {typed}" not in happened:
                await pilot.pause()
            assert f"painted {typed}" in happened[: happened.index(f"searched {typed}")]
        happened.clear()
        for key in "ason":
            pilot.app.post_message(Key(key, key))
        while "searched reason" not in happened:
            await pilot.pause()
        assert [each for each in happened if each.startswith("searched")] == ["searched reason"]


async def test_only_a_page_of_hundreds_is_painted(bench: Callable[..., Any]) -> None:
    """The cost of a key does not grow with the catalogue."""
    part = Pick("x.reason", "Reason", ITEMS)
    async with bench(part) as pilot:
        pilot.app.screen.set_focus(part)
        await pilot.press("space")
        found = pilot.app.screen.query_one(Found)
        assert found.count == len(ITEMS)
        assert found.render().plain.count("\n") < found.size.height
        assert len(pilot.app.screen.query("*")) < 20


async def test_what_is_not_required_can_be_taken_back(bench: Callable[..., Any]) -> None:
    """The first row is nothing at all."""
    part = Pick("x.reason", "Reason", ITEMS, "reason-5", required=False)
    async with bench(part) as pilot:
        pilot.app.screen.set_focus(part)
        await pilot.press("space")
        await pilot.press("home", *["up"] * 10, "enter")
        assert part.value == ""

"""The parts of the console: the list of entries, the list of sections, one of several in a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.events import Key

from screens.console.entries import Entries, Entry, Group
from screens.console.page import SectionPage
from screens.console.section_list import Place, SectionList, Standing
from screens.console.turn import Turn

GROUPS = (
    Group("First", (Entry("", "only to be read"), Entry("one", "One", (("its words", "$soft"),)))),
    Group("Second", tuple(Entry(f"more-{n}", f"More {n}") for n in range(30))),
)
PLACES = (
    Place("a", "Sign in", Standing.DONE),
    Place("b", "Versions", Standing.WAITING),
    Place("c", "Pay", Standing.LOCKED),
)


class Listener(SectionPage):
    """Hears what is opened in it."""

    opened: list[str]

    def on_mount(self) -> None:
        self.opened = []

    def on_entries_opened(self, event: Entries.Opened) -> None:
        self.opened.append(event.key)


def rows(pilot: Any) -> str:
    """The screen as text."""
    screen = pilot.app.screen
    screen._on_timer_update()
    return "\n".join("".join(part.text for part in strip) for strip in screen._compositor.render_strips())


async def test_the_cursor_keeps_to_what_can_be_opened(bench: Callable[..., Any]) -> None:
    """What is only read is passed by; the last one is scrolled into sight."""
    entries = Entries()
    entries.show(GROUPS)
    async with bench(SectionPage(entries)) as pilot:
        pilot.app.screen.set_focus(entries)
        await pilot.pause()
        assert entries.pointed == "one"
        await pilot.press(*["down"] * 40)
        await pilot.pause()
        assert entries.pointed == "more-29"
        assert "More 29" in rows(pilot)


async def test_arrows_and_enter_that_come_in_one_piece_open_what_they_lead_to(bench: Callable[..., Any]) -> None:
    """A fast hand, or a slow line: Enter does not overtake the arrows before it."""
    entries = Entries()
    entries.show(GROUPS)
    listener = Listener(entries)
    async with bench(listener) as pilot:
        pilot.app.screen.set_focus(entries)
        for key in ("down", "down", "enter"):
            pilot.app.post_message(Key(key, None))
        await pilot.pause()
        await pilot.pause()
        assert listener.opened == ["more-1"]


async def test_showing_others_keeps_the_cursor_on_its_entry(bench: Callable[..., Any]) -> None:
    """A look at the account moves nothing under the user's hands."""
    entries = Entries()
    entries.show(GROUPS)
    async with bench(SectionPage(entries)) as pilot:
        entries.point("more-3")
        entries.show(reversed(GROUPS))
        await pilot.pause()
        assert entries.pointed == "more-3"
        entries.show(GROUPS[:1])
        assert entries.pointed == "one"


async def test_a_list_without_anything_to_open_takes_no_focus(bench: Callable[..., Any]) -> None:
    """The Tab key passes it by."""
    entries = Entries()
    entries.show([Group("", (Entry("", "only to be read"),))])
    async with bench(SectionPage(entries)):
        assert not entries.can_focus
        assert entries.pointed == ""


async def test_long_titles_are_broken_and_not_cut(bench: Callable[..., Any]) -> None:
    """A refusal is read to its code."""
    entries = Entries()
    entries.show([Group("", (Entry("x", "很长的一句话，" * 12 + "(U-999)"),))])
    async with bench(SectionPage(entries)) as pilot:
        assert "U-999" in rows(pilot)


async def test_a_section_says_how_it_stands_by_sign_and_word(bench: Callable[..., Any]) -> None:
    """Colour is extra."""
    sections = SectionList()
    async with bench(sections, size=(120, 36)) as pilot:
        sections.show(PLACES, "b")
        await pilot.pause()
        shown = rows(pilot)
        for sign, word in (("✓ Sign in", "done"), ("◐ Versions", "waiting"), ("⊘ Pay", "locked")):
            assert any(sign in row and word in row for row in shown.splitlines())


async def test_below_100_columns_the_signs_leave_the_page_its_room(bench: Callable[..., Any]) -> None:
    """The word of the section that is shown stands in the page's title."""
    sections = SectionList()
    async with bench(sections, size=(80, 24)) as pilot:
        sections.show(PLACES, "b")
        await pilot.pause()
        shown = rows(pilot)
        assert all(sign in shown for sign in ("✓ Sign in", "◐ Versions", "⊘ Pay"))
        assert "waiting" not in shown
        assert sections.size.width < 16


async def test_one_of_several_turns_round(bench: Callable[..., Any]) -> None:
    """After the last comes the first."""
    turn = Turn("User")
    turn.show(["Ann", "Bo"])
    async with bench(turn) as pilot:
        pilot.app.screen.set_focus(turn)
        await pilot.press("right")
        assert "‹ Bo ›" in rows(pilot)
        await pilot.press("right")
        assert "‹ Ann ›" in rows(pilot)

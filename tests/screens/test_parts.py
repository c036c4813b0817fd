"""The parts of a form: when they speak, what they hide, what a paste may do, and that data is never markup."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.events import Key, Paste

from mpwizard.privacy import Mask
from mpwizard.problems import Severity
from screens.widgets.choice import Choice, Item
from screens.widgets.field import PASTE_CAP, TextField
from screens.widgets.measure import Measure
from screens.widgets.part import Part, Remark, Value
from screens.widgets.rail import Mark, Rail, Stop
from screens.widgets.tick import Tick
from screens.widgets.ticks import Ticks

Bench = Callable[..., Any]

HOSTILE = [
    "[/]",
    "[@click=app.quit]x[/]",
    "[bold",
    "\x1b[31mred",
    "\x1b]0;title\x07",
    "a\x00b\u202ec",
    "]]>[[",
    "$wrong",
]


def three_digits(value: Value) -> Remark | None:
    """A judge for tests."""
    return None if str(value).isdigit() and len(str(value)) == 3 else Remark("Three digits, please. (T-1)")


def painted(part: Part) -> str:
    """What a part shows, its row to type in included."""
    lines = part.screen._compositor.render_strips()
    region = part.region
    return "\n".join(strip.text for strip in lines[region.y : region.bottom])


async def test_nothing_is_red_before_a_field_is_left(bench: Bench) -> None:
    """Nobody is told off in the middle of a word."""
    first, second = TextField("t.a", "First", judge=three_digits), TextField("t.b", "Second")
    async with bench(first, second) as pilot:
        first.focus_target.focus()
        await pilot.press("1", "2")
        assert first.remark is None
        await pilot.press("tab")
        assert first.remark == Remark("Three digits, please. (T-1)")
        assert "✗ Three digits, please. (T-1)" in painted(first)


async def test_an_error_goes_as_soon_as_the_value_is_right(bench: Bench) -> None:
    """While an error stands each key is judged, so that the fix shows at once."""
    first, second = TextField("t.a", "First", judge=three_digits), TextField("t.b", "Second")
    async with bench(first, second) as pilot:
        first.focus_target.focus()
        await pilot.press("1", "2", "tab", "shift+tab", "3")
        assert first.remark is None


async def test_a_field_passed_by_untouched_is_not_scolded(bench: Bench) -> None:
    """Looking at a form with the Tab key is not an error."""
    first, second = TextField("t.a", "First", judge=three_digits), TextField("t.b", "Second")
    async with bench(first, second) as pilot:
        first.focus_target.focus()
        await pilot.press("tab", "shift+tab")
        assert first.remark is None


async def test_the_counter_counts_towards_the_only_right_length(bench: Bench) -> None:
    """A missing character is seen before the field is left."""
    field = TextField("t.a", "Number", measure=Measure(18, exact=True))
    async with bench(field) as pilot:
        field.focus_target.focus()
        await pilot.press(*"12 34")
        await pilot.pause()
        assert "4/18" in painted(field)


async def test_a_personal_value_is_masked_as_soon_as_the_focus_goes(bench: Bench) -> None:
    """Shoulders, screen shares and recordings see no more than a list would show."""
    mobile, other = TextField("t.a", "Mobile", "13800138000", mask=Mask.MOBILE), TextField("t.b", "Other")
    async with bench(mobile, other) as pilot:
        mobile.focus_target.focus()
        await pilot.pause()
        assert "13800138000" in painted(mobile)
        await pilot.press("tab")
        await pilot.pause()
        assert "13800138000" not in painted(mobile)
        assert "138****8000" in painted(mobile)


async def test_a_password_stays_hidden_until_it_is_asked_for(bench: Bench) -> None:
    """Even while it is typed; and leaving the field hides it again."""
    password, other = TextField("t.a", "Password", mask=Mask.PASSWORD), TextField("t.b", "Other")
    async with bench(password, other) as pilot:
        password.focus_target.focus()
        await pilot.press(*"hush")
        await pilot.pause()
        assert "hush" not in painted(password)
        password.line.reveal()
        await pilot.pause()
        assert "hush" in painted(password)
        await pilot.press("tab")
        await pilot.pause()
        assert "hush" not in painted(password)
        assert "••••••••" in painted(password)
        assert password.copyable == ""


async def test_undo_brings_back_what_was_there(bench: Bench) -> None:
    """Ctrl+Z is what hands try first."""
    field = TextField("t.a", "First")
    async with bench(field) as pilot:
        field.focus_target.focus()
        await pilot.press("a", "b", "ctrl+z")
        assert field.value == "a"
        await pilot.press("ctrl+y")
        assert field.value == "ab"


async def test_a_paste_is_cleaned_and_says_what_it_lost(bench: Bench) -> None:
    """Controls and invisible characters travel with copied text; losing them in silence would hide a copying error."""
    field = TextField("t.a", "Number", limit=6, keys_allowed="0-9")
    async with bench(field) as pilot:
        field.focus_target.focus()
        field.line.post_message(Paste("\u200b12-34\x1b5678"))
        await pilot.pause()
        assert field.value == "123456"
        assert field.remark is not None
        assert field.remark.severity is Severity.WARNING
        assert "kept the first 6" in field.remark.words


async def test_a_huge_paste_is_capped(bench: Bench) -> None:
    """A megabyte pasted by mistake must not hold the program up."""
    field = TextField("t.a", "Name", limit=100)
    async with bench(field) as pilot:
        field.focus_target.focus()
        field.line.post_message(Paste("x" * 1_000_000))
        await pilot.pause()
        assert field.value == "x" * 100


async def test_what_lies_beyond_the_cap_is_counted_as_cut(bench: Bench) -> None:
    """A number of what was removed that is really the cap tells nothing."""
    field = TextField("t.a", "Code", limit=6, keys_allowed="0-9")
    async with bench(field) as pilot:
        field.focus_target.focus()
        field.line.post_message(Paste("1" * 1_000_000))
        await pilot.pause()
        assert field.value == "111111"
        assert field.remark is not None
        assert "kept the first 6" in field.remark.words


async def test_several_lines_are_handed_on_beyond_the_cap(bench: Bench) -> None:
    """Whoever keeps them all in one field keeps them all; what is looked at is for the screen to limit."""
    field = TextField("t.a", "Name")
    pasted = "one\n" + "x" * PASTE_CAP
    async with bench(field) as pilot:
        field.focus_target.focus()
        field.line.post_message(Paste(pasted))
        await pilot.pause()
        await pilot.pause()
        assert [event.text for event in pilot.app.screen.heard] == [pasted]


async def test_the_space_of_an_input_method_is_a_space(bench: Bench) -> None:
    """To the terminal library it is no printable key, and the key would be dropped without a word."""
    field = TextField("t.a", "Name")
    async with bench(field) as pilot:
        field.focus_target.focus()
        for character in ("练", "\u3000", "习"):
            field.line.post_message(Key("ideographic_space" if character == "\u3000" else character, character))
        await pilot.pause()
        assert field.value == "练 习"


async def test_what_was_put_in_place_of_a_text_can_be_taken_back(bench: Bench) -> None:
    """Also when it was not typed: somebody else's version, a dropped code."""
    field = TextField("t.a", "Name", "mine")
    async with bench(field) as pilot:
        field.focus_target.focus()
        field.put("theirs")
        await pilot.press("ctrl+z")
        assert field.value == "mine"
        await pilot.press("ctrl+y")
        assert field.value == "theirs"


@pytest.mark.parametrize(("typed", "style"), [("12", "$soft"), ("123", "$go-text"), ("1234", "$wrong")])
def test_the_counter_tells_too_many_from_too_few(typed: str, style: str) -> None:
    """Too few is on its way; too many never gets right by going on."""
    assert Measure(3, exact=True).counter(typed) == (f"{len(typed)}/3", style)


@pytest.mark.parametrize(
    ("typed", "told"), [("", ("0/3", "$soft")), ("a b", ("3/3", "$soft")), ("a bc", ("4/3", "$wrong"))]
)
def test_the_counter_of_a_text_says_how_long_a_rule_lets_it_be(typed: str, told: tuple[str, str]) -> None:
    """Before it is too long, and not only what can be typed at all; shorter ones are right."""
    assert Measure(3).counter(typed) == told


async def test_a_name_wider_than_the_list_is_not_cut(bench: Bench) -> None:
    """Half a name of a choice is a guess; a click on its second row means the same choice."""
    long = "Unified social credit code (统一社会信用代码)"
    choice = Choice("t.a", "Kind", [Item("x", long), Item("y", "Other")])
    async with bench(choice, size=(40, 24)) as pilot:
        await pilot.pause()
        words = choice.render().plain
        assert "credit code" in words
        assert "(统一社会信用代码)" in words
        await pilot.click(choice, offset=(6, 2))
        assert choice.value == "x"
        await pilot.click(choice, offset=(6, 3))
        assert choice.value == "y"


async def test_several_lines_are_handed_to_the_screen_whole(bench: Bench) -> None:
    """The stock field keeps the first line and forgets the rest without a word."""
    field = TextField("t.a", "Name")
    async with bench(field) as pilot:
        field.focus_target.focus()
        field.line.post_message(Paste("name: a\ncode: b\nbank: c"))
        await pilot.pause()
        await pilot.pause()
        assert [event.text for event in pilot.app.screen.heard] == ["name: a\ncode: b\nbank: c"]
        assert field.value == ""


async def test_one_key_lays_nothing_out(bench: Bench) -> None:
    """A layout of the whole screen at each key is most of what a key costs."""
    fields = [TextField(f"t.f{n}", f"Field {n}", measure=Measure(18, exact=True), judge=three_digits) for n in range(8)]
    async with bench(*fields, size=(100, 40)) as pilot:
        fields[0].focus_target.focus()
        await pilot.press("1", "2", "tab", "shift+tab")  # an error stands: each key is judged
        await pilot.pause()
        layouts = []
        pilot.app.screen.screen_layout_refresh_signal.subscribe(fields[0], layouts.append, immediate=True)
        await pilot.press("3", "4", "深")
        await pilot.pause()
        assert fields[0].value == "1234深"
        assert layouts == []


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_only_text(bench: Bench, text: str) -> None:
    """Square brackets that act, or escape sequences that reach the terminal, would let a client's name run commands."""
    parts = [
        TextField("t.a", text, text, judge=lambda _value: Remark(text)),
        Choice("t.b", text, [Item("x", text, text), Item(text, text)], text, judge=lambda _value: Remark(text)),
        Tick("t.c", text, judge=lambda _value: Remark(text)),
        Rail([Stop("x", text, Mark.DONE, reachable=True)]),
    ]
    async with bench(*parts, size=(100, 40)) as pilot:
        for part in parts:
            if isinstance(part, Part):
                part.judge_now()
        pilot.app.screen.notice(text)
        await pilot.pause()
        strips = pilot.app.screen._compositor.render_strips()
        filters = pilot.app.get_line_filters()
        shown = "\n".join(
            strip.apply_filter(filters[-1], pilot.app.screen.background_colors[0]).text for strip in strips
        )
        assert not any(ord(character) < 32 for character in shown.replace("\n", ""))
        assert "\u202e" not in shown
        assert pilot.app.is_running


async def test_a_choice_is_taken_by_arrow_and_space_and_left_by_its_ends(bench: Bench) -> None:
    """The arrows walk through the whole form; a list on the way is no trap."""
    first = TextField("t.a", "First")
    choice = Choice("t.b", "Choose", [Item("x", "One", "costs nothing"), Item("y", "Two")])
    last = TextField("t.c", "Last")
    async with bench(first, choice, last) as pilot:
        first.focus_target.focus()
        await pilot.press("down")
        assert choice.has_focus
        await pilot.press("down", "space")
        assert choice.value == "y"
        await pilot.press("down")
        assert last.line.has_focus


async def test_enter_takes_and_enter_again_goes_on(bench: Bench) -> None:
    """One key is enough to walk a form forward."""
    choice = Choice("t.b", "Choose", [Item("x", "One"), Item("y", "Two")])
    async with bench(choice) as pilot:
        choice.focus()
        await pilot.press("enter")
        assert choice.value == "x"
        assert pilot.app.screen.heard == []
        await pilot.press("enter")
        await pilot.pause()
        assert [event.part for event in pilot.app.screen.heard] == [choice]


async def test_a_tick_is_set_by_space_and_by_a_click(bench: Bench) -> None:
    """Keyboard alone is enough, and the mouse is not punished."""
    tick = Tick("t.a", "Agreed")
    async with bench(tick) as pilot:
        tick.focus()
        await pilot.press("space")
        assert tick.value is True
        await pilot.click(tick)
        assert tick.value is False


async def test_of_several_ticks_each_is_set_alone(bench: Bench) -> None:
    """Space, or a click; Enter goes on and sets none."""
    ticks = Ticks("t.a", "At hand", [Item("1", "Licence"), Item("2", "Letter"), Item("3", "Seal")])
    async with bench(ticks) as pilot:
        ticks.focus()
        await pilot.press("down", "space", "down", "space", "up", "up", "space", "down", "space", "enter")
        assert ticks.value == "1 3"
        assert "[✓] Licence" in painted(ticks)
        assert "[ ] Letter" in painted(ticks)
        await pilot.click(ticks, offset=(6, 2))
        assert ticks.value == "1 2 3"
        await pilot.click(ticks, offset=(6, 1))
        assert ticks.value == "2 3"


@pytest.mark.parametrize("size", [(1, 1), (20, 1), (3, 50), (39, 11), (400, 3)])
async def test_every_part_bears_every_size(bench: Bench, size: tuple[int, int]) -> None:
    """A window can be dragged to anything."""
    parts = [
        TextField(
            "t.a",
            "统一社会信用代码",
            "深圳",
            measure=Measure(18, exact=True),
            judge=lambda _value: Remark("错了。(U-1)"),
        ),
        Choice("t.b", "Choose", [Item("x", "企业", "有限公司、股份公司")]),
        Tick("t.c", "同意"),
        Rail([Stop("x", "主体类型", Mark.CURRENT)]),
    ]
    async with bench(*parts, size=size) as pilot:
        parts[0].judge_now()
        await pilot.press("tab", "x", "tab", "pagedown", "f1")
        await pilot.pause()
        assert pilot.app.is_running

"""Choosing a file by keyboard: Tab completes, the list narrows, what is wrong is said, and nothing wrong is taken."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.widgets import OptionList

from mpwizard.i18n import Language
from mpwizard.pictures import AvatarRules, Glimpse, glimpse
from screens.app import DeskApp
from screens.base import MpScreen
from screens.widgets.file_picker import FilePicker, PathLine
from screens.widgets.modal import Words
from screens.widgets.picture import Pixels

RULES = AvatarRules(formats=("png", "jpeg"), bytes_max=100_000, square=True, side_min=10)
SIZES = [(80, 24), (60, 16)]


class Choosing:
    """A picker that is open, and the keys pressed at it."""

    def __init__(self, pilot: Pilot[int], picker: FilePicker, answers: list[Path | None]) -> None:
        self.pilot = pilot
        self.picker = picker
        self.answers = answers

    async def press(self, *names: str) -> None:
        await self.pilot.press(*names)
        await self.settle()

    async def burst(self, *names: str) -> None:
        """All keys in one piece, as a slow line hands them over."""
        for name in names:
            self.pilot.app.post_message(Key(name, name if len(name) == 1 else None))
        await self.settle()

    async def settle(self) -> None:
        for _ in range(3):
            await self.pilot.pause()
            await self.pilot.app.workers.wait_for_complete()

    @property
    def typed(self) -> str:
        return self.picker.query_one(PathLine).value

    @property
    def rows(self) -> list[str]:
        """The names in the list."""
        return [str(option.prompt) for option in self.picker.query_one(OptionList).options]

    @property
    def pointed(self) -> str:
        """The name under the cursor."""
        listed = self.picker.query_one(OptionList)
        assert listed.highlighted is not None
        return self.rows[listed.highlighted]

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(strip.text.rstrip() for strip in self.picker._compositor.render_strips())


@pytest.fixture
def pictures(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as people have them."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    folder = Path(os.environ["HOME"]) / "Pictures"
    for name in ("My logos", "图片 一", ".hidden"):
        (folder / name).mkdir(parents=True)
    Image.new("RGB", (64, 64), (7, 193, 96)).save(folder / "logo.png")
    Image.new("RGB", (64, 48), (7, 193, 96)).save(folder / "long.png")
    Image.new("RGB", (64, 64), (7, 193, 96)).save(folder / "图片 一" / "头像.jpg")
    (folder / "notes.txt").write_text("no picture")
    return folder


@asynccontextmanager
async def choosing(
    folder: Path, size: tuple[int, int] = (80, 24), language: Language = Language.EN, look: Any = None
) -> AsyncIterator[Choosing]:
    """Open a picker over an empty screen."""
    app = DeskApp(lambda: None, MpScreen, language=language)  # type: ignore[arg-type, return-value]
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        answers: list[Path | None] = []
        picker = FilePicker(
            folder, look or partial(glimpse, rules=RULES), title="Choose the avatar", endings=(".png", ".jpg")
        )
        app.push_screen(picker, answers.append)
        choice = Choosing(pilot, picker, answers)
        await choice.settle()
        yield choice


async def test_a_file_is_found_by_typing_and_taken(pictures: Path) -> None:
    """The shortest way: three letters, Tab, Enter."""
    async with choosing(pictures) as choice:
        assert choice.typed == "~/Pictures/"
        assert choice.rows == ["../", "My logos/", "图片 一/", "logo.png", "long.png", "notes.txt"]
        await choice.press(*"log")
        assert choice.rows == ["logo.png", "My logos/"]
        await choice.press("tab")
        assert choice.typed == "~/Pictures/logo.png"
        await choice.press("enter")
        assert choice.answers == [pictures / "logo.png"]


async def test_tab_goes_no_further_than_it_is_sure(pictures: Path) -> None:
    """Two names agree on two letters; the focus stays where one types."""
    async with choosing(pictures) as choice:
        await choice.press("l", "tab")
        assert choice.typed == "~/Pictures/lo"
        await choice.press("tab")
        assert choice.typed == "~/Pictures/lo"
        assert isinstance(choice.picker.focused, PathLine)


async def test_names_with_blanks_and_chinese_names_are_completed(pictures: Path) -> None:
    """They are names like any other."""
    async with choosing(pictures) as choice:
        await choice.press("图", "tab", "头", "tab")
        assert choice.typed == "~/Pictures/图片 一/头像.jpg"
        await choice.press("enter")
        assert choice.answers == [pictures / "图片 一" / "头像.jpg"]


async def test_a_path_longer_than_its_row_is_read_at_its_end(pictures: Path) -> None:
    """The row scrolls to where one types; no bar takes its place."""
    deep = pictures / ("a-folder-with-a-long-name-" * 4)
    deep.mkdir()
    async with choosing(deep) as choice:
        await choice.press(*"logo")
        assert "long-name-/logo" in choice.text


async def test_keys_in_one_piece_keep_their_order(pictures: Path) -> None:
    """On a slow line the letters, the Tab and the Enter arrive together."""
    async with choosing(pictures) as choice:
        await choice.burst("图", "tab", "头", "tab", "backspace", "tab", "enter")
        assert choice.answers == [pictures / "图片 一" / "头像.jpg"]


async def test_the_arrows_move_the_list_while_one_types(pictures: Path) -> None:
    """Enter opens a folder, the two dots lead out of it again, a file is taken."""
    async with choosing(pictures) as choice:
        assert choice.pointed == "My logos/"
        await choice.press("down", "enter")
        assert choice.typed == "~/Pictures/图片 一/"
        assert choice.rows == ["../", "头像.jpg"]
        await choice.press("up", "enter")
        assert choice.typed == "~/Pictures/"
        await choice.press("pagedown", "up", "up")
        assert choice.pointed == "logo.png"
        await choice.press("enter")
        assert choice.answers == [pictures / "logo.png"]


async def test_hidden_names_are_shown_when_asked_for(pictures: Path) -> None:
    """A dot asks, as in a shell."""
    async with choosing(pictures) as choice:
        assert ".hidden/" not in choice.rows
        await choice.press("full_stop")
        assert choice.rows[0] == ".hidden/"


async def test_escape_leaves_without_an_answer(pictures: Path) -> None:
    """Nothing changes."""
    async with choosing(pictures) as choice:
        await choice.press("l", "escape")
        assert choice.answers == [None]


async def test_the_file_under_the_cursor_is_shown_at_once(pictures: Path) -> None:
    """Format, pixels and size, and the picture itself."""
    async with choosing(pictures) as choice:
        await choice.press(*"logo.png")
        assert "PNG · 64×64 ·" in choice.text
        assert choice.picker.query_one(Pixels).region.height == 8
        await choice.press("escape")


async def test_a_file_that_will_not_do_is_told_and_not_taken(pictures: Path) -> None:
    """The reason stands there before and after Enter; another file can be chosen at once."""
    async with choosing(pictures) as choice:
        await choice.press(*"long")
        assert "✗ It is 64×48. Cut it to a square. (U-160)" in choice.text
        await choice.press("enter")
        assert choice.answers == []
        assert "(U-160)" in choice.text
        await choice.press("backspace", "backspace", *"go", "enter")
        assert choice.answers == [pictures / "logo.png"]


async def test_another_size_takes_no_refusal_away(pictures: Path) -> None:
    """The list is cut anew; why the file was not taken stays beside the path."""
    async with choosing(pictures) as choice:
        await choice.press("n", "enter")
        hint = choice.picker.query_one(".files-hint", Words)
        assert "(U-155)" in str(hint.render())
        await choice.pilot.resize_terminal(100, 30)
        await choice.pilot.pause()
        assert "(U-155)" in str(hint.render())


async def test_a_text_file_is_no_picture(pictures: Path) -> None:
    """The list shows every file; the look tells them apart."""
    async with choosing(pictures) as choice:
        await choice.press("n", "enter")
        assert "(U-155)" in choice.text
        assert choice.answers == []


async def test_a_link_gives_the_file_it_leads_to(pictures: Path) -> None:
    """What was looked at is what is taken, wherever the link points tomorrow."""
    (pictures / "alias.png").symlink_to(pictures / "logo.png")
    async with choosing(pictures) as choice:
        await choice.press(*"alias", "enter")
        assert choice.answers == [pictures / "logo.png"]


async def test_a_folder_that_may_not_be_opened_says_so(pictures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty list would be a lie; the way back stays open."""
    look_into = os.scandir

    def guarded(folder: Path) -> Any:
        if Path(folder).name == "My logos":
            raise PermissionError
        return look_into(folder)

    monkeypatch.setattr(os, "scandir", guarded)
    async with choosing(pictures) as choice:
        await choice.press("enter")
        assert "✗ This folder may not be opened. Take another. (U-162)" in choice.text
        assert choice.rows == ["../"]
        await choice.press("enter")
        assert "logo.png" in choice.rows


async def test_a_folder_that_is_gone_says_so(pictures: Path) -> None:
    """The last folder may have been deleted since; the line can still be used."""
    async with choosing(pictures / "gone") as choice:
        assert "(U-161)" in choice.text
        await choice.press("enter")
        assert choice.typed == "~/Pictures/"
        assert "logo.png" in choice.rows


async def test_a_name_nobody_has_says_so(pictures: Path) -> None:
    """Enter on nothing takes nothing."""
    async with choosing(pictures) as choice:
        await choice.press(*"zzz")
        assert choice.rows == []
        assert "Nothing here is called so." in choice.text
        await choice.press("enter")
        assert "(U-150)" in choice.text
        assert choice.answers == []


async def test_a_path_dropped_on_the_terminal_is_taken_as_it_is_meant(pictures: Path) -> None:
    """Terminals paste it in quotes."""
    async with choosing(pictures / "My logos") as choice:
        choice.picker.query_one(PathLine).post_message(Paste(f"'{pictures / '图片 一' / '头像.jpg'}'"))
        await choice.settle()
        await choice.press("enter")
        assert choice.answers == [pictures / "图片 一" / "头像.jpg"]


async def test_names_no_terminal_may_show_do_no_harm(pictures: Path) -> None:
    """A name can hold escape sequences, line breaks, markup and bytes that are no text."""
    for name in (b"a\x1b[31m\n.png", b"b[@click=app.quit]x[bold.png", b"c\xff\xfe.png", b"d\x1b]0;x\x07"):
        (pictures / os.fsdecode(name)).write_bytes((pictures / "logo.png").read_bytes())
    (pictures / "d\x1b]0;x\x07").unlink()
    (pictures / "d\x1b]0;x\x07").mkdir()
    async with choosing(pictures) as choice:
        assert "b[@click=app.quit]x[bold.png" in choice.text
        assert "\x1b" not in choice.text
        await choice.press("up", "down", "down", "enter")
        await choice.press("escape")
    async with choosing(pictures) as choice:
        await choice.press("a", "enter")
        assert choice.answers == [pictures / "a\x1b[31m\n.png"]
    async with choosing(pictures) as choice:
        await choice.press("c", "enter")
        assert choice.answers == [pictures / os.fsdecode(b"c\xff\xfe.png")]
    async with choosing(pictures) as choice:
        await choice.press("d", "enter")
        assert "This folder is empty" in choice.text


async def test_a_look_that_fails_is_reported(pictures: Path) -> None:
    """Nothing fails in silence, and the choice goes on."""

    def broken(_path: Path) -> Glimpse:
        raise RuntimeError

    async with choosing(pictures, look=broken) as choice:
        await choice.press(*"logo.png")
        assert any("Report:" in toast.message for toast in choice.pilot.app._notifications)
        await choice.press("escape")
        assert choice.answers == [None]


@pytest.mark.parametrize("language", [Language.EN, Language.ZH])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_all_of_it_is_seen_on_a_small_screen(pictures: Path, size: tuple[int, int], language: Language) -> None:
    """The path, what to press, five names, the facts, each problem and the way out."""
    Image.new("RGB", (9, 8), (255, 255, 255)).save(pictures / "aa.png")
    async with choosing(pictures, size, language) as choice:
        for name in ("My logos/", "图片 一/", "aa.png", "logo.png", "long.png"):
            assert name in choice.text
        assert "Tab" in choice.text
        assert "esc" in choice.text
        await choice.press(*"aa")
        for piece in ("~/Pictures/aa", "PNG · 9×8 ·", "(U-160)", "(W-110)", "(W-111)"):
            assert piece in choice.text


async def test_a_list_without_end_can_be_narrowed(pictures: Path) -> None:
    """Only so many rows are made; typing finds the others."""
    for number in range(260):
        (pictures / f"shot-{number:03}.png").touch()
    async with choosing(pictures) as choice:
        assert choice.rows[-1] == "… and more. Type to narrow the list."
        assert len(choice.rows) < 210
        await choice.press(*"shot-259")
        assert choice.rows == ["shot-259.png"]


async def test_a_size_that_changes_keeps_the_cursor(pictures: Path) -> None:
    """Names are cut anew, the choice stays."""
    async with choosing(pictures) as choice:
        await choice.press("down", "down")
        assert choice.pointed == "logo.png"
        await choice.pilot.resize_terminal(60, 16)
        await choice.settle()
        assert choice.pointed == "logo.png"
        assert choice.typed == "~/Pictures/"


async def test_the_callback_is_all_that_knows_about_pictures(pictures: Path) -> None:
    """Another kind of file brings another look."""
    async with choosing(pictures, look=lambda _path: Glimpse("a text", None, ())) as choice:
        await choice.press(*"notes")
        assert "a text" in choice.text
        await choice.press("enter")
        assert choice.answers == [pictures / "notes.txt"]

"""S14 on the screen: name, avatar and introduction, closed until their gate opens, then handed in one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from textual.events import Paste

from mpwizard.domain import Method
from mpwizard.matters import Matter, Profile
from screens.console.action import ActionScreen
from screens.console.path_part import PathPart
from screens.widgets.file_picker import FilePicker
from screens.widgets.modal import Words
from tests.screens.console.conftest import Console, Hold


@pytest.fixture(autouse=True)
def pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder in which the program was started: one picture that will do, one that is no square."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    Image.new("RGB", (200, 200), (7, 193, 96)).save(folder / "logo.png")
    Image.new("RGB", (200, 120), (7, 193, 96)).save(folder / "long.png")
    monkeypatch.chdir(folder)


async def test_the_information_opens_and_is_completed(console: Console, hold: Hold) -> None:
    """What is wrong is said at its field and mended there; the avatar is found in the file picker."""
    holder = hold(method=Method.WECHAT_VERIFICATION)
    async with console(holder) as operator:
        await operator.go("information")
        await operator.reads("Opens when the WeChat verification passes. (U-720)", "微信认证通过后才能填写。(U-720)")
        await operator.open_entry("lock")
        assert operator.section == "verification"
        holder.be_verified()
        await operator.press("f5")

        await operator.form_of("information", "information.name")
        await operator.answer(name="微信练习")
        await operator.refused_with("U-723")
        await operator.answer(name="练习样例", spare_1="练习样例二号")
        await operator.submit()
        await operator.reads("✓ 练习样例", "✓ 练习样例")

        await operator.form_of("information", "information.avatar")
        await operator.press("space")
        await operator.shows(FilePicker)
        await operator.type("long.png")
        await operator.sees("200×120", "U-160)")
        await operator.press("enter")
        await operator.shows(FilePicker)
        await operator.press(*["backspace"] * len("ng.png"))
        await operator.type("go")
        await operator.sees("pictures/logo", "logo.png")
        await operator.press("tab", "enter")
        await operator.shows(ActionScreen)
        await operator.sees("logo.png")
        await operator.submit()
        await operator.reads("PNG · 200×200", "PNG · 200×200")
        assert operator.newest(Matter.AVATAR).state is Profile.SET

        await operator.form_of("information", "information.introduction")
        await operator.answer(text="only latin")
        await operator.refused_with("U-728")
        await operator.answer(text="练习用的样例介绍")
        await operator.submit()
        assert operator.section == "overview", "the section is done"
        await operator.reads("Done: Hand in an introduction.", "已完成：提交介绍。")
        states = [operator.newest(part).state for part in (Matter.NAME, Matter.AVATAR, Matter.INTRODUCTION)]
        assert states == [Profile.SET] * 3


async def test_a_name_that_needs_a_paper_is_asked_for_it_and_another_is_not(console: Console, hold: Hold) -> None:
    """What a text asks for besides is there when the text has been left, and goes with it; nobody has to come again."""
    holder = hold()
    async with console(holder) as operator:
        await operator.form_of("information", "information.name")
        screen = operator.app.screen
        assert isinstance(screen, ActionScreen)
        paper = screen.form.parts["paper"]
        assert not paper.display
        await operator.answer(name="练习样例医院")
        await operator.press("ctrl+n")
        await operator.until(lambda: paper.display and paper.remark is not None, "what the paper is missing for")
        await operator.until(lambda: operator.field == "information.name.paper", "the focus on the paper")
        await operator.answer(name="练习样例茶馆")
        await operator.press("tab")
        await operator.until(lambda: not paper.display, "a form without the paper")
        await operator.submit()
        assert "练习样例茶馆" in str(operator.newest(Matter.NAME).details)


async def test_a_path_that_leads_nowhere_can_be_chosen_anew_or_taken_away(console: Console, hold: Hold) -> None:
    """Enter opens the picker again, Delete empties, a path dropped on the terminal comes without its quotes."""
    holder = hold()
    async with console(holder) as operator:
        await operator.form_of("information", "information.avatar")
        screen = operator.app.screen
        assert isinstance(screen, ActionScreen)
        (part,) = (part for part in screen.form.shown_parts() if isinstance(part, PathPart))
        part.post_message(Paste("/nonexistent.png\n"))
        await operator.sees("U-150)")
        await operator.press("enter")
        await operator.shows(FilePicker)
        await operator.press("escape")
        await operator.shows(ActionScreen)
        await operator.press("delete")
        await operator.until(lambda: part.empty, "an empty field")
        part.post_message(Paste(f"'{Path.cwd()}/logo.png' "))
        await operator.until(lambda: part.value == str(Path.cwd() / "logo.png"), "the path without its quotes")
        await operator.press("delete", "enter")
        await operator.shows(FilePicker)
        Path("notes.png").write_text("no picture", encoding="utf-8")
        await operator.press("escape")
        await operator.shows(ActionScreen)
        await operator.press("enter")
        await operator.shows(FilePicker)
        await operator.type("notes")
        await operator.press("enter")
        hint = operator.app.screen.query_one(".files-hint", Words)
        await operator.until(lambda: "U-15" in str(hint.render()), "why it cannot be taken, beside the path")
        await operator.press("escape")
        await operator.shows(ActionScreen)

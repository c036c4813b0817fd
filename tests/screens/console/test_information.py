"""S14 on the screen: name, avatar and introduction, closed until their gate opens, then handed in one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from mpwizard.domain import Method
from mpwizard.matters import Matter, Profile
from screens.console.action import ActionScreen
from screens.widgets.file_picker import FilePicker
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

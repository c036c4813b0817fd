"""The application around the screens: trouble at opening, language, palette, small print when something breaks."""

from __future__ import annotations

import asyncio
import gc
import threading
from pathlib import Path
from typing import Any

import pytest
from textual.command import CommandPalette
from textual.widgets import OptionList
from textual.worker import WorkerState

from mpwizard import crash
from mpwizard.i18n import Language
from mpwizard.problems import Trouble
from screens.app import DeskApp, run_desk
from screens.base import MpScreen
from screens.theme import DARK, LIGHT
from screens.trouble import TroubleScreen
from screens.widgets.bars import Heading, KeyHint, TopBar, fit


async def test_the_screen_stands_while_the_desk_is_still_opening(tmp_path: Path) -> None:
    """Keys are taken from the first frame on, however slow the disk is."""
    opened = threading.Event()
    app = DeskApp(lambda: opened.wait(10), lambda: MpScreen(), reports=tmp_path)  # type: ignore[arg-type,return-value]
    async with app.run_test() as pilot:
        await pilot.pause()
        assert type(app.screen) is MpScreen
        assert not app.desk_is_open
        await pilot.press("f1", "escape")
        opened.set()
        await app.workers.wait_for_complete()
        assert app.desk_is_open


async def test_a_desk_that_cannot_be_opened_says_why_and_can_be_tried_again(tmp_path: Path) -> None:
    """No stack, no guess: what failed, what is safe, what to do."""
    tries: list[int] = []

    def open_desk() -> Any:
        tries.append(1)
        if len(tries) == 1:
            raise Trouble("database_locked")

    app = DeskApp(open_desk, MpScreen, language=Language.EN, reports=tmp_path)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, TroubleScreen)
        assert "escape" not in app.screen.active_bindings
        await pilot.press("f5")
        await pilot.pause()
        await app.workers.wait_for_complete()
        assert type(app.screen) is MpScreen
    assert len(tries) == 2
    assert gc.isenabled()


async def test_trouble_and_its_remedy_are_two_lines(tmp_path: Path) -> None:
    """Run together, the code in brackets sticks to the first word of what to do."""
    app = DeskApp(lambda: None, MpScreen, language=Language.EN, reports=tmp_path)  # type: ignore[arg-type,return-value]
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.complain(Trouble("database_full"))
        await pilot.pause()
        (toast,) = app._notifications
        assert "(U-505)" in toast.message
        assert ")Make" not in toast.message


async def test_the_language_changes_on_every_screen_that_stands(tmp_path: Path) -> None:
    """Without a restart, and back."""
    app = DeskApp(lambda: None, lambda: MpScreen(), language=Language.EN, reports=tmp_path)  # type: ignore[arg-type,return-value]
    async with app.run_test() as pilot:
        await pilot.pause()
        await app.action_switch_language("zh")
        await pilot.pause()
        assert "帮助" in "".join(strip.text for strip in app.screen._compositor.render_strips())
        await app.action_switch_language("en")
        await pilot.pause()
        assert "Help" in "".join(strip.text for strip in app.screen._compositor.render_strips())


async def test_a_command_is_found_by_its_name_in_either_language(tmp_path: Path) -> None:
    """Who sits before a Chinese desk and reads none must be able to find the way out of it."""
    app = DeskApp(lambda: None, lambda: MpScreen(), language=Language.ZH, reports=tmp_path)  # type: ignore[arg-type,return-value]
    async with app.run_test() as pilot:
        await pilot.press("ctrl+p")
        await pilot.press(*"Dark or light")
        assert isinstance(app.screen, CommandPalette)
        await _until(pilot, lambda: app.screen.query_one(OptionList).option_count > 0)
        await pilot.press("enter")
        await _until(pilot, lambda: not isinstance(app.screen, CommandPalette))
        await pilot.pause()
        assert app.theme == LIGHT
    assert DARK != LIGHT


async def test_pages_turn_in_an_empty_palette(tmp_path: Path) -> None:
    """The stock list has no line to turn from in one row of terminal, and fails."""
    app = DeskApp(lambda: None, lambda: MpScreen(), reports=tmp_path)  # type: ignore[arg-type,return-value]
    async with app.run_test(size=(20, 1)) as pilot:
        await pilot.press("ctrl+p", *"qu", "pagedown", "pageup", "pagedown")
        for width in range(1, 10):
            await pilot.resize_terminal(width, 5)
        assert app.is_running


async def test_a_worker_that_fails_is_heard(tmp_path: Path) -> None:
    """Work behind the screen that fails in silence looks like work that was done."""
    app = DeskApp(lambda: None, lambda: MpScreen(), reports=tmp_path)  # type: ignore[arg-type,return-value]

    async def fail() -> None:
        raise KeyError("somebody-else-7731")

    async with app.run_test() as pilot:
        await pilot.pause()
        worker = app.screen.run_worker(fail(), exit_on_error=False)
        await _until(pilot, lambda: worker.state is WorkerState.ERROR)
        await pilot.pause()
        said = [notification.message for notification in app._notifications]
    assert any("What you typed is safe" in " ".join(message.split()) for message in said)
    assert len(list(tmp_path.glob("crash-*.txt"))) == 1
    assert "7731" not in "".join(path.read_text() for path in tmp_path.glob("crash-*.txt"))


def test_a_report_holds_the_place_and_no_value() -> None:
    """Databases put the row into the exception's text; the chain behind it is as talkative."""
    try:
        try:
            int("somebody-else-7731")
        except ValueError as inner:
            raise RuntimeError("somebody-else-7731") from inner
    except RuntimeError as error:
        report = crash.report(error, "entity of MP-2026-0042")
    assert "RuntimeError from ValueError" in report
    assert "test_app.py" in report
    assert "MP-2026-0042" in report
    assert "7731" not in report


def test_a_report_that_cannot_be_written_is_no_second_crash(tmp_path: Path) -> None:
    """The disk may be what is full."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert crash.file_report(ValueError(), "-", blocked) is None


def test_the_collector_works_again_after_a_start_that_failed() -> None:
    """It rests while starting; a program that goes on without it grows for ever."""

    def no_home() -> Any:
        raise AssertionError

    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever the terminal of the test run is like
        run_desk(lambda: None, Language.EN, no_home())  # type: ignore[arg-type,return-value]
    assert gc.isenabled()


def test_the_footer_drops_what_does_not_fit_and_keeps_the_way_out() -> None:
    """A key cut in half is worse than one left out; the last one is how to leave."""
    hints = [KeyHint(f"f{n}", "a word", f"act{n}") for n in range(9)]
    assert [hint.key for hint in fit(hints, 200, 6)] == ["f0", "f1", "f2", "f3", "f4", "f8"]
    assert [hint.key for hint in fit(hints, 25, 6)] == ["f0", "f8"]
    assert fit(hints, 3, 6) == []


@pytest.mark.parametrize("width", [1, 10, 40, 80])
async def test_the_top_bar_is_one_row_of_any_width(tmp_path: Path, width: int) -> None:
    """A long company name gives way to what must be seen: the kind of case, and whether it is saved."""

    class Long(MpScreen):
        def heading(self) -> Heading:
            return Heading("MP-2026-0042", "深圳市" * 20 + "有限公司", None, "11-22 09:41", "saved")

    app = DeskApp(lambda: None, lambda: Long(), reports=tmp_path)  # type: ignore[arg-type,return-value]
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        bar = app.screen.query_one(TopBar)
        assert bar.size.height == 1
        if width == 80:
            row = app.screen._compositor.render_strips()[0].text
            assert "saved" in row
            assert "有限公司" in row


async def _until(pilot: Any, done: Any) -> None:
    for _ in range(200):
        if done():
            return
        await pilot.pause()
        await asyncio.sleep(0.02)
    raise AssertionError("did not happen")

"""One step of the wizard on a desk over a dictionary: nothing typed is lost, and only the way forward can be barred."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

import pytest
from textual.events import Paste
from textual.widgets import OptionList

from mpwizard.lifecycle import State
from screens.widgets.notice import Notice
from screens.widgets.rail import Rail
from screens.wizard.conflict import ConflictScreen
from screens.wizard.filling import SAVE_AFTER, FillingScreen, Page
from screens.wizard.paste import PasteScreen
from screens.wizard.saving import Saved

Walker = Callable[..., Any]
CODE = "91110000109Y03WY52"  # synthetic


def shown_text(walker: Any) -> str:
    """The whole screen as text."""
    return "\n".join(strip.text for strip in walker.app.screen._compositor.render_strips())


async def test_what_is_typed_is_saved_without_being_asked(walk: Walker, fake_desk: Any) -> None:
    """A crash may cost half a second of one field, no more."""
    async with walk(fake_desk, "entity") as walker:
        await walker.press(*"晨光")
        await walker.pilot.pause(0.6)
        await walker.settle()
        assert fake_desk.drafts["entity"]["name"] == "晨光"
        assert walker.step.heading().state == "saved"


async def test_saved_is_said_once_the_typing_rests(
    walk: Walker, fake_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word that changes under the fingers several times a second tells nothing."""
    typing = True
    monkeypatch.setattr(FillingScreen, "_is_typing", property(lambda _step: typing))
    async with walk(fake_desk, "entity") as walker:
        await walker.press("a")
        while fake_desk.drafts.get("entity", {}).get("name") != "a":
            await walker.pilot.pause(0.05)
        await walker.pilot.pause(SAVE_AFTER * 2)
        assert walker.step.heading().state == Saved.NOT_YET.value[0]
        typing = False
        await walker.pilot.pause(SAVE_AFTER * 2)
        await walker.settle()
        assert walker.step.heading().state == Saved.YES.value[0]


async def test_back_keeps_what_is_wrong(walk: Walker, fake_desk: Any) -> None:
    """Back never validates: half a number is worth keeping."""
    async with walk(fake_desk, "entity") as walker:
        walker.step.form.parts["code"].focus_target.focus()
        await walker.press(*"9111", "escape")
        assert walker.step.STEP == "entity_type"
        assert fake_desk.drafts["entity"]["code"] == "9111"
        assert fake_desk.submitted == []
        await walker.press("ctrl+n")
        assert walker.step.STEP == "entity"
        assert walker.step.form.parts["code"].value == "9111"


async def test_next_goes_to_the_first_problem_and_asks_the_desk_nothing(walk: Walker, fake_desk: Any) -> None:
    """The user need not look for what is wrong."""
    async with walk(fake_desk, "entity") as walker:
        await walker.press("ctrl+n")
        name = walker.step.form.parts["name"]
        assert name.remark is not None
        assert name.line.has_focus
        assert "3 answers need another look" in shown_text(walker)
        assert fake_desk.submitted == []


async def test_next_hands_the_answers_over_and_shows_the_next_step(walk: Walker, fake_desk: Any) -> None:
    """Forward, with what no draft may hold among the answers."""
    async with walk(fake_desk, "entity") as walker:
        await walker.press(*"深圳市晨光科技有限公司", "tab", "space", "tab", *CODE, "enter")
        assert fake_desk.submitted == [
            ("entity", {"name": "深圳市晨光科技有限公司", "code_kind": "credit_code", "code": CODE})
        ]
        assert walker.step.STEP == "verification"


async def test_a_refusal_is_shown_with_what_lifts_it(walk: Walker, fake_desk: Any) -> None:
    """A no without a way out is a wall."""
    fake_desk.refusing = "step_closed"
    async with walk(fake_desk, "entity_type") as walker:
        await walker.press("ctrl+n")
        assert walker.step.STEP == "entity_type"
        assert walker.step.query_one(Notice).has_class("-shown")


async def test_keys_typed_while_a_step_is_passed_belong_to_the_next_one(walk: Walker, fake_desk: Any) -> None:
    """Passing a step takes a moment; the hands do not wait for it."""
    passed = threading.Event()
    fake_desk.slow = lambda: passed.wait(10)
    async with walk(fake_desk, "entity_type") as walker:
        await walker.pilot.press("ctrl+n", "a", "b")
        passed.set()
        await walker.settle()
        assert walker.step.STEP == "entity"
        assert walker.step.form.parts["name"].value == "ab"


async def test_two_people_at_one_step_lose_nothing(walk: Walker, fake_desk: Any) -> None:
    """Nothing is overwritten in silence: both versions are shown and the user picks."""
    async with walk(fake_desk, "entity") as walker:
        fake_desk.changed_elsewhere("entity", {"name": "theirs"})
        await walker.press(*"mine")
        await _list_is_open(walker)
        assert "王" in shown_text(walker)
        assert fake_desk.drafts["entity"]["name"] == "theirs"
        await walker.press("down", "enter")  # take theirs
        assert walker.step.form.parts["name"].value == "theirs"
        await walker.press("ctrl+z")
        assert walker.step.form.parts["name"].value == "mine"


async def test_what_is_typed_on_into_a_conflict_chooses_nothing(walk: Walker, fake_desk: Any) -> None:
    """The question opens by itself while somebody types: an Enter meant for the next field must not drop their text."""
    async with walk(fake_desk, "entity") as walker:
        fake_desk.changed_elsewhere("entity", {"name": "theirs"})
        await walker.press(*"mine")
        await walker.step.keep()
        await walker.pilot.press("tab", "down", "x", "space", "enter")
        assert isinstance(walker.app.screen, ConflictScreen)
        await _list_is_open(walker)
        await walker.press("enter")  # nothing is chosen yet
        assert isinstance(walker.app.screen, ConflictScreen)
        assert fake_desk.drafts["entity"]["name"] == "theirs"


async def test_what_is_typed_without_a_pause_is_safe_all_the_same(walk: Walker, fake_desk: Any) -> None:
    """Whoever types on for a minute must not lose a minute where the program is killed."""
    async with walk(fake_desk, "entity") as walker:
        began = monotonic()
        while monotonic() < began + 2 * SAVE_AFTER:
            await walker.pilot.press("a")
        assert fake_desk.saved


async def test_no_question_opens_into_what_is_being_typed(
    walk: Walker, fake_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A conflict that is found in passing waits for a pause: the question would take the next keys."""
    pause = 1.0
    monkeypatch.setattr("screens.wizard.filling.SAVE_AFTER", pause)
    async with walk(fake_desk, "entity") as walker:
        fake_desk.changed_elsewhere("entity", {"name": "theirs"})
        typed = 0
        began = monotonic()
        while monotonic() < began + 2 * pause:
            await walker.pilot.press("a")
            typed += 1
        assert walker.step.form.parts["name"].value == "a" * typed
        await _list_is_open(walker)


async def test_where_nothing_is_left_to_do_nothing_is_typed_into(walk: Walker, fake_desk: Any) -> None:
    """A letter typed on a page that is only looked at would change an answer that is finished."""
    fake_desk.drafts["entity"] = {"name": "深圳市晨光科技有限公司", "code_kind": "credit_code", "code": CODE}
    async with walk(fake_desk, "entity") as walker:
        assert walker.step.focused is walker.step.query_one("#button-next")
        await walker.press("z")
        assert walker.step.form.parts["name"].value == "深圳市晨光科技有限公司"


async def test_what_has_the_focus_is_seen_in_a_smaller_window(walk: Walker, fake_desk: Any) -> None:
    """Whoever types where they cannot look changes what they do not mean to."""
    fake_desk.state = State.DRAFT
    async with walk(fake_desk, "credentials", size=(80, 36)) as walker:
        walker.step.set_focus(walker.step.form.parts["agree"])
        await walker.settle()
        await walker.pilot.resize_terminal(60, 12)
        await walker.settle()
        part = walker.step.form.parts["agree"]
        assert walker.step.query_one(Page).region.contains_region(part.region)


async def test_typing_brings_the_field_back_into_view(walk: Walker, fake_desk: Any) -> None:
    """The page can be turned away from a field; what is typed into it then is seen."""
    fake_desk.state = State.DRAFT
    async with walk(fake_desk, "credentials", size=(80, 14)) as walker:
        part = walker.step.form.parts["email"]
        page = walker.step.query_one(Page)
        await walker.press("pagedown")
        assert not page.region.contains_region(part.region)
        await walker.press("a")
        assert page.region.contains_region(part.region)


async def test_what_was_said_is_over_on_coming_back(walk: Walker, fake_desk: Any) -> None:
    """A refusal of ten minutes ago above a step that was passed since would be believed."""
    async with walk(fake_desk, "entity") as walker:
        walker.step.query_one(Notice).refuse("No.")
        await walker.press("escape")
        await walker.press("ctrl+n")
        assert walker.step.STEP == "entity"
        assert "No." not in shown_text(walker)


async def test_my_version_stands_if_i_say_so(walk: Walker, fake_desk: Any) -> None:
    """The other pick."""
    async with walk(fake_desk, "entity") as walker:
        fake_desk.changed_elsewhere("entity", {"name": "theirs"})
        await walker.press(*"mine")
        await _list_is_open(walker)
        await walker.press("down", "down", "enter")
        await walker.settle()
        assert fake_desk.drafts["entity"]["name"] == "mine"


async def test_a_step_once_built_is_kept(walk: Walker, fake_desk: Any) -> None:
    """Going back and forth builds nothing anew."""
    async with walk(fake_desk, "entity") as walker:
        entity = walker.step
        await walker.press("escape")
        await walker.press("ctrl+n")
        assert walker.step is entity


async def test_leaving_the_wizard_drops_its_screens(walk: Walker, fake_desk: Any) -> None:
    """A day of cases must not pile up in memory."""
    async with walk(fake_desk, "entity") as walker:
        first = walker.step
        await walker.press("escape", "escape", "escape", "escape")
        walker.wizard.leave()
        await walker.settle()
        await walker.settle()
        assert not first.is_running
        assert not any(screen.is_running for screen in [first])
        assert walker.wizard.current is None


async def test_lines_pasted_go_where_their_labels_say(walk: Walker, fake_desk: Any) -> None:
    """A chat message or a licence's text fills the form after one look at what goes where."""
    async with walk(fake_desk, "entity") as walker:
        await walker.press("x", "backspace")
        walker.step.form.parts["code_kind"].put("credit_code")
        line = walker.step.form.parts["name"].line
        line.post_message(Paste(f"Registered name: 深圳市晨光科技有限公司\n{CODE}\nhello there, [/] see you"))
        await walker.settle()
        assert isinstance(walker.app.screen, PasteScreen)
        await walker.settle()
        assert "see you" in shown_text(walker)
        await walker.press("enter")
        assert walker.step.form.parts["name"].value == "深圳市晨光科技有限公司"
        assert walker.step.form.parts["code"].value == CODE


async def test_lines_pasted_may_stay_in_their_field(walk: Walker, fake_desk: Any) -> None:
    """The other answer: one line of them all."""
    async with walk(fake_desk, "entity") as walker:
        line = walker.step.form.parts["name"].line
        line.focus()
        line.post_message(Paste("one\ntwo\nthree"))
        await walker.settle()
        await walker.press("end", "enter")
        assert walker.step.form.parts["name"].value == "one two three"


@pytest.mark.parametrize("size", [(1, 1), (20, 1), (39, 11), (60, 16), (79, 24), (300, 80)])
async def test_a_step_bears_every_size_and_keeps_focus_and_text(
    walk: Walker, fake_desk: Any, size: tuple[int, int]
) -> None:
    """Dragging the window is not an act on the data."""
    async with walk(fake_desk, "entity") as walker:
        await walker.press(*"abc")
        focused = walker.step.focused
        await walker.pilot.resize_terminal(*size)
        await walker.press("f1", "pagedown", "escape", "d")
        await walker.pilot.resize_terminal(100, 30)
        await walker.settle()
        assert walker.step.focused is focused
        assert walker.step.form.parts["name"].value == "abcd"


async def test_after_the_confirmation_nothing_can_be_written(walk: Walker, fake_desk: Any) -> None:
    """The entity is final; the form shows it and takes nothing."""
    fake_desk.state = State.REGISTERED
    fake_desk.drafts["entity"] = {"name": "深圳市晨光科技有限公司"}
    async with walk(fake_desk, "entity") as walker:
        await walker.press("tab", "x", "z")
        await walker.pilot.pause(0.6)
        await walker.settle()
        assert walker.step.form.parts["name"].value == "深圳市晨光科技有限公司"
        assert fake_desk.saved == []
        assert walker.step.heading().state == Saved.CLOSED.value[0]


async def test_back_works_while_nothing_can_be_saved(walk: Walker, fake_desk: Any) -> None:
    """A full disk holds nobody in a form; what was typed is still there on the way back to it."""
    async with walk(fake_desk, "entity") as walker:
        await walker.pilot.press("a")
        fake_desk.slow = _full_disk
        await walker.press("escape")
        assert walker.step.STEP == "entity_type"
        fake_desk.slow = lambda: None
        await walker.press("ctrl+n")
        assert walker.step.form.parts["name"].value == "a"


async def test_help_opened_while_a_step_is_passed_is_in_nobodys_way(walk: Walker, fake_desk: Any) -> None:
    """The next step takes the place of the step, not of what lies over it."""
    passed = threading.Event()
    fake_desk.slow = lambda: passed.wait(10)
    async with walk(fake_desk, "entity_type") as walker:
        await walker.pilot.press("ctrl+n", "f1")
        passed.set()
        await walker.settle()
        assert walker.step.STEP == "entity"
        assert len([screen for screen in walker.app.screen_stack if screen in walker.wizard._kept.values()]) == 1


async def test_a_save_that_fails_is_said_and_tried_again(walk: Walker, fake_desk: Any) -> None:
    """A full disk must not look like a saved draft."""
    async with walk(fake_desk, "entity") as walker:
        fake_desk.slow = _full_disk
        await walker.pilot.press("a")
        await walker.pilot.pause(0.7)
        await walker.pilot.pause()
        assert walker.step.heading().state == Saved.NO.value[0]
        fake_desk.slow = lambda: None
        await walker.pilot.press("b")
        await walker.pilot.pause(0.7)
        assert fake_desk.drafts["entity"]["name"] == "ab"


async def test_the_rail_jumps_to_what_is_done(walk: Walker, fake_desk: Any) -> None:
    """A look back is one key, one arrow, one enter."""
    async with walk(fake_desk, "entity") as walker:
        await walker.press("f6")
        assert walker.step.query_one(Rail).has_focus
        await walker.press("up", "enter")
        assert walker.step.STEP == "entity_type"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 36)])
async def test_the_frame_never_overflows(walk: Walker, fake_desk: Any, size: tuple[int, int], language: str) -> None:
    """The bars hold their row in both languages, with the focus anywhere."""
    fake_desk.state = State.DRAFT
    async with walk(fake_desk, "credentials", size=size) as walker:
        await walker.app.action_switch_language(language)
        await walker.settle()
        await walker.press("tab")  # the password: one more key in the footer
        rows = shown_text(walker).split("\n")
        assert "^p" in rows[-1]
        assert "f10" in rows[-1]
        assert "MP-2026-0042" in rows[0]
        assert len(rows) == size[1]


async def _list_is_open(walker: Any) -> None:
    while not isinstance(walker.app.screen, ConflictScreen):
        await walker.pilot.pause(0.05)
    while not any(listed.has_focus for listed in walker.app.screen.query(OptionList)):
        await walker.pilot.pause(0.05)


def _full_disk() -> None:
    raise OSError(28, "No space left on device")

"""The whole program on a real pseudo-terminal: what it keeps however it ends, and what it lets nobody read."""

from __future__ import annotations

import contextlib
import re
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest

from mpwizard.account_desk import AccountDesk
from mpwizard.bootstrap import open_desk
from mpwizard.domain import EntityType, Kind
from mpwizard.settings import load_settings
from mpwizard.views import CaseView
from tests.desk.answers import Applicant, answers_for
from tests.desk.console.holder import Holder
from tests.desks import on_desk

Start = Callable[..., Any]

PROGRAM = "import sys; sys.argv = ['mpwizard']; from mpwizard.__main__ import main; main()"
F10, CTRL_N, ESCAPE, DOWN = "\x1b[21~", "\x0e", "\x1b", "\x1b[B"
EMAIL, PASSWORD = "ops@example.com", "correct horse 9"
RESTORED = (b"\x1b[?1049l", b"\x1b[?25h")


@pytest.fixture
def program(terminal: Start) -> Start:
    """Start the program itself; its data lie where this test's own settings point."""

    def start(size: tuple[int, int] = (80, 24)) -> Any:
        return terminal(PROGRAM, size)

    return start


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], CaseView]:
    """What the database holds of the first case, seen by another program."""
    monkeypatch.setenv("MPWIZARD_HOME", str(tmp_path))

    def look() -> CaseView:
        desk = open_desk()
        try:
            return desk.view(on_desk(desk)[0].record.id)
        finally:
            desk.close()

    return look


def begin(desk: Any) -> None:
    """A practice case at the step for the e-mail address."""
    desk.wait("No case yet")
    desk.send("n")
    desk.wait("New registration")
    desk.send("\r")
    desk.wait("Choose the kind of account")
    desk.send(CTRL_N)
    desk.wait("Platform agreement")


def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait for something in the database."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "never came true"
        time.sleep(0.1)


def test_one_write_with_a_tab_fills_two_fields_of_a_step(program: Start, stored: Callable[[], CaseView]) -> None:
    """A slow line delivers a row at once; the second half must not land in the first field."""
    desk = program()
    begin(desk)
    desk.send("abc\tdef")
    desk.wait("•••")
    until(lambda: stored().context.text("credentials", "email") == "abc")


def test_a_kill_costs_nothing_that_was_saved(program: Start, stored: Callable[[], CaseView]) -> None:
    """kill -9 and start again: the same step, the same text, in the same field."""
    desk = program()
    begin(desk)
    desk.send("half-an-addr")
    until(lambda: stored().context.text("credentials", "email") == "half-an-addr")
    until(lambda: (stored().place.step, stored().place.field) == ("credentials", "email"))
    desk.kill(signal.SIGKILL)
    desk.leave()
    again = program()
    again.wait("MP-")
    again.send("\r")
    again.wait("Platform agreement")
    again.wait("half-an-addr")
    again.send("ess@example.com")
    again.wait("half-an-address@example.com")


def test_a_kill_in_an_action_of_the_console_costs_nothing_either(
    program: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """kill -9 in the middle of its form and start again: what was typed stands in it."""
    monkeypatch.setenv("MPWIZARD_HOME", str(tmp_path))
    registered = open_desk()
    holder = Holder(Applicant(registered, answers_for(EntityType.INDIVIDUAL), registered.create(Kind.PRACTICE).id))
    holder.applicant.finish()
    holder.sign_in()

    def typed() -> str:
        return str(AccountDesk(registered).sheet(holder.id, "information.introduction").values.get("text"))

    desk = program()
    open_the_introduction(desk)
    desk.send("half an introduction")
    until(lambda: typed() == "half an introduction")
    desk.kill(signal.SIGKILL)
    desk.leave()
    registered.close()
    again = program()
    open_the_introduction(again)
    again.wait("half an introduction")
    again.send(" and more")
    again.wait("half an introduction and more")


def open_the_introduction(desk: Any) -> None:
    """From the desk into the form: the third thing that can be done in the section that comes first."""
    desk.wait("MP-")
    desk.send("\r")
    desk.wait("To do now")
    desk.send("\r")
    desk.wait("Name of the Mini Program")
    desk.send(DOWN * 2 + "\r")
    desk.wait("Introduction *")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_keeps_the_draft_and_restores_the_terminal(
    program: Start, stored: Callable[[], CaseView], number: signal.Signals
) -> None:
    """A closed window or a shutdown in the middle of a word costs no letter of it."""
    desk = program()
    begin(desk)
    desk.send("unfinished-word")
    desk.wait("unfinished-word")
    desk.kill(number)
    assert desk.leave() == 128 + number
    assert all(sequence in desk.raw for sequence in RESTORED)
    assert stored().context.text("credentials", "email") == "unfinished-word"


def test_a_closed_window_keeps_the_draft(program: Start, stored: Callable[[], CaseView]) -> None:
    """The terminal goes away under the program: it ends, and what was typed is there."""
    desk = program()
    begin(desk)
    desk.send("window-closes")
    desk.wait("window-closes")
    with contextlib.suppress(pexpect.ExceptionPexpect):  # it would not wait for the program to end in order
        desk.child.close(force=False)
    until(lambda: stored().context.text("credentials", "email") == "window-closes")


@pytest.mark.parametrize("text", ["[/]", "[@click=app.quit]x[/]", "\x9b31m red", "‮evil"])
def test_hostile_text_in_a_field_ends_and_interprets_nothing(program: Start, text: str) -> None:
    """Markup and control sequences are text like any other, or nothing at all."""
    desk = program()
    begin(desk)
    desk.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")
    desk.send("end")
    desk.wait("end")
    desk.send(F10)
    assert desk.leave() == 0


def test_three_pasted_lines_are_offered_for_distribution(program: Start) -> None:
    """Stock inputs keep the first line and drop the others without a word."""
    desk = program()
    begin(desk)
    desk.send(b"\x1b[200~one@example.com\nsecond line\nthird line\x1b[201~")
    desk.wait(lambda text: "second line" in text and "third line" in text)


def test_nothing_personal_lies_in_clear_anywhere(program: Start, tmp_path: Path) -> None:
    """Whoever gets hold of the disk reads no address; the password is nowhere at all, not even sealed."""
    desk = program()
    begin(desk)
    desk.send(f"{EMAIL}\t{PASSWORD}\t ")
    desk.wait("[✓]")
    desk.send(CTRL_N)
    desk.wait("Sent to")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.name == "desk.db" for path in files)
    for path in files:
        content = path.read_bytes()
        assert EMAIL.encode() not in content, path
        assert PASSWORD.encode() not in content, path
    desk.send(F10)
    assert desk.leave() == 0
    assert PASSWORD.encode() not in desk.raw


def test_the_password_is_in_no_sealed_value_either(
    program: Start, stored: Callable[[], CaseView], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key that is lost to somebody else must not give them the password: only its hash was ever stored."""
    desk = program()
    begin(desk)
    desk.send(f"{EMAIL}\t{PASSWORD}\t ")
    desk.wait("[✓]")
    desk.send(CTRL_N)
    desk.wait("Sent to")
    assert stored().context.draft["credentials"].keys() == {"email", "agree"}
    opened = open_desk(load_settings())
    try:
        with opened.store.reading() as tx:
            world = tx.world(stored().record.id) or ""
    finally:
        opened.close()
    assert re.search(r'"password_hash":"\$argon2id\$', world)
    assert PASSWORD not in world


def test_the_confirmed_entity_survives_a_direct_update(program: Start, tmp_path: Path) -> None:
    """Not only the screen refuses: the database file itself does, whoever opens it."""
    desk = program()
    begin(desk)
    desk.send(F10)
    assert desk.leave() == 0
    database = sqlite3.connect(tmp_path / "data" / "desk.db")
    try:
        with pytest.raises(sqlite3.DatabaseError):
            database.execute("UPDATE log SET event = 'nothing'")
    finally:
        database.close()


def test_the_way_back_from_the_first_step_leads_to_the_desk(program: Start) -> None:
    """The screen that asked for it is taken away meanwhile; once, the whole program went with it."""
    desk = program()
    desk.wait("No case yet")
    desk.send("n")
    desk.wait("New registration")
    desk.send("\r")
    desk.wait("Choose the kind of account")
    desk.wait("saved")
    time.sleep(1.0)  # a hand that does nothing for a while: the next step is being built behind the screen
    desk.send(ESCAPE)
    desk.wait("1 case")
    desk.send("\r")
    desk.wait("Choose the kind of account")
    desk.send(ESCAPE)
    desk.wait("1 case")
    desk.send(F10)
    assert desk.leave() == 0

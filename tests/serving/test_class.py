"""A class over SSH: the board, a look over a shoulder, the keyboard handed over and back, a word to everybody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from mpwizard.serving.programs import Nursery
from tests.serving.classroom import EMPTY_DESK, Classroom, Client, classroom, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

CTRL_T, CTRL_BRACKET, TAB, ENTER, DOWN = "\x14", "\x1d", "\t", "\r", "\x1b[B"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def nursery() -> AsyncIterator[Nursery]:
    """The one process that all programs here come from."""
    opened = Nursery()
    await opened.open()
    yield opened
    await opened.close()


@pytest_asyncio.fixture(loop_scope="module")
async def room(nursery: Nursery, tmp_path: Path) -> AsyncIterator[Classroom]:
    """A class."""
    async with classroom(tmp_path, nursery) as opened:
        yield opened


async def at_desk(room: Classroom, name: str) -> Client:
    """Somebody who has the desk before them, and the row that says whose it is."""
    client = await room.terminal(name)
    await client.sees(EMPTY_DESK)
    await client.sees("Sandbox of" if name != "dan" else "Desk of all")
    return client


async def on_board(trainer: Client) -> None:
    """The trainer opens the board."""
    trainer.type(CTRL_T)
    await trainer.sees("The class board")
    trainer.type(ENTER)
    await trainer.sees("Class board")


async def test_everybody_sees_whose_desk_it_is(room: Classroom) -> None:
    """Nobody takes a sandbox for the desk of all."""
    bob, dan = await at_desk(room, "bob"), await at_desk(room, "dan")
    await bob.sees("Sandbox of bob")
    await dan.sees("Desk of all, as dan")


async def test_the_board_tells_where_everybody_is_and_whose_hand_is_up(room: Classroom) -> None:
    """One row for each trainee; it follows without a key of the trainer's."""
    ann, bob = await at_desk(room, "ann"), await at_desk(room, "bob")
    await on_board(ann)
    await ann.sees("bob")
    bob.type("n" + ENTER)
    await bob.sees("Account type")
    await ann.sees("Account type")
    await ann.sees("MP-2026-0001")
    bob.type(CTRL_T)
    await bob.sees("Put a hand up")
    bob.type(ENTER)
    await bob.sees("Take the hand down")
    await ann.sees("✋ bob")


async def test_a_trainer_looks_at_a_screen_and_comes_back(room: Classroom) -> None:
    """The trainee knows it; the trainer's own session waits."""
    ann, bob = await at_desk(room, "ann"), await at_desk(room, "bob")
    await on_board(ann)
    await ann.sees("bob")
    ann.type(ENTER)
    await ann.sees("arrows move what is cut off")
    await bob.sees("1 watch")
    bob.type("n")
    await ann.sees("Who answers for the platform")
    ann.type("x")
    ann.type("q")
    await ann.sees("Class board")
    await until(lambda: "1 watch" not in bob.text, "nobody looks on")


async def test_a_keyboard_is_lent_with_consent_and_comes_back(room: Classroom) -> None:
    """Asked, agreed, typed, given back; whoever says no keeps it."""
    ann, bob = await at_desk(room, "ann"), await at_desk(room, "bob")
    await on_board(ann)
    await ann.sees("bob")
    ann.type("k")
    await bob.sees("Let ann have your keyboard?")
    bob.type("\x1b")
    await until(lambda: "Let ann" not in bob.text, "the question gone")
    ann.type("n")
    ann.type("q")
    await ann.sees("Class board")
    assert "Who answers for the platform" not in bob.text
    ann.type("k")
    await bob.sees("Let ann have your keyboard?")
    bob.type(TAB + ENTER)
    await ann.sees("you have the keyboard")
    await bob.sees("ann has the keyboard")
    ann.type("n")
    await bob.sees("Who answers for the platform")
    bob.type("\x1b")
    ann.type(CTRL_BRACKET)
    await ann.sees("arrows move what is cut off")
    await bob.sees("Who answers for the platform")
    bob.type("\x1b")
    await bob.sees(EMPTY_DESK)


async def test_whose_keyboard_it_is_takes_it_back_at_any_time(room: Classroom) -> None:
    """A trainer who lends theirs to somebody who watches loses nothing by it."""
    ann = await at_desk(room, "ann")
    eve = await room.terminal("eve")
    await ann.sees("1 watch")
    ann.type(CTRL_T)
    await ann.sees("Give eve the keyboard")
    ann.type(DOWN + DOWN + ENTER)
    await eve.sees("you have the keyboard")
    eve.type("\x1b")
    await until(lambda: "The class" not in ann.text.replace("Ctrl+T class", ""), "the drawer closed by eve")
    ann.type("n")
    ann.type(CTRL_BRACKET)
    await eve.sees("arrows move what is cut off")
    assert "Who answers for the platform" not in ann.text
    ann.type("n")
    await ann.sees("Who answers for the platform")


async def test_a_trainer_speaks_to_all_and_locks_their_keyboards(room: Classroom) -> None:
    """While they listen they do not type."""
    ann, bob, cai = await at_desk(room, "ann"), await at_desk(room, "bob"), await at_desk(room, "cai")
    await on_board(ann)
    await ann.sees("cai")
    ann.type("t")
    await ann.sees("What do you say")
    ann.type("look-here" + ENTER)
    await bob.sees("ann: look-here")
    await cai.sees("ann: look-here")
    ann.type("l")
    await bob.sees("keyboard locked")
    await cai.sees("keyboard locked")
    bob.type("n")
    ann.type("l")
    await until(lambda: "keyboard locked" not in bob.text, "unlocked")
    assert "Who answers for the platform" not in bob.text
    bob.type("n")
    await bob.sees("Who answers for the platform")


async def test_a_paused_sharing_shows_a_curtain(room: Classroom) -> None:
    """What is typed meanwhile nobody sees."""
    ann = await at_desk(room, "ann")
    eve = await room.terminal("eve")
    await eve.sees(EMPTY_DESK)
    await ann.sees("1 watch")
    ann.type(CTRL_T)
    await ann.sees("Pause sharing")
    ann.type(DOWN + ENTER)
    await eve.sees("sharing is paused")
    assert EMPTY_DESK not in eve.text
    await ann.sees("Share again")
    ann.type("\x1b")
    await ann.sees("sharing is paused")


async def test_a_trainer_empties_a_sandbox(room: Classroom) -> None:
    """Its session ends; nothing is left in it, and the trainee begins anew."""
    ann, bob = await at_desk(room, "ann"), await at_desk(room, "bob")
    bob.type("n" + ENTER)
    await bob.sees("Account type")
    await on_board(ann)
    await ann.sees("bob")
    ann.type("x")
    await ann.sees("Empty the sandbox of bob?")
    ann.type(TAB + ENTER)
    await bob.ends()
    await until(lambda: not list((room.folder / "sandboxes/bob").iterdir()), "an empty folder")
    await at_desk(room, "bob")


async def test_nobody_but_a_trainer_has_the_board(room: Classroom) -> None:
    """Not even when their program says that it wants what is a trainer's."""
    bob, cai = await at_desk(room, "bob"), await at_desk(room, "cai")
    bob.type(CTRL_T)
    await bob.sees("Put a hand up")
    assert "board" not in bob.text
    (session,) = room.front.sessions_of("bob")
    from mpwizard.serving.wire import Deed, Up, upward

    for deed in (Deed.LOCK, Deed.SAY, Deed.WATCH, Deed.ASK, Deed.RESET):
        session.program.on_output(upward(Up(deed=deed, who="cai", words="mischief", on=True)).encode())
    cai.type("n")
    await cai.sees("Who answers for the platform")
    assert "mischief" not in cai.text

"""A class over SSH: the board, a look over a shoulder, the keyboard handed over and back, a word to everybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from mpwizard.serving.programs import Nursery
from mpwizard.serving.serve_settings import ServeSettings
from mpwizard.serving.wire import Deed, Up
from tests.serving.classroom import EMPTY_DESK, Classroom, Client, classroom, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

CTRL_T, CTRL_BRACKET, TAB, ENTER, DOWN, F10 = "\x14", "\x1d", "\t", "\r", "\x1b[B", "\x1b[21~"


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
    ann.type(f"n{CTRL_BRACKET}n")
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


async def test_a_lock_ends_with_the_last_trainer_and_holds_for_who_comes_late(room: Classroom) -> None:
    """Nobody else could free them."""
    ann, bob = await at_desk(room, "ann"), await at_desk(room, "bob")
    await on_board(ann)
    await ann.sees("bob")
    ann.type("l")
    await bob.sees("keyboard locked")
    cai = await at_desk(room, "cai")
    await cai.sees("keyboard locked")
    ann.type(F10)
    await ann.ends()
    for trainee in (bob, cai):
        await until(lambda trainee=trainee: "keyboard locked" not in trainee.text, "unlocked")
        trainee.type("n")
        await trainee.sees("Who answers for the platform")


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


async def test_a_cue_card_is_seen_by_its_trainer_alone(room: Classroom) -> None:
    """It stands at the foot of the trainer's terminal; who looks on and what is recorded have it not."""
    ann = await room.terminal("ann", size=(100, 30))
    await ann.sees(EMPTY_DESK)
    eve = await room.terminal("eve+watch+ann", "eve", size=(110, 34))
    await eve.sees(EMPTY_DESK)
    session = room.front.sessions_of("ann")[0]
    session.show_card(("先问：钱从哪个户头来？", "then\x1b[2J show it"))
    await ann.sees("先问：钱从哪个户头来？")
    await ann.sees("then")
    await until(lambda: session.model.rows == 27, "three rows less for the program")
    await eve.sees("ann · 100x27")
    ann.type("n")
    await eve.sees("Who answers for the platform")
    assert "先问" in ann.text
    assert "then" in ann.text
    assert "先问" not in eve.text
    session.show_card(())
    await until(lambda: session.model.rows == 30, "the whole terminal for the program")
    await until(lambda: "先问" not in ann.text, "no card")


async def test_a_card_comes_back_with_its_trainer(room: Classroom) -> None:
    """On a terminal of another size too."""
    ann = await room.terminal("ann", size=(100, 30))
    await ann.sees(EMPTY_DESK)
    session = room.front.sessions_of("ann")[0]
    session.show_card(("one card",))
    await ann.sees("one card")
    ann.connection.abort()
    await until(lambda: session.owner is None, "nobody is there")
    again = await room.terminal("ann", size=(90, 28))
    await again.sees("go on with it")
    again.type(ENTER)
    await again.sees("one card")
    await until(lambda: (session.model.columns, session.model.rows) == (90, 25), "three rows less")


async def test_a_trainee_shows_no_card_and_records_nothing(room: Classroom) -> None:
    """What is a trainer's is not heard from others."""
    bob = await at_desk(room, "bob")
    seat = next(each for each in room.front._class._seats if each.person.name == "bob")
    for up in (Up(deed=Deed.CARD, card=("x",)), Up(deed=Deed.RECORD, on=True)):
        room.front._class.heard(seat, up)
    assert seat.session.model.rows == 24
    assert seat.session.recording is None
    await bob.sees(EMPTY_DESK)


async def test_a_trainer_lets_a_scenario_play_and_comes_back_to_the_desk(room: Classroom) -> None:
    """On the same terminal, with the class looking on all the time; it begins held, and the panel has its steps."""
    ann = await room.terminal("ann", size=(100, 30))
    await ann.sees(EMPTY_DESK)
    eve = await room.terminal("eve+watch+ann", "eve", size=(100, 31))
    await eve.sees(EMPTY_DESK)
    ann.type(CTRL_T)
    await ann.sees("Play a scenario")
    ann.type("\x1b[F" + ENTER)
    await ann.sees("transfer")
    ann.type("\x1b[H" + ENTER)
    await ann.sees("held · F8 goes on")
    await eve.sees("held · F8 goes on")
    await ann.sees("Sandbox of ann")
    ann.type(CTRL_T)
    await ann.sees("Jump to a step")
    ann.type("\x1b")
    await until(lambda: "Jump to a step" not in ann.text, "no drawer")
    ann.type(F10)
    await ann.sees(EMPTY_DESK)
    await eve.sees(EMPTY_DESK)
    assert len(room.front.sessions_of("ann")) == 1


async def test_a_scenario_that_cannot_be_read_says_so_when_it_is_chosen(room: Classroom) -> None:
    """And keeps nobody from the others."""
    own = room.folder / "sandboxes/ann/config/scenarios"
    own.mkdir(parents=True)
    (own / "aaa-broken.toml").write_text("title = 7")
    ann = await room.terminal("ann", size=(100, 30))
    await ann.sees(EMPTY_DESK)
    ann.type(CTRL_T)
    await ann.sees("Play a scenario")
    ann.type("\x1b[F" + ENTER)
    await ann.sees("aaa-broken")
    await ann.sees("The transfer comes too late")
    ann.type("\x1b[H" + ENTER)
    await ann.sees("aaa-broken.toml")
    ann.type(F10)
    await ann.sees("Play a scenario")


@pytest.mark.parametrize(("language", "step"), [("en_GB.UTF-8", "Step 1 of 2"), ("zh_CN.UTF-8", "第1步，共2步")])
async def test_trainees_find_the_exercise_in_their_own_language(
    nursery: Nursery, tmp_path: Path, language: str, step: str
) -> None:
    """Whatever programs were forked before, and in whatever language; the row of the class does not cover the step."""
    settings = ServeSettings(port=0, exercise="transfer-wrong-sum")
    async with classroom(tmp_path, nursery, settings) as room:
        bob = await room.terminal("bob", environment={"LANG": language})
        await bob.sees(step)
        await bob.sees("bob")
        rows = bob.text.split("\n")
        assert "bob" in rows[1]
        assert step in rows[2]

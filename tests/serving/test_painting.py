"""The colours of a terminal, the screen of a program, and how it is painted for others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpwizard.serving.colours import Depth, recoloured
from mpwizard.serving.painting import Painter
from mpwizard.serving.screen_model import ScreenModel
from mpwizard.text import width

PROGRAM = (
    "\x1b[?1049h\x1b[?1003h\x1b[?2004h\x1b[2J\x1b[H"
    "\x1b[38;2;220;230;225;48;2;16;19;18mMP-2026-0001  练习样例有限公司\x1b[0m"
    "\x1b[3;1H\x1b[1;38;2;240;90;80m✗ 这一项必填。\x1b[0m\x1b[5;10H"
)


def model(columns: int = 40, rows: int = 8, written: str = PROGRAM) -> ScreenModel:
    """A program's screen."""
    made = ScreenModel(columns, rows)
    made.feed(written.encode())
    return made


def shown(painted: str, columns: int, rows: int) -> list[str]:
    """What a terminal of some size shows."""
    terminal = ScreenModel(columns, rows)
    terminal.feed(painted.encode())
    return terminal.text()


@pytest.mark.parametrize(
    ("depth", "expected"),
    [
        (Depth.TRUE, "\x1b[1;38;2;255;0;0;48;2;0;0;0m"),
        (Depth.EIGHT_BIT, "\x1b[1;38;5;196;48;5;16m"),
        (Depth.SIXTEEN, "\x1b[1;31;40m"),
        (Depth.NONE, "\x1b[1m"),
    ],
)
def test_each_terminal_gets_the_nearest_colours_it_has(depth: Depth, expected: str) -> None:
    """Attributes stay whatever the depth."""
    assert recoloured("\x1b[1;38;2;255;0;0;48;2;0;0;0m", depth) == expected


@pytest.mark.parametrize("depth", [Depth.SIXTEEN, Depth.NONE])
def test_a_lit_row_stands_out_where_colours_are_few(depth: Depth) -> None:
    """The ground, a surface a little lighter, and a light button do not look alike."""
    ground, lit, button = (recoloured(f"\x1b[48;2;{rgb}m", depth) for rgb in ("16;19;18", "44;51;48", "220;230;225"))
    assert button not in (ground, lit)
    assert (lit != ground) == (depth is Depth.SIXTEEN)


def test_text_never_vanishes_in_its_ground() -> None:
    """Two colours that become the same one are pulled apart."""
    assert recoloured("\x1b[38;2;20;20;20;48;2;10;10;10m", Depth.SIXTEEN) == "\x1b[97;40m"


def test_numbered_colours_are_understood_too() -> None:
    """As libraries write them; an unknown number is left out."""
    assert recoloured("\x1b[38;5;196m", Depth.SIXTEEN) == "\x1b[31m"
    assert recoloured("\x1b[38;5;196m", Depth.NONE) == ""
    assert recoloured("\x1b[0m", Depth.NONE) == "\x1b[0m"


@pytest.mark.parametrize(
    ("written", "row"),
    [
        ("练习\x1b[1;2Hx", " x习  "),
        ("练习\x1b[1;3Hx", "练x   "),
        ("练习\x1b[1;1Hx", "x 习  "),
        ("abcd练", "abcd练"),
    ],
)
def test_half_a_wide_character_is_a_blank(written: str, row: str) -> None:
    """As on a terminal, where one half of it is written over; what stands behind it stays where it was."""
    seen = model(6, 2, written)
    assert seen.text()[0] == row
    assert [width(text) for text in seen.text()] == [6, 6]


@pytest.mark.parametrize("odd", ["\x1b[1;2A", "\x1b[5J", "\x1b[9K", "\x1b[1;2;3H"])
def test_what_no_terminal_minds_breaks_nothing_off(odd: str) -> None:
    """Parameters nobody knows: what stands around them is shown."""
    assert model(written=f"before{odd}\x1b[2;1Hafter").text()[1].startswith("after")


def test_a_held_arrow_moves_by_all_its_presses() -> None:
    """However many come at once; to the edges and no further; what is no arrow moves nothing."""
    seen, painter = model(40, 8), Painter(20, 6, Depth.TRUE)
    assert painter.scroll("\x1b[C\x1b[C\x1b[B", seen)
    assert (painter.left, painter.top) == (16, 1)
    assert painter.scroll("\x1b[C" * 9 + "\x1b[B" * 9 + "\x1b[D", seen)
    assert (painter.left, painter.top) == (12, 3)
    assert not painter.scroll("\x1b[Cx", seen)
    assert not painter.scroll("", seen)
    assert (painter.left, painter.top) == (12, 3)


def test_a_terminal_of_the_same_size_shows_the_same() -> None:
    """Chinese included, cell by cell, with the looks."""
    seen, copy = model(), ScreenModel(40, 8)
    copy.feed(Painter(40, 8, Depth.TRUE).paint(seen).encode())
    assert [copy.row(number) for number in range(8)] == [seen.row(number) for number in range(8)]
    assert copy.cursor == seen.cursor


@pytest.mark.parametrize(("columns", "rows"), [(15, 4), (16, 3), (60, 12)])
def test_a_terminal_of_another_size_shows_what_fits(columns: int, rows: int) -> None:
    """Half a character is none, what is larger stays blank, the last row tells."""
    painted = shown(Painter(columns, rows, Depth.SIXTEEN).paint(model(), "ann · 练习"), columns, rows)
    assert painted[0].rstrip() == _first(columns)
    assert all(width(row.replace("\ufffd", "")) <= columns for row in painted)
    assert painted[-1].startswith("ann · 练习")


def _first(columns: int) -> str:
    whole = "MP-2026-0001  练习样例有限公司"
    while width(whole) > columns:
        whole = whole[:-1]
    return whole.rstrip()


def test_only_what_changed_is_painted_again() -> None:
    """Nothing for the same screen, one row for a change of one."""
    seen, painter = model(), Painter(40, 8, Depth.TRUE)
    painter.paint(seen, "status")
    assert painter.paint(seen, "status") == ""
    seen.feed(b"\x1b[6;1Hmore")
    again = painter.paint(seen, "status")
    assert "more" in again
    assert "练习" not in again


def test_whoever_comes_later_learns_what_was_switched_on() -> None:
    """Mouse and paste as the program wants them now; what it switched off is off."""
    seen = model()
    assert list(seen.modes()) == ["\x1b[?1003h", "\x1b[?2004h"]
    seen.feed(b"\x1b[?1003l")
    assert list(seen.modes()) == ["\x1b[?2004h"]


def test_private_sequences_leave_no_trace() -> None:
    """A library that does not know them would print their ends."""
    assert model(written="\x1b[>1u\x1b[<u\x1b[?2026$p\x1b[=5nok").text()[0].rstrip() == "ok"


WRITTEN = ("a", "小程序", "x" * 30, "\r\n", "\n", "\x1b[31m")
ERASED = ("\x1b[2J", "\x1b[K", "\x1b[1K", "\x1b[3P", "\x1b[4@", "\x1b[5X", "\x1b[?5h", "\x1b[?5l")
MOVED = ("\x1b[L", "\x1b[2M", "\x1b[H", "\x1b[5;9H", "\x1b[8;1H", "\x1bM", "\x1bD", "\x1b[2;5r")


@given(st.lists(st.sampled_from(WRITTEN + ERASED + MOVED), max_size=40))
def test_rows_that_are_kept_are_the_rows_that_stand_there(pieces: list[str]) -> None:
    """However it is written, erased, moved and scrolled between two looks."""
    looked_at, once = ScreenModel(20, 8), ScreenModel(20, 8)
    for piece in pieces:
        looked_at.feed(piece.encode())
        [looked_at.row(number) for number in range(looked_at.rows)]
    once.feed("".join(pieces).encode())
    assert [list(looked_at.row(number)) for number in range(8)] == [list(once.row(number)) for number in range(8)]

"""The bottom row: which keys stay in sight where there is no room for all."""

from __future__ import annotations

from screens.widgets.bars import KeyHint, fit

HINTS = [
    KeyHint("f1", "Help", "help"),
    KeyHint("esc", "Previous", "back"),
    KeyHint("^n", "Next", "next_step"),
    KeyHint("f2", "Show", "reveal"),
    KeyHint("f4", "Copy", "copy"),
    KeyHint("f9", "World", "world"),
    KeyHint("f7", "Timeline", "timeline"),
    KeyHint("f10", "Quit", "app.quit"),
]


def shown(room: int, most: int = 6, without: str = "") -> list[str]:
    """The keys that are shown."""
    return [hint.key for hint in fit([hint for hint in HINTS if hint.key != without], room, most)]


def test_a_key_of_one_field_pushes_out_none_of_the_steps() -> None:
    """F9 is looked for where it always stands; F4 is also in the help, a secret cannot be copied."""
    assert shown(200, without="f2") == ["f1", "esc", "^n", "f4", "f9", "f10"]
    assert shown(200) == ["f1", "esc", "^n", "f2", "f9", "f10"]
    assert shown(200, most=8) == [hint.key for hint in HINTS]


def test_the_way_out_stays_to_the_last() -> None:
    """However narrow the screen is: the last key and the first."""
    assert shown(20) == ["f1", "f10"]
    assert shown(3) == []

"""What screens carry about: no value that somebody typed may appear when an object is printed in a traceback."""

from __future__ import annotations

import pytest

from screens.widgets.copy import Copied
from screens.widgets.field import TextField
from screens.widgets.part import Part
from screens.wizard.conflict import Difference
from screens.wizard.paste import Placed

SECRET = "13800138000"


@pytest.mark.parametrize(
    "carrying",
    [
        Copied("Mobile number", SECRET),
        Difference("Mobile number", SECRET, f"{SECRET}1"),
        Placed(None, SECRET),
        Part.Changed(TextField("administrator.mobile", "Mobile number"), SECRET),
        TextField.PastedLines(TextField("administrator.mobile", "Mobile number"), f"one\n{SECRET}"),
    ],
    ids=lambda carrying: type(carrying).__name__,
)
def test_what_is_carried_about_shows_nobody_in_a_traceback(carrying: object) -> None:
    """Two versions side by side, a paste, a copy: their values are for the widgets that show them, not for a log."""
    assert type(carrying).__name__ in repr(carrying)
    assert SECRET not in repr(carrying)

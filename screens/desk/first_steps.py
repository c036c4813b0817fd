"""What an empty desk says: what a case is, that practice is safe, and the keys to begin with."""

from __future__ import annotations

from mpwizard.i18n import tr
from screens.widgets.facts import Fact


def words_for(cases: int | None) -> tuple[list[Fact], str]:
    """What is said instead of the table, and its title: while it is not known how many cases there are, and where there
    is none."""
    if cases is None:
        return [Fact("", tr("Opening the desk…"), "$soft")], ""
    return ([], "") if cases else (_first_steps(), tr("No case yet"))


def _first_steps() -> list[Fact]:
    what = tr("A case is one Mini Program, from its e-mail address to its registered account.")
    safe = tr("A practice case runs on the built-in simulator: nothing leaves this machine.")
    ways = (("n", tr("begin a case")), ("F1", tr("what can be done here")), ("F10", tr("leave")))
    return [
        Fact("", f"{what}\n", "$soft"),
        *(Fact(key, words, name_style="bold $go-text") for key, words in ways),
        Fact("", f"\n{safe}", "$soft"),
    ]

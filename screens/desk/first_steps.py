"""What an empty desk says: what a case is, that practice is safe, and the keys to begin with."""

from __future__ import annotations

from mpwizard.i18n import tr
from screens.widgets.facts import Fact


def first_steps() -> list[Fact]:
    """The sentences, with the keys between them."""
    what = tr("A case is one Mini Program, from its e-mail address to its registered account.")
    safe = tr("A practice case runs on the built-in simulator: nothing leaves this machine.")
    ways = (("n", tr("begin a case")), ("F1", tr("what can be done here")), ("F10", tr("leave")))
    return [
        Fact("", f"{what}\n", "$soft"),
        *(Fact(key, words, name_style="bold $go-text") for key, words in ways),
        Fact("", f"\n{safe}", "$soft"),
    ]

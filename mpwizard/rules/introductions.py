"""What the platform demands of a Mini Program's introduction (介绍), and what one should say besides."""

from __future__ import annotations

from collections.abc import Iterator

from mpwizard.rules.characters import han_count
from mpwizard.rules.edition import Edition
from mpwizard.rules.shapes import Misfit
from mpwizard.text import one_line

Doubt = tuple[str, dict[str, object]]


def introduction(typed: str, edition: Edition) -> str:
    """An introduction that can be handed in, on one line.

    Raises:
        Misfit: `text_length`, `introduction_han`.
    """
    value = one_line(typed)
    shortest, longest = edition.number("information.introduction_min"), edition.number("information.introduction_max")
    if not shortest <= len(value) <= longest:
        raise Misfit("text_length", {"shortest": shortest, "longest": longest, "actual": len(value)})
    least, actual = edition.number("information.introduction_han_min"), han_count(value)
    if actual < least:
        raise Misfit("introduction_han", {"shortest": least, "actual": actual})
    return value


def introduction_doubts(text: str, edition: Edition, *, takes_payment: bool) -> Iterator[Doubt]:
    """Keys and values of the warnings an introduction gives rise to."""
    named = any(word in text for word in edition.words("information.introduction_payment_words"))
    if takes_payment and not named:
        yield "introduction_without_payment", {}

"""What the platform demands of a Mini Program's name, and what is odd about one without being wrong.

Pure, by the rule table. Whether somebody else has the name, and whether it may change now, is for the console to say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from mpwizard.rules.characters import han_count, is_han
from mpwizard.rules.edition import Edition
from mpwizard.rules.shapes import Misfit
from mpwizard.text import compact, one_line

Doubt = tuple[str, dict[str, object]]

_BRACKETS = "（）()"


def name_units(text: str, edition: Edition) -> int:
    """How long a name is as the platform counts."""
    han = han_count(text)
    return han * edition.number("information.name_han_units") + len(text) - han


def mini_program_name(typed: str, edition: Edition) -> str:
    """A name that can be handed in, as it was typed.

    Raises:
        Misfit: `name_sign`, `name_units`, `name_word`.
    """
    value = one_line(typed)
    signs = edition.words("information.name_signs")
    for character in value:
        if not _may_stand(character, signs):
            raise Misfit("name_sign", {"character": character})
    shortest, longest = edition.number("information.name_units_min"), edition.number("information.name_units_max")
    actual = name_units(value, edition)
    if not shortest <= actual <= longest:
        raise Misfit("name_units", {"shortest": shortest, "longest": longest, "actual": actual})
    for rule in ("information.name_forbidden", "information.name_reserved"):
        if found := _word_in(value, edition.words(rule)):
            raise Misfit("name_word", {"found": found})
    return value


def protected_word(name: str, edition: Edition) -> str:
    """The word for which a name needs a paper; empty where it needs none."""
    return _word_in(name, edition.words("information.name_protected"))


def as_compared(name: str) -> str:
    """A name as the platform compares it with others: width, case and spaces make no difference."""
    return compact(name).casefold()


def mini_program_name_doubts(name: str, edition: Edition) -> Iterator[Doubt]:
    """Keys and values of the warnings a name gives rise to. The name itself is never changed."""
    value = one_line(name)
    if re.search(r"[（）]", value) and re.search(r"[()]", value):
        yield "mini_program_name_brackets", {}
    if re.search(r"\s", value):
        yield "mini_program_name_spaces", {}
    strangers = [character for character in value if _is_lookalike(character)]
    if strangers:
        yield "mini_program_name_lookalike", {"character": strangers[0], "usual": _usual(strangers[0])}
    if found := protected_word(value, edition):
        yield "mini_program_name_protected", {"found": found}


def _may_stand(character: str, signs: tuple[str, ...]) -> bool:
    plain = _usual(character)
    return is_han(character) or character in signs or plain == " " or (plain.isascii() and plain.isalnum())


def _word_in(name: str, words: tuple[str, ...]) -> str:
    compared = as_compared(name)
    return next((word for word in words if word.casefold() in compared), "")


def _usual(character: str) -> str:
    return unicodedata.normalize("NFKC", character)


def _is_lookalike(character: str) -> bool:
    """Whether a character is a presentation form of an ordinary one; of brackets both widths are usual."""
    return character not in _BRACKETS and not character.isspace() and _usual(character) != character

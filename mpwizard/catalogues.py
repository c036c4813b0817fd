"""The service categories (服务类目) an account chooses from: three catalogues, each loaded when it is asked for.

What is looked for is found by any part of a name, by pinyin initials, by the code, or by the English of the first
level; nothing here needs a library, because the initials stand in the data (`python -m tools.categories`).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache
from typing import Any

from mpwizard.i18n import Bilingual
from mpwizard.resources import data_folder


class Catalogue(StrEnum):
    """The three catalogues; which one an entity type chooses from stands in the rule table."""

    PERSONAL = "personal"
    NON_PERSONAL = "non_personal"
    OVERSEAS = "overseas"


# A code begins with the letter of its catalogue.
LETTERS: Mapping[str, Catalogue] = {"P": Catalogue.PERSONAL, "N": Catalogue.NON_PERSONAL, "O": Catalogue.OVERSEAS}


@dataclass(frozen=True, slots=True)
class Category:
    """One category. Its names are official terms, in Chinese whatever the language; `gloss` is the first level's
    English, ours.

    `papers` are alternatives: one of them is needed, with every paper in it. Where the source's own choice could not
    be taken apart, `exact` is false and the platform's form decides. `extra_review`: the first code review also waits
    for the local regulator. `restricted`: the platform limits who may apply, or takes applications elsewhere.
    `companions` are categories to add as well where the service also does that, as the source names them.
    """

    code: str
    first: str
    second: str
    third: str
    gloss: str
    papers: tuple[tuple[str, ...], ...]
    exact: bool
    extra_review: bool
    restricted: bool
    companions: tuple[str, ...]
    initials: tuple[str, ...]

    @property
    def levels(self) -> tuple[str, ...]:
        """Its two or three names."""
        return tuple(level for level in (self.first, self.second, self.third) if level)

    @property
    def path(self) -> str:
        """Its names in one line, written as the platform writes them."""
        return "-".join(self.levels)

    @property
    def needs_review(self) -> bool:
        """Whether the platform looks at it first; otherwise it holds at once."""
        return bool(self.papers) or self.restricted


@dataclass(frozen=True, slots=True)
class About:
    """Where a catalogue comes from: its name, its source, the day of its state (ISO), how sure it is."""

    title: Bilingual
    source: str
    as_of: str
    confidence: str


class Found(IntEnum):
    """How a category was found: the smaller, the nearer."""

    BY_CODE = 0
    BY_BEGINNING = 1
    BY_PART = 2
    BY_INITIALS = 3
    WITHIN_INITIALS = 4
    BY_GLOSS = 5


@cache
def catalogue(name: str) -> tuple[Category, ...]:
    """All categories of one catalogue, in the order of the source.

    Raises:
        ValueError: where there is no catalogue of that name.
    """
    document = _document(Catalogue(name))
    glosses = {first["name"]: first["en"] for first in document["first_levels"]}
    return tuple(_category(entry, glosses[entry["first"]]) for entry in document["categories"])


def about(name: str) -> About:
    """Where one catalogue comes from.

    Raises:
        ValueError: where there is no catalogue of that name.
    """
    meta = _document(Catalogue(name))["meta"]
    return About(Bilingual(**meta["title"]), meta["source"], meta["as_of"], meta["confidence"])


def category(code: str) -> Category:
    """The category of a code; only its own catalogue is loaded.

    Raises:
        KeyError: where there is none.
    """
    return _by_code(LETTERS[code[:1].upper()])[code.upper()]


def search(name: str, text: str) -> tuple[Category, ...]:
    """The categories in which every word of the text is found, the nearest first, else in the catalogue's order.

    Nothing typed finds them all.

    Raises:
        ValueError: where there is no catalogue of that name.
    """
    words = _folded(text).split()
    found = [(rank, one) for one, keys in zip(catalogue(name), _keys(name), strict=True) if (rank := keys.rank(words))]
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def paper(name: str) -> Bilingual:
    """A paper's name: the official one, and in English with a gloss before it.

    Raises:
        KeyError: where no category asks for such a paper.
    """
    return Bilingual(zh=name, en=f"{_document('papers')['papers'][name]} ({name})")


@dataclass(frozen=True, slots=True)
class _Keys:
    """What one category is found by, folded once."""

    code: str
    names: tuple[str, ...]
    initials: tuple[str, ...]
    gloss: tuple[str, ...]

    def rank(self, words: list[str]) -> tuple[int, ...]:
        """How far the worst word is, then all of them; empty where one is not found."""
        ranks = [self._rank(word) for word in words]
        if None in ranks:
            return ()
        found = [rank for rank in ranks if rank is not None]
        return (max(found, default=Found.BY_CODE), *found)

    def _rank(self, word: str) -> Found | None:
        if word == self.code:
            return Found.BY_CODE
        if any(name.startswith(word) for name in (self.code, *self.names)):
            return Found.BY_BEGINNING
        if any(word in name for name in self.names):
            return Found.BY_PART
        if any(initials.startswith(word) for initials in self.initials):
            return Found.BY_INITIALS
        if any(word in initials for initials in self.initials):
            return Found.WITHIN_INITIALS
        return Found.BY_GLOSS if any(part.startswith(word) for part in self.gloss) else None


@cache
def _keys(name: str) -> tuple[_Keys, ...]:
    return tuple(
        _Keys(
            code=one.code.casefold(),
            names=tuple(_folded(level) for level in (*one.levels, one.path)),
            initials=(*one.initials, "".join(one.initials)),
            gloss=tuple(_folded(one.gloss).split()),
        )
        for one in catalogue(name)
    )


@cache
def _by_code(name: str) -> Mapping[str, Category]:
    return {one.code: one for one in catalogue(name)}


@cache
def _document(name: str) -> Any:
    return json.loads((data_folder() / "categories" / f"{name}.json").read_text(encoding="utf-8"))


def _category(entry: Mapping[str, Any], gloss: str) -> Category:
    return Category(
        code=entry["code"],
        first=entry["first"],
        second=entry["second"],
        third=entry.get("third", ""),
        gloss=gloss,
        papers=tuple(tuple(alternative) for alternative in entry.get("papers", ())),
        exact=entry.get("exact", True),
        extra_review=entry.get("extra_review", False),
        restricted=entry.get("restricted", False),
        companions=tuple(entry.get("companions", ())),
        initials=tuple(entry["initials"].split()),
    )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()

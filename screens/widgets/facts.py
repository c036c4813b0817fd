"""Facts as rows: a name in one column, what it says in the other, broken by cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from mpwizard.text import pad, width
from screens import say
from screens.widgets.rows import Rows
from screens.wrapping import wrap

_GAP = 2
_WIDEST_NAME = 24


@dataclass(frozen=True, slots=True)
class Fact:
    """One row: its name, its words, the styles of both, the sign before the words. Without a name the words take the
    whole row."""

    name: str
    words: str
    style: str = "$ink"
    name_style: str = "$soft"
    mark: str = ""
    mark_style: str = "$ink"


class Facts(Rows):
    """A block of facts. As high as it must be, never higher."""

    DEFAULT_CSS = """
    Facts {
        height: auto;
        width: 100%;
        margin: 0 0 1 0;
    }
    """

    def __init__(
        self, facts: Sequence[Fact] = (), *, title: str = "", title_style: str = "bold $ink", classes_: str = ""
    ) -> None:
        super().__init__(classes=classes_ or None)
        self._facts = tuple(facts)
        self._title = title
        self._title_style = title_style
        self.display = bool(facts or title)

    def show(self, facts: Sequence[Fact], *, title: str = "", title_style: str = "bold $ink") -> None:
        """Show other facts; none at all takes no row."""
        if (tuple(facts), title, title_style) != (self._facts, self._title, self._title_style):
            self._facts, self._title, self._title_style = tuple(facts), title, title_style
            self.display = bool(self._facts or title)
            self.refresh(layout=True)

    def rows(self, room: int) -> list[Content]:
        """Title and facts."""
        rows = [say.text(line, self._title_style) for line in wrap(self._title, room)] if self._title else []
        names = min(_WIDEST_NAME, max((width(fact.name) for fact in self._facts), default=0))
        for fact in self._facts:
            left = names + _GAP if fact.name else 0
            sign = width(fact.mark)
            for place, line in enumerate(wrap(fact.words, max(8, room - left - sign))):
                name = pad(fact.name if place == 0 else "", names) + " " * _GAP if left else ""
                mark = fact.mark if place == 0 else " " * sign
                rows.append(say.line((name, fact.name_style), (mark, fact.mark_style), (line, fact.style)))
        return rows


@dataclass(frozen=True, slots=True)
class Block:
    """One of several things told by the same names: its title and its facts."""

    title: str
    title_style: str
    facts: tuple[Fact, ...]


class SideBySide(Rows):
    """Blocks beside each other, each name said once and its words level; below each other where there is no room."""

    LEAST = 22

    DEFAULT_CSS = """
    SideBySide {
        height: auto;
        width: 100%;
        margin: 0 0 1 0;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._blocks: tuple[Block, ...] = ()

    def show(self, blocks: Sequence[Block]) -> None:
        """Show other blocks."""
        if tuple(blocks) != self._blocks:
            self._blocks = tuple(blocks)
            self.refresh(layout=True)

    def rows(self, room: int) -> list[Content]:
        """The blocks."""
        names = max((width(fact.name) for block in self._blocks for fact in block.facts), default=0)
        each = (room - names) // max(1, len(self._blocks)) - _GAP
        if len(self._blocks) > 1 and each >= self.LEAST:
            return self._beside(names, each)
        rows: list[Content] = []
        for block in self._blocks:
            rows += [say.text(""), _title(block)] if rows else [_title(block)]
            rows += [row for fact in block.facts for row in _level(fact.name, names, [fact], room - names - _GAP)]
        return rows

    def _beside(self, names: int, each: int) -> list[Content]:
        titles = [Fact("", block.title, block.title_style) for block in self._blocks]
        rows = _level("", names, titles, each)
        for facts in zip(*(block.facts for block in self._blocks), strict=True):
            rows += _level(facts[0].name, names, facts, each)
        return rows


def _title(block: Block) -> Content:
    return say.text(block.title, block.title_style)


def _level(name: str, names: int, facts: Sequence[Fact], cells: int) -> list[Content]:
    """The words of several facts in columns, as many rows as the longest needs, the name before the first."""
    columns = [wrap(fact.words, max(8, cells)) for fact in facts]
    rows = []
    for place in range(max(len(column) for column in columns)):
        pieces: list[tuple[str, str]] = [(pad(name if place == 0 else "", names), "$soft")]
        for fact, column in zip(facts, columns, strict=True):
            words = column[place] if place < len(column) else ""
            pieces.append((" " * _GAP + words + " " * (cells - width(words)), fact.style))
        rows.append(say.line(*pieces))
    return rows

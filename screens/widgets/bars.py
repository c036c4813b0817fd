"""The row at the top of every screen and the row of keys at its bottom."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from textual.app import App
from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.dom import DOMNode
from textual.events import Click
from textual.screen import Screen
from textual.widget import Widget

from mpwizard.domain import Kind
from mpwizard.i18n import N_, tr
from mpwizard.text import cut_middle, width
from screens import say

KIND_WORDS = {Kind.PRACTICE: N_("PRACTICE"), Kind.RECORD: N_("RECORD")}
KIND_STYLES = {Kind.PRACTICE: "bold $soon", Kind.RECORD: "bold $fact"}

_GAP = "  "
# The hints that make room first for those that only some pages have. These keys work everywhere; the help has them.
_SPARED = ("timeline", "copy", "back")
# Of several keys for the same, the one that people look for: the way out, then what stands in every footer.
_BEST_KNOWN = (re.compile("escape"), re.compile(r"f\d+"))


@dataclass(frozen=True, slots=True)
class Heading:
    """What the top bar says: the case, what the screen is about, its kind, its time, whether all is saved."""

    place: str = ""
    title: str = ""
    kind: Kind | None = None
    time: str = ""
    state: str = ""
    state_style: str = "$go-text"


class TopBar(Widget):
    """One row: where we are at the left, what kind of case and its state at the right. The title gives way first."""

    DEFAULT_CSS = """
    TopBar {
        dock: top;
        height: 1;
        background: $bar;
        color: $ink;
        padding: 0 1;
    }
    """

    def __init__(self, heading: Heading) -> None:
        super().__init__()
        self._heading = heading

    def show(self, heading: Heading) -> None:
        """Say something else from now on."""
        if heading != self._heading:
            self._heading = heading
            self.refresh()

    def render(self) -> Content:
        """The row, filled to the width there is."""
        heading, room = self._heading, self.size.width
        right = [
            (tr(KIND_WORDS[heading.kind]), KIND_STYLES[heading.kind]) if heading.kind else ("", ""),
            (heading.time, "$soft"),
            (heading.state, heading.state_style),
        ]
        right = [piece for piece in right if piece[0]]
        right_width = sum(width(words) for words, _ in right) + len(_GAP) * max(0, len(right) - 1)
        place = cut_middle(heading.place, max(0, room - right_width - 1))
        title = cut_middle(heading.title, max(0, room - right_width - width(place) - len(_GAP) - 1))
        left = say.line((place, "bold $ink"), _GAP if place and title else "", (title, "$ink"))
        filling = " " * max(1, room - left.cell_length - right_width)
        return say.line(left, filling, say.text(_GAP).join([say.text(*piece) for piece in right]))


@dataclass(frozen=True, slots=True)
class KeyHint:
    """One key of the bottom row: how the key is written, what it does, the action it runs and where."""

    key: str
    words: str
    action: str
    node: DOMNode | None = None

    @property
    def cells(self) -> int:
        """The room it takes."""
        return width(self.key) + 1 + width(self.words)


class KeyBar(Widget):
    """The bottom row: the keys that work here now, at most six and the palette; a click is as good as the key."""

    MOST = 6

    DEFAULT_CSS = """
    KeyBar {
        dock: bottom;
        height: 1;
        background: $bar;
        color: $soft;
        padding: 0 1;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[tuple[int, KeyHint]] = []
        self._said: list[KeyHint] = []

    def on_mount(self) -> None:
        """Follow the screen: other keys may work when the focus moves."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def render(self) -> Content:
        """The keys from the left, the palette at the right end."""
        hints = self._said = self._hints()
        palette = [hint for hint in hints if hint.action.endswith("command_palette")]
        others = [hint for hint in hints if not hint.action.endswith("command_palette")]
        room = self.size.width - sum(hint.cells + len(_GAP) for hint in palette)
        fitting = fit(others, room, self.MOST)
        self._shown = []
        row = say.text("")
        for hint in fitting:
            row = self._with(row, hint)
        if palette:
            row = row.pad_right(max(0, self.size.width - row.cell_length - palette[0].cells))
            row = self._with(row, palette[0], gap="")
        return row

    async def on_click(self, event: Click) -> None:
        """Run what was clicked on."""
        for start, hint in self._shown:
            if start <= event.x - self.styles.padding.left < start + hint.cells:
                await self.app.run_action(hint.action, hint.node or self.screen)

    def _follow(self, _screen: Screen[Any]) -> None:
        if self._hints() != self._said:
            self.refresh()

    def _with(self, row: Content, hint: KeyHint, gap: str = _GAP) -> Content:
        row = say.line(row, gap if row.cell_length else "")
        self._shown.append((row.cell_length, hint))
        return say.line(row, (hint.key, "bold $go-text"), (" " + hint.words, "$soft"))

    def _hints(self) -> list[KeyHint]:
        return list(hints(self.screen.active_bindings, self.app.get_key_display))


def hints(bindings: Mapping[str, ActiveBinding], display: Callable[[Binding], str]) -> Iterable[KeyHint]:
    """The bindings worth a place in the bottom row, each action once, the screen's before the app's."""
    by_action: dict[str, list[ActiveBinding]] = {}
    for active in bindings.values():
        if active.binding.show and active.enabled:
            by_action.setdefault(active.binding.action.removeprefix("app."), []).append(active)
    for ways in by_action.values():
        known = (way for pattern in _BEST_KNOWN for way in ways if pattern.fullmatch(way.binding.key))
        shown = next(known, ways[0])
        yield KeyHint(display(shown.binding), shown.binding.description, _namespaced(shown), shown.node)


def _namespaced(active: ActiveBinding) -> str:
    action = active.binding.action
    return f"app.{action}" if isinstance(active.node, App) and "." not in action else action


def fit(hints: list[KeyHint], room: int, most: int) -> list[KeyHint]:
    """As many as fit: what can be spared goes first, then from the end; the last one (the way out) keeps its place."""
    chosen = list(hints)
    while len(chosen) > 1 and (len(chosen) > most or sum(hint.cells + len(_GAP) for hint in chosen) > room):
        spared = (hint for action in _SPARED for hint in chosen if hint.action == action)
        chosen.remove(next(spared, chosen[-2]))
    return chosen if chosen and chosen[0].cells <= room else []

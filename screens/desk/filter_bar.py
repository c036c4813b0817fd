"""The filter line of the desk: what is typed filters at once, what is wrong in it is said in the line itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Key, Paste
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static

from mpwizard.filter_completion import Candidate, complete
from mpwizard.filter_fields import Filter
from mpwizard.filter_line import LONGEST, Reading, parse
from mpwizard.i18n import tr
from mpwizard.tell import tell
from mpwizard.text import width
from screens import keys, say
from screens.widgets.prompt import act_at_once
from screens.widgets.still_input import StillInput

# Filtering waits for this pause in the typing.
_PAUSE = 0.15
# So much of the width what is told may take, as the style sheet has it.
_TOLD = 0.6


class FilterInput(StillInput):
    """The row that is typed into. Tab completes, Enter and arrow down go to the cases, Escape clears, then leaves."""

    BINDINGS = [keys.COMPLETE, keys.TO_CASES, keys.CLEAR_FILTER]

    @dataclass
    class Left(Message):
        """Back to the cases."""

    async def on_key(self, event: Key) -> None:
        """Keys take effect in the order in which they come, however fast that is."""
        await act_at_once(self, event)

    def on_paste(self, event: Paste) -> None:
        """As much of the first line as there is room for; what is left out is said."""
        event.prevent_default()
        event.stop()
        lines = event.text.splitlines() or [""]
        room = LONGEST - len(self.value) + len(self.selected_text)
        taken = lines[0][: max(0, room)]
        self.replace(taken, *sorted(self.selection))
        if taken != event.text.rstrip("\r\n"):
            say.notify(self.app, tr("Not all of that fits into one line; the rest was left out."), "warning")

    def action_complete(self) -> None:
        """Put the likeliest completion in; where there are several, as far as they agree."""
        bar = self.parent
        if isinstance(bar, FilterBar):
            bar.complete()

    def action_to_cases(self) -> None:
        """To the cases."""
        self.post_message(self.Left())

    def action_clear(self) -> None:
        """Filter nothing any more; where nothing is filtered, back to the cases."""
        if self.value:
            self.value = ""
        else:
            self.post_message(self.Left())


class FilterBar(Horizontal):
    """The line, and at its right how many cases it leaves, or what is wrong with it."""

    DEFAULT_CSS = """
    FilterBar {
        height: 1;
        width: 1fr;
        & > .sign { width: 2; color: $faint; }
        & > FilterInput {
            width: 1fr;
            height: 1;
            border: none;
            padding: 0;
            background: $ground;
            color: $ink;
            &:focus { background: $well; }
        }
        & > .told { width: auto; max-width: 60%; color: $faint; margin: 0 0 0 2; }
    }
    """

    @dataclass
    class Changed(Message):
        """The line says another filter."""

        filter: Filter

    def __init__(self) -> None:
        super().__init__()
        self._said = parse("")
        self._soon: Timer | None = None
        self._tags: tuple[str, ...] = ()
        self._owners: tuple[str, ...] = ()
        self._count = ""
        self._offered: tuple[str, tuple[str, ...]] | None = None

    def compose(self) -> ComposeResult:
        """The sign, the line, what is told."""
        yield Static("/", classes="sign", markup=False)
        yield FilterInput(placeholder=tr("filter: name, number, field:value"), max_length=LONGEST, compact=True)
        yield Static("", classes="told")

    @property
    def line(self) -> FilterInput:
        """The row that is typed into."""
        return self.query_one(FilterInput)

    @property
    def reading(self) -> Reading:
        """What the line says now."""
        return self._said

    def know(self, tags: Sequence[str], owners: Sequence[str]) -> None:
        """What can be completed besides the fields."""
        self._tags, self._owners = tuple(tags), tuple(owners)

    def say_count(self, words: str) -> None:
        """How many cases there are; what is wrong with the line is said instead."""
        self._count = words
        self._tell()

    def put(self, line: str) -> None:
        """Show a view's filter; it is in force already."""
        self._said = parse(line)
        with self.prevent(Input.Changed):
            self.line.value = line
        self._tell()

    def complete(self) -> None:
        """Put in what all completions agree on, and say which there are."""
        line = self.line
        found = complete(line.value, line.cursor_position, self._tags, self._owners)
        if not found:
            return
        common = _common([candidate.text for candidate in found])
        first = found[0]
        typed = line.value[first.start : first.end]
        text = common if len(common) > len(typed) else first.text if len(found) == 1 else typed
        value, cursor = Candidate(text, first.start, first.end).applied(line.value)
        line.value = value
        line.cursor_position = cursor
        if len(found) > 1:
            self._offered = (value, tuple(candidate.text for candidate in found))
            self._tell()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Something was typed: filter soon."""
        event.stop()
        self._said = parse(event.value)
        if self._offered is not None and self._offered[0] != self.line.value:
            self._offered = None
        self._tell()
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(_PAUSE, self._filter)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """At once, and to the cases."""
        event.stop()
        self._filter()
        self.post_message(FilterInput.Left())

    def _filter(self) -> None:
        if self._soon is not None:
            self._soon.stop()
            self._soon = None
        if not self._said.problems:
            self.post_message(self.Changed(self._said.filter))

    def _tell(self) -> None:
        if self._offered is not None and self._offered[0] == self.line.value:
            # What can be completed stays to be read until something is typed.
            self._show(say.text(_as_many_as_fit(self._offered[1], int(self.size.width * _TOLD)), "$fact"))
        elif not self._said.problems:
            self._show(say.text(self._count, "$faint"))
        else:
            why = tell(self._said.problems[0].refusal).line
            self._show(say.line((f"{say.WRONG} ", "$wrong"), (why, "$soft")))

    def _show(self, words: Content) -> None:
        self.query_one(".told", Static).update(words)


def _as_many_as_fit(texts: Sequence[str], room: int) -> str:
    """Whole words side by side; a sign at their end where there are more."""
    for many in range(len(texts), 0, -1):
        row = "  ".join([*texts[:many], *["…"][: len(texts) - many]])
        if width(row) <= room:
            return row
    return "…"


def _common(texts: Sequence[str]) -> str:
    """What all of them begin with."""
    shortest = min(texts, key=len)
    lengths = range(len(shortest), 0, -1)
    return next((shortest[:n] for n in lengths if all(text.startswith(shortest[:n]) for text in texts)), "")

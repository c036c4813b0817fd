"""A field of one line: its title and counter above, a row to type in with a coloured edge, a row for the message.

Two widgets in all, and a key repaints them without laying out the screen.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Blur, Focus, Key, Paste
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.timer import Timer
from textual.widgets import Input

from mpwizard.i18n import tr
from mpwizard.privacy import Mask, masked
from mpwizard.problems import Problem, Severity
from mpwizard.text import clean, compact
from screens import keys, say
from screens.driver import REPLACEMENT
from screens.widgets.measure import Measure
from screens.widgets.part import Judge, Part, Remark, Value, content_with
from screens.widgets.prompt import act_at_once
from screens.widgets.still_input import StillInput

REVEAL_SECONDS = 15.0
PASTE_CAP = 20_000
HISTORY = 100


class Moment(NamedTuple):
    """What stood in a field, and where its cursor was."""

    value: str
    cursor: int


class Line(StillInput):
    """The row that is typed into."""

    BINDINGS = [keys.UNDO, keys.REDO]
    ONE_ROW = True
    TYPED_INTO = True

    DEFAULT_CSS = """
    Line {
        height: 1;
        border: none;
        border-left: outer $lit;
        padding: 0 1;
        background: $well;
        color: $ink;
        margin: 1 0 0 0;
        &:focus {
            border: none;
            border-left: outer $go;
            background: $lit;
            background-tint: transparent;
        }
        &:disabled {
            border: none;
            border-left: outer $well;
            background: $ground;
            color: $soft;
            opacity: 1;
        }
    }
    """

    # A key must not lay the screen out anew. The row's width is fixed, so nothing else depends on this.
    virtual_size = Reactive(Size(0, 0), layout=False)
    revealed: reactive[bool] = reactive(False)

    def __init__(self, value: str, *, limit: int, keys_allowed: str, mask: Mask | None) -> None:
        self._mask = mask
        self._keys_allowed = keys_allowed
        self._past: list[Moment] = []
        self._future: list[Moment] = []
        self._hiding: Timer | None = None
        super().__init__(
            max_length=limit,
            restrict=f"[{keys_allowed}]*" if keys_allowed else None,
            select_on_focus=False,
            validate_on=(),
        )
        self.set_reactive(Line.value, value)
        self._initial_value = False

    def on_mount(self) -> None:
        """The width of what is there already."""
        self._remeasure()

    async def on_key(self, event: Key) -> None:
        """What edits keeps its place among what is typed. The space of an input method is a space."""
        if event.is_printable:
            return
        if event.character is not None and unicodedata.category(event.character[0]) == "Zs":
            event.stop()
            event.prevent_default()
            self.replace(" ", *sorted(self.selection))
            return
        await act_at_once(self, event)

    @property
    def secret(self) -> bool:
        """Whether even the focused row hides its value."""
        return self._mask is Mask.PASSWORD

    @property
    def _value(self) -> Text:
        return Text(self._shown_value(), no_wrap=True, overflow="ignore", end="")

    def _shown_value(self) -> str:
        if self._mask is None or self.revealed:
            return self.value
        if not self.has_focus:
            return masked(self.value, self._mask)
        return "•" * len(self.value) if self.secret else self.value

    def reveal(self) -> None:
        """Show a hidden value for a short while, or hide it again. That it is shown is told, for the log."""
        self.revealed = not self.revealed
        if self._hiding is not None:
            self._hiding.stop()
        self._hiding = self.set_timer(REVEAL_SECONDS, self.hide) if self.revealed else None
        if self.revealed and self.value:
            self.post_message(TextField.Revealed(self._owner))

    def hide(self) -> None:
        """Hide the value again."""
        self.revealed = False

    def replace(self, text: str, start: int, end: int) -> None:
        """Every change by the user comes through here: what was there before can be taken back."""
        before = Moment(self.value, self.cursor_position)
        super().replace(text, start, end)
        self._owner.recount()
        self._remember(before)

    def show(self, value: str) -> None:
        """Another text in place of this one; what was there before can be taken back."""
        before = Moment(self.value, self.cursor_position)
        with self.prevent(Input.Changed):
            self.value = value
        self._remember(before)

    def _remember(self, before: Moment) -> None:
        if self.value != before.value and not self.secret:
            self._past = [*self._past[-HISTORY:], before]
            self._future = []

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A hidden password cannot be copied out of its row."""
        del parameters
        return not (action in ("copy", "cut") and self.secret and not self.revealed)

    def action_undo(self) -> None:
        """Take the last change back."""
        self._move(self._past, self._future)

    def action_redo(self) -> None:
        """Make it again."""
        self._move(self._future, self._past)

    def _move(self, source: list[Moment], target: list[Moment]) -> None:
        if source:
            target.append(Moment(self.value, self.cursor_position))
            moment = source.pop()
            self.value = moment.value
            self.cursor_position = moment.cursor
            self._owner.recount()

    def action_paste(self) -> None:
        """Paste what this program copied last, by the same gate as the terminal's own paste."""
        self.take_pasted(self.app.clipboard)

    def on_paste(self, event: Paste) -> None:
        """Textual would keep controls and the first line only."""
        event.stop()
        event.prevent_default()
        self.take_pasted(event.text)

    def take_pasted(self, pasted: str) -> None:
        """Several lines are for the screen to place; one line is put in."""
        looked_at = pasted[:PASTE_CAP]
        if len([row for row in looked_at.splitlines() if row.strip()]) > 1 or "\t" in looked_at.strip():
            self.post_message(TextField.PastedLines(self._owner, pasted))
            return
        self.insert_pasted(pasted)

    def insert_pasted(self, text: str) -> None:
        """Put a pasted text where the cursor is, cleaned and cut to what fits, and say what was left out."""
        beyond = len(text[PASTE_CAP:])
        wanted = unicodedata.normalize("NFC", text[:PASTE_CAP].strip("\r\n"))
        kept = clean(wanted, PASTE_CAP)
        if self._keys_allowed:
            wanted = compact(wanted)
            kept = "".join(re.findall(f"[{self._keys_allowed}]", unicodedata.normalize("NFKC", kept)))
        start, end = sorted(self.selection)
        room = max(0, (self.max_length or PASTE_CAP) - len(self.value) + (end - start))
        self.replace(kept[:room], start, end)
        dropped, cut = len(wanted.strip()) - len(kept), len(kept) - len(kept[:room]) + beyond
        self._owner.say_left_out(max(0, dropped), cut)

    @property
    def _owner(self) -> TextField:
        owner = self.parent
        assert isinstance(owner, TextField)
        return owner

    def on_focus(self, event: Focus) -> None:
        """The cursor stands behind what is there."""
        if not event.from_app_focus:
            self.cursor_position = len(self.value)
        self._remeasure()

    def on_blur(self, _event: Blur) -> None:
        """Hide at once; a long value shows its beginning."""
        self.revealed = False
        self._remeasure()
        self.scroll_to(x=0, animate=False)

    def watch_revealed(self) -> None:
        """Another text has another width."""
        self._remeasure()

    def _remeasure(self) -> None:
        self.virtual_size = Size(self.content_width, 1)
        self.refresh()

    def restricted(self) -> None:
        """A key that can never be right here: said on the title's row instead of by a bell."""
        self._owner.flash_limit()


class TextField(Part):
    """A question answered by one line of text."""

    DEFAULT_CSS = """
    TextField {
        &.-wrong > Line, &.-wrong > Line:focus { border-left: outer $wrong; }
        &.-doubtful > Line, &.-doubtful > Line:focus { border-left: outer $soon; }
    }
    """

    @dataclass
    class PastedLines(Message):
        """More than one line was pasted: the screen may offer to distribute them."""

        part: TextField
        text: str = field(repr=False)

    @dataclass
    class Revealed(Message):
        """The hidden value is shown."""

        part: TextField

    def __init__(
        self,
        key: str,
        title: str,
        value: str = "",
        *,
        limit: int = 64,
        measure: Measure | None = None,
        keys_allowed: str = "",
        mask: Mask | None = None,
        required: bool = True,
        judge: Judge = content_with,
    ) -> None:
        super().__init__(key, title, required=required, judge=judge)
        self.limit = limit
        self.mask = mask
        self._measure = measure
        self._counted: tuple[str, str] = ("", "")
        self._noted_for: str | None = None  # the text that a paste left, whose note its own change must not take away
        self.line = Line(value[:limit], limit=limit, keys_allowed=keys_allowed, mask=mask)

    def compose(self) -> ComposeResult:
        """The row to type in; everything else is painted by the part itself."""
        yield self.line

    @property
    def value(self) -> Value:
        """What is typed, as it was typed."""
        return self.line.value

    def put(self, value: Value) -> None:
        """Set the text without saying that it changed."""
        if isinstance(value, str) and value != self.line.value:
            self.line.show(value[: self.limit])
            self.refresh()

    @property
    def focus_target(self) -> Line:
        """The row to type in."""
        return self.line

    @property
    def copyable(self) -> str:
        """The text, unless it is a secret."""
        return "" if self.line.secret else self.line.value

    @property
    def measure(self) -> Measure | None:
        """How long the text may be, where a rule says so."""
        return self._measure

    @measure.setter
    def measure(self, measure: Measure | None) -> None:
        if measure != self._measure:
            self._measure = measure
            self.refresh()

    def render(self) -> Content:
        """Title and counter, the place of the row, the message."""
        return say.lines([self.title_row(*self._counter()), say.text(""), *self.remark_rows()])

    def say_left_out(self, dropped: int, cut: int) -> None:
        """Tell what a paste lost; nothing is lost in silence."""
        from mpwizard.tell import tell

        said = [Problem("text_cleaned", values={"count": dropped})] if dropped else []
        said += [Problem("paste_cut", values={"limit": self.limit})] if cut else []
        if said:
            self._noted_for = self.line.value
            self.remark = Remark(" ".join(tell(each).line for each in said), Severity.WARNING)

    def flash_limit(self) -> None:
        """A key was held back: say why, as long as nothing worse is said."""
        if self.remark is None or not self.remark.blocks:
            if len(self.line.value) >= self.limit:
                words = tr("Not more than {limit} characters.", limit=self.limit)
            else:
                words = tr("That key has no place here.")
            self.remark = Remark(words, Severity.WARNING)

    def judge_now(self) -> Remark | None:
        """The judge's word, unless the terminal itself garbled the text."""
        if REPLACEMENT in self.line.value:
            from mpwizard.tell import tell

            self.remark = Remark(tell(Problem("terminal_not_utf8")).line)
            return self.remark
        return super().judge_now()

    def on_input_changed(self, event: Input.Changed) -> None:
        """A key, a paste, an undo."""
        event.stop()
        if REPLACEMENT in event.value:
            self.judge_now()
        self.changed(judge=event.value != self._noted_for)
        self._noted_for = None
        self._judge_one_too_many()

    def _judge_one_too_many(self) -> None:
        """One character more than there can be is told at once: who looks at the paper does not see the counter."""
        if self._measure is None:
            return
        typed, most = self._measure.counted(self.line.value), self._measure.most
        if len(typed) > most and not ((cut := self.judge(typed[:most])) and cut.blocks):
            self.judge_now()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on."""
        event.stop()
        self.post_message(self.Done(self))

    def on_descendant_focus(self) -> None:
        """The row was entered."""
        self.refresh()
        self.entered()

    def on_descendant_blur(self) -> None:
        """The row was left."""
        self.refresh()
        self.left()

    def recount(self) -> None:
        """Paint the title's row again, together with the key, where the counter says something else."""
        counter = self._counter()
        if counter != self._counted:
            self._counted = counter
            self.refresh(Region(0, 0, self.size.width, 1))

    def _counter(self) -> tuple[str, str]:
        if self._measure is not None:
            return self._measure.counter(self.line.value)
        if len(self.line.value) >= self.limit:
            return f"{len(self.line.value)}/{self.limit}", "$soon"
        return "", ""

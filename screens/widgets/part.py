"""What every part of a form is: a name, a title, a value, at most one message below it, and a judge to ask.

The part decides *when* to judge (on leaving; at each key while a message stands) and how it looks. *What* is wrong is
the judge's knowledge: no rule lives here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from mpwizard.problems import Severity
from mpwizard.text import width
from screens import say
from screens.wrapping import wrap


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said below a part. Only an error stands in the way."""

    words: str
    severity: Severity = Severity.ERROR

    @property
    def line(self) -> str:
        """The words behind their mark: the colour is never alone."""
        return f"{say.WRONG if self.blocks else say.DOUBTFUL} {self.words}"

    @property
    def blocks(self) -> bool:
        """Whether this is an error."""
        return self.severity is Severity.ERROR


Value = str | bool
Judge = Callable[[Value], Remark | None]


def content_with(_value: Value) -> Remark | None:
    """The judge who finds nothing."""
    return None


class Part(Widget):
    """One question of a form: its title above, its answer, one row kept free for the message below."""

    INDENT = 2

    @dataclass
    class Changed(Message):
        """The answer changed."""

        part: Part
        value: Value = field(repr=False)

        @property
        def control(self) -> Part:
            """The part, for handlers that select by it."""
            return self.part

    @dataclass
    class Left(Message):
        """The focus went elsewhere."""

        part: Part

    @dataclass
    class Entered(Message):
        """The focus came here."""

        part: Part

    @dataclass
    class Done(Message):
        """Enter was pressed on an answer that stands: on to the next part."""

        part: Part

    DEFAULT_CSS = """
    Part {
        height: 3;
        width: 100%;
    }
    """

    remark: var[Remark | None] = var(None)

    def __init__(self, key: str, title: str, *, required: bool = True, judge: Judge = content_with) -> None:
        super().__init__(id=f"part-{key.replace('.', '-')}")
        self.key = key
        self.title = title
        self.required = required
        self.judge = judge
        self._touched = False

    @property
    def value(self) -> Value:
        """The answer as it stands."""
        raise NotImplementedError

    def put(self, value: Value) -> None:
        """Set the answer without saying that it changed."""
        raise NotImplementedError

    @property
    def empty(self) -> bool:
        """Whether nothing is answered yet."""
        return self.value in ("", False)

    @property
    def focus_target(self) -> Widget:
        """What takes the focus when the part is meant."""
        return self

    @property
    def copyable(self) -> str:
        """What goes to the clipboard; nothing for what may not leave."""
        return str(self.value) if isinstance(self.value, str) else ""

    def answer_rows(self) -> int:
        """How many rows the answer takes."""
        return 1

    def judge_now(self) -> Remark | None:
        """Ask the judge and show what he says."""
        self.remark = self.judge(self.value)
        return self.remark

    def changed(self, *, judge: bool = True) -> None:
        """To be called at each change by the user: says so, and judges again while something is said."""
        self._touched = True
        if judge and self.remark is not None:
            self.judge_now()
        # Straight to the screen: a key would otherwise pass every container on the way up.
        self.screen.post_message(self.Changed(self, self.value))

    def left(self) -> None:
        """To be called when the focus goes. What was never touched and is empty is not scolded for it."""
        if self._touched or not self.empty:
            self.judge_now()
        self.post_message(self.Left(self))

    def entered(self) -> None:
        """To be called when the focus comes."""
        self.post_message(self.Entered(self))

    def watch_remark(self, old: Remark | None, new: Remark | None) -> None:
        """Show the message; the layout moves only when it takes another number of rows."""
        if old == new:
            return
        self.set_class(new is not None and new.blocks, "-wrong")
        self.set_class(new is not None and not new.blocks, "-doubtful")
        self._settle_height()
        self.refresh()

    def on_resize(self) -> None:
        """A message may break into other lines now."""
        self._settle_height()

    def _settle_height(self) -> None:
        rows = 1 + self.answer_rows() + max(1, len(self._remark_lines()))
        if self.styles.height is None or self.styles.height.value != rows:
            self.styles.height = rows

    def title_row(self, right: str = "", right_style: str = "$faint") -> Content:
        """The title with its mark, something at the right end if there is room for it: a second row would push the
        message out of sight."""
        mark = " *" if self.required else ""
        left = self.content_size.width - width(self.title) - len(mark)
        right = right if width(right) < left else ""
        room = left - width(right)
        style = "$wrong" if self.has_class("-wrong") else "$ink" if self.has_pseudo_class("focus-within") else "$soft"
        return say.line((self.title, style), (mark, "$wrong"), " " * max(1, room), (right, right_style))

    def remark_rows(self) -> list[Content]:
        """The message's rows; one empty row where there is none."""
        style = "$wrong" if self.remark is not None and self.remark.blocks else "$soon"
        return [say.text(" " * self.INDENT + row, style) for row in self._remark_lines()] or [say.text("")]

    def _remark_lines(self) -> list[str]:
        if self.remark is None:
            return []
        return wrap(self.remark.line, max(1, self.content_size.width - self.INDENT))

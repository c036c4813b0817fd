"""A question answered by setting a tick."""

from __future__ import annotations

from textual.content import Content
from textual.events import Blur, Click, Focus, Key

from mpwizard.text import cut_middle
from screens import keys, say
from screens.widgets.part import Judge, Part, Value, content_with
from screens.widgets.prompt import act_at_once


class Tick(Part, can_focus=True):
    """One row: the box and what it stands for, and the row for the message."""

    BINDINGS = [keys.TICK, keys.GO_ON]
    ONE_ROW = True

    DEFAULT_CSS = """
    Tick {
        height: 2;
    }
    """

    def __init__(
        self, key: str, title: str, value: bool = False, *, required: bool = True, judge: Judge = content_with
    ) -> None:
        super().__init__(key, title, required=required, judge=judge)
        self._value = value

    @property
    def value(self) -> Value:
        """Whether it is set."""
        return self._value

    def put(self, value: Value) -> None:
        """Set or clear it without saying that it changed."""
        self._value = bool(value)
        self.refresh()

    def answer_rows(self) -> int:
        """The title is the answer's own row."""
        return 0

    def render(self) -> Content:
        """The box, the title, the message."""
        ground = " on $lit" if self.has_focus else ""
        edge = "$wrong" if self.has_class("-wrong") else "$go"
        box = ("[✓]", "bold $go-text" + ground) if self._value else ("[ ]", "$soft" + ground)
        title = cut_middle(self.title, max(0, self.content_size.width - 8))
        row = say.line(
            ("▌" if self.has_focus or self.has_class("-wrong") else " ", edge),
            (" ", ground.strip()),
            box,
            (f" {title}", "$ink" + ground),
            (" *" if self.required else "", "$wrong" + ground),
        )
        return say.lines([row, *self.remark_rows()])

    async def on_key(self, event: Key) -> None:
        """The tick is set before the key after it acts."""
        await act_at_once(self, event)

    def action_tick(self) -> None:
        """Set it, or clear it."""
        if not self.disabled:
            self._value = not self._value
            self.refresh()
            self.changed()

    def action_go_on(self) -> None:
        """On to the next part."""
        self.post_message(self.Done(self))

    def on_click(self, event: Click) -> None:
        """A click on the row is as good as the key."""
        if event.y == 0:
            self.action_tick()

    def on_focus(self, _event: Focus) -> None:
        """The tick was entered."""
        self.refresh()
        self.entered()

    def on_blur(self, _event: Blur) -> None:
        """The tick was left."""
        self.refresh()
        self.left()

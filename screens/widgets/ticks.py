"""A question answered by ticking any number of options."""

from __future__ import annotations

from screens import keys, say
from screens.widgets.choice import Choice, Item
from screens.widgets.part import Value


class Ticks(Choice):
    """The options, one a row; the answer is the values of those that are ticked, a blank between them.

    The arrows move, space ticks, Enter goes on.
    """

    BINDINGS = [keys.TICK, keys.GO_ON]
    SIGNS = (f"[{say.DONE}] ", "[ ] ")

    def put(self, value: Value) -> None:
        """Tick others without saying that it changed; the cursor stays."""
        self._value = str(value or "")
        self.refresh()

    def takes(self, item: Item) -> bool:
        """Whether an option is ticked."""
        return item.value in self._value.split()

    def action_tick(self) -> None:
        """Tick the option at the cursor, or take its tick away."""
        if self.disabled or not self._items:
            return
        pointed = self._items[self.cursor]
        self._value = " ".join(each.value for each in self._items if self.takes(each) is not (each is pointed))
        self.refresh()
        self.changed()

    def action_go_on(self) -> None:
        """On to the next part."""
        self.post_message(self.Done(self))

    def take_by_mouse(self) -> None:
        """A click ticks, or takes the tick away."""
        self.action_tick()

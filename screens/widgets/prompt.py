"""Keys that act in their turn.

A binding takes effect only after the key has gone up to the app, while a letter is typed on the spot: of keys that come
in one piece (a slow line, a fast hand) the letters would overtake the others, and `ab`, backspace, `c` be `ab`.
"""

from __future__ import annotations

from textual.events import Key
from textual.widget import Widget


async def act_at_once(widget: Widget, event: Key) -> None:
    """Do what a key is bound to in this very widget, before the next key is looked at."""
    active = widget.screen.active_bindings.get(event.key)
    if active is not None and active.node is widget and await widget.app.run_action(active.binding.action, widget):
        event.stop()
        event.prevent_default()

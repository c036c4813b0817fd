"""What every screen of the desk has: a top bar, a row of keys, help, a way back, and words in the user's language.

No case and no rule lives here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.events import Resize, ScreenResume
from textual.message_pump import MessagePump
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from mpwizard.i18n import tr
from screens import keys, say
from screens.app import DeskApp
from screens.compositing import NearCompositor
from screens.palette import Command, of_keys
from screens.widgets.bars import Heading, KeyBar, TopBar
from screens.widgets.enlarge import LEAST, Enlarge

if TYPE_CHECKING:
    from screens.widgets.help_column import Paragraph

WIDE = 100
MIDDLE = 80
LOW = 26


def translated(bindings: dict[str, ActiveBinding]) -> dict[str, ActiveBinding]:
    """Bindings in the session's language, Textual's own included; they are declared in English."""
    return {
        key: active._replace(
            binding=replace(active.binding, description=tr(active.binding.description)), tooltip=tr(active.tooltip)
        )
        for key, active in bindings.items()
    }


async def what_it_was_told(node: MessagePump) -> None:
    """Wait until a widget, a screen or the app has done with everything it was told so far."""
    done = asyncio.Event()
    if node.call_later(done.set):
        await done.wait()


class TellsFailures(MessagePump):
    """What has workers, none of which fails in silence: its user is told."""

    app = getters.app(DeskApp)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Textual tells of a worker whoever began it, and nobody else."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.app.complain(event.worker.error)


class MpScreen(TellsFailures, Screen[None]):
    """A whole screen. It takes ids, not rows, and can be thrown away and built again at any moment.

    `-wide` (from 100 columns), `-middle` (from 80) and `-narrow` are set on the screen for style sheets to use, `-high`
    and `-low` likewise; where the terminal is smaller still, a notice covers what stands.
    A subclass says `heading()` and composes its content in `compose_content()`.
    """

    BINDINGS = [keys.HELP, keys.BACK]
    HORIZONTAL_BREAKPOINTS = [(0, "-too-narrow"), (LEAST.width, "-narrow"), (MIDDLE, "-middle"), (WIDE, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-too-low"), (LEAST.height, "-low"), (LOW, "-high")]
    HELP_KEY: ClassVar[str] = ""
    """The entry of the help texts that tells what this screen is about."""

    DEFAULT_CSS = """
    MpScreen {
        background: $ground;
        color: $ink;
        layers: base notice;
        &.-too-narrow > Enlarge, &.-too-low > Enlarge { display: block; }
        &.-wide HelpColumn { display: block; }
        &.-narrow Rail { width: 100%; height: 1; padding: 0 1; }
    }
    """

    # Textual would paint the whole screen at each move of the focus; what the focus leaves and reaches paints itself.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    _styled_for = ""
    """The theme that every widget here has its styles from."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = NearCompositor()

    @property
    def is_current(self) -> bool:
        """Whether anything of this screen can be seen: only dialogs stand above it. Textual counts the next screen
        below as well, whatever covers it, and paints the whole terminal anew for each change down there."""
        above = takewhile(lambda screen: screen is not self, reversed(self.app.screen_stack))
        return self in self.app.screen_stack and all(screen.is_modal for screen in above)

    def compose(self) -> ComposeResult:
        """The frame, and between its rows what the subclass brings."""
        yield TopBar(self.heading())
        yield KeyBar()
        yield from self.compose_content()
        yield Enlarge()

    def compose_content(self) -> Iterable[Widget]:
        """The screen's own widgets: shape only, no data."""
        return ()

    def heading(self) -> Heading:
        """What the top bar says now."""
        return Heading()

    def show_heading(self) -> None:
        """Say the heading anew."""
        for bar in self.query_children(TopBar):
            bar.show(self.heading())

    def report_name(self) -> str:
        """What a crash report calls this screen; never a value somebody typed."""
        return type(self).__name__

    def hold(self, key: str) -> bool:
        """Keep a key for a field that is not there yet; whether it was kept."""
        del key
        return False

    def desk_opened(self) -> None:
        """The desk can be asked from now on. Called once, on screens that stood before it could."""

    @on(ScreenResume)
    def spare_the_styles(self, event: ScreenResume) -> None:
        """Textual would work out all styles anew each time the screen is shown; only another theme needs that."""
        event.refresh_styles = self._styled_for != self.app.theme
        self._styled_for = self.app.theme

    async def paint_ahead(self) -> None:
        """Lay out and paint a screen that is built and was not shown yet, so that showing it is little work.

        Textual lays out no screen that was never on its stack, so this one is counted as if it had been. It is laid
        out twice: what takes as many rows as its words need knows its width only after the first time.
        """
        self._styled_for = self.app.theme
        self.stack_updates += 1
        for _ in range(2):
            self.post_message(Resize(self.app.size, self.app.size))
            for widget in self.walk_children(Widget, with_self=True):
                await what_it_was_told(widget)
        for widget in self.walk_children(Widget):
            if widget.is_running and widget.size:
                widget.render_lines(widget.size.region)
            # Whoever is typing on the screen in front waits for one widget, not for all.
            await asyncio.sleep(0)

    async def keep(self) -> bool:
        """Save what is not saved yet; whether the screen may go. Also called before the program leaves."""
        return True

    async def rebuild(self) -> None:
        """Build the screen again, in the language spoken now; the focus returns to where it was."""
        focused = self.focused.id if self.focused is not None else None
        await self.recompose()
        if focused and self.query(f"#{focused}"):
            self.query_one(f"#{focused}").focus()
        self.refresh_bindings()

    @property
    def declared_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, in the words they are declared in."""
        return super().active_bindings

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, in the user's language."""
        return translated(self.declared_bindings)

    def commands(self) -> Iterable[Command]:
        """The palette's commands here: whatever a key does."""
        return of_keys(self.declared_bindings.values(), self.app.get_key_display, self.run_key)

    async def run_key(self, active: ActiveBinding | None) -> None:
        """Do what a key does, where it is bound."""
        if active is not None:
            await self.app.run_action(active.binding.action, active.node)

    def action_back(self) -> None:
        """Close this screen."""
        if self.app.screen is self and len(self.app.screen_stack) > 2:
            self.app.pop_screen()

    def action_help(self) -> None:
        """Open the help of this place."""
        from screens.widgets.help import HelpScreen

        self.app.push_screen(HelpScreen(self.help_pieces(), self.active_bindings), self.run_key)

    def help_pieces(self) -> list[Paragraph]:
        """What the help says about this place."""
        from screens.widgets.help_column import help_for, paragraphs

        entry = help_for((self.HELP_KEY,))
        return paragraphs(entry) if entry is not None else []

    def notice(self, words: str) -> None:
        """Tell something in passing."""
        say.notify(self.app, words)

"""The commands of the palette. A command is found by its name in either language; no name ever holds data."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.binding import ActiveBinding, Binding
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.widgets import Input

from mpwizard.i18n import N_, Language, Translator, tr
from screens.leaving import GoesOnce

if TYPE_CHECKING:
    from screens.app import DeskApp

Run = Callable[[], Awaitable[Any] | Any]


_MOVES = frozenset(
    {"cursor", "row", "screenful", "end", "turn", "next_field", "previous_field", "field_below", "field_above"}
    | {"field_done", "go_on", "to_cases", "choose", "tick", "complete"}
)
_EVERYWHERE = frozenset({"command_palette", "help", "quit", "help_quit"})
_LANGUAGES = (
    (Language.EN, N_("Speak English"), N_("Every screen in English")),
    (Language.ZH, N_("Speak Chinese"), N_("Every screen in Chinese")),
)


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name and its help, both as declared, and what it does."""

    name: str
    help: str
    run: Run
    keys: str = ""
    """The keys that do the same, as they are shown; none for what the palette alone does."""

    @property
    def told(self) -> str:
        """The second line, in the language spoken."""
        return f"{self.keys} · {tr(self.help)}" if self.keys else tr(self.help)


def of_keys(
    bindings: Iterable[ActiveBinding], shown: Callable[[Binding], str], run: Callable[[ActiveBinding], Awaitable[Any]]
) -> Iterable[Command]:
    """What keys do, as commands; not what merely moves about, nor what the palette says by itself.

    `bindings` are as declared, `shown` names a key for the user, `run` does what a key does.
    """
    rows: dict[str, tuple[ActiveBinding, list[str]]] = {}
    for active in bindings:
        binding = active.binding
        act = binding.action.partition("(")[0]
        if active.enabled and binding.id and not binding.system and act not in _MOVES | _EVERYWHERE:
            rows.setdefault(binding.action, (active, []))[1].append(shown(binding))
    for active, names in rows.values():
        binding = active.binding
        keys = " ".join(dict.fromkeys(names))
        yield Command(binding.description, active.tooltip or binding.description, partial(run, active), keys)


class Palette(GoesOnce, CommandPalette):
    """Textual's palette, closed once by two Enters, its cursor still: one that blinks writes to a slow line twice a
    second."""

    def on_mount(self) -> None:
        """The line that is typed into."""
        for line in self.query(Input):
            line.cursor_blink = False


class DeskCommands(Provider):
    """What can be done from anywhere, and what the screen below adds in `commands()`."""

    async def discover(self) -> Hits:
        """All of them, in the order of the list."""
        for command in self._commands():
            yield DiscoveryHit(tr(command.name), command.run, help=command.told)

    async def search(self, query: str) -> Hits:
        """Those whose name fits, in the language spoken or in the other one; where none does, that is said."""
        matcher = self.matcher(query)
        found = False
        for command in self._commands():
            shown = tr(command.name)
            here = matcher.match(shown)
            score = here or max(matcher.match(other) for other in _in_other_languages(command.name))
            if score > 0:
                found = True
                name = matcher.highlight(shown) if here else shown
                yield Hit(score, name, command.run, help=command.told)
        if not found:
            # Textual says so too, in English only.
            app = cast("DeskApp", self.app)
            yield Hit(1, tr("No command has that name"), app.action_command_palette, help=tr("Enter searches anew"))

    def _commands(self) -> Iterable[Command]:
        app = cast("DeskApp", self.app)
        yield from getattr(self.screen, "commands", lambda: ())()
        for language, name, told in _LANGUAGES:
            if language is not app.translator.language:
                yield Command(name, told, partial(app.action_switch_language, language.value))
        yield Command(N_("Dark or light"), N_("The other set of colours"), app.action_switch_theme)
        yield Command(N_("Help"), N_("What this is about, and every key that works"), self._help)
        yield Command(N_("Quit"), N_("Leave the desk. Drafts are already safe"), app.action_quit)

    async def _help(self) -> None:
        await self.app.run_action("screen.help")


def _in_other_languages(name: str) -> tuple[str, ...]:
    return name, Translator(Language.ZH).gettext(name)

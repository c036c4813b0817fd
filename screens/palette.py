"""The commands of the palette. A command is found by its name in either language; no name ever holds data."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from mpwizard.i18n import N_, Language, Translator, tr

if TYPE_CHECKING:
    from screens.app import DeskApp

Run = Callable[[], Awaitable[Any] | Any]


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


class DeskCommands(Provider):
    """What can be done from anywhere, and what the screen below adds in `commands()`."""

    async def discover(self) -> Hits:
        """All of them, in the order of the list."""
        for command in self._commands():
            yield DiscoveryHit(tr(command.name), command.run, help=tr(command.help))

    async def search(self, query: str) -> Hits:
        """Those whose name fits, in the language spoken or in the other one."""
        matcher = self.matcher(query)
        for command in self._commands():
            shown = tr(command.name)
            score = matcher.match(shown)
            if score > 0:
                yield Hit(score, matcher.highlight(shown), command.run, help=tr(command.help))
                continue
            score = max(matcher.match(other) for other in _in_other_languages(command.name))
            if score > 0:
                yield Hit(score, shown, command.run, help=tr(command.help))

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

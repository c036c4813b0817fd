"""The entry point: the desk without arguments, a command with them. Imports as little as the first frame needs."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mpwizard.bootstrap import Opening
    from mpwizard.i18n import Language


def main() -> None:
    """Run the desk or one command; ends the process with its exit code."""
    # Whatever is written from here on is for this user's eyes only.
    os.umask(0o077)
    arguments = sys.argv[1:]
    try:
        opens_desk, language = _desk_language(arguments)
        if opens_desk:
            # Loading makes much and drops little: the collector would only look on. `run_desk` lets it work again.
            gc.disable()
            from screens.app import run_desk
            from screens.home import Home

            home = Home(_open)
            sys.exit(run_desk(home.open_desk, language=language, home=home.screen))
        from mpwizard.cli import run

        sys.exit(run(arguments))
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


_INTERRUPTED = 130


def _desk_language(arguments: list[str]) -> tuple[bool, Language | None]:
    """Whether the arguments open the desk (none but `--lang` do), and the language it speaks. Where that is none it
    knows, the commands say so."""
    from mpwizard.i18n import parse, preferred

    match arguments:
        case []:
            chosen = ""
        case ["--lang", name]:
            chosen = name
        case [single] if single.startswith("--lang="):
            chosen = single.removeprefix("--lang=")
        case _:
            return False, None
    try:
        return True, parse(chosen) if chosen else preferred()
    except ValueError:
        return False, None


def _open() -> Opening:
    from mpwizard.bootstrap import Opening

    return Opening()


if __name__ == "__main__":
    main()

"""The desk in a browser on this machine. Every window is a program of its own, on the desk that `mpwizard` opens."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

from mpwizard.cli_output import print_lines
from mpwizard.i18n import tr

if TYPE_CHECKING:
    from aiohttp import web
    from textual_serve.server import Server

HOST = "127.0.0.1"
# The other name of the same machine, which somebody may type.
_NAMES = (HOST, "localhost")


def serve_in_browser(port: int) -> None:
    """Serve until told to stop.

    Raises:
        ModuleNotFoundError: the extra for it is not installed.
        OSError: the port is taken.
    """
    server = _server(port)
    print_lines(
        f"{tr('Open in a browser on this machine')}  http://{HOST}:{port}",
        tr("There is no login: whoever works on this machine can open this desk."),
    )
    server.serve()


def _server(port: int) -> Server:
    # An extra: whoever has it not can still import this.
    from aiohttp import web
    from textual_serve.server import Server

    own = {f"http://{name}:{port}" for name in _NAMES}

    class DeskServer(Server):
        """Serves pages of this machine only, and tells nothing but what the command says."""

        def initialize_logging(self) -> None:
            """None: its own would show the values of variables."""

        async def on_startup(self, app: web.Application) -> None:
            """It was said before."""

        async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
            """A line to a new program, for our own page: another one, open in the same browser, could work the desk."""
            if request.headers.get("Origin") not in own:
                raise web.HTTPForbidden
            return await super().handle_websocket(request)

    return DeskServer(shlex.join([sys.executable, "-m", "mpwizard"]), HOST, port, title="mpwizard")

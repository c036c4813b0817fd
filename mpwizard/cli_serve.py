"""The commands that serve the desk to others: `serve`, and `serve user …` for the accounts."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mpwizard.cli_output import Exit, JsonOption, print_json, print_lines, write
from mpwizard.i18n import N_, tr
from mpwizard.problems import Refused, Trouble
from mpwizard.texts import label

if TYPE_CHECKING:
    from mpwizard.serving.people import People
    from mpwizard.serving.serve_settings import ServeSettings
    from mpwizard.settings import Settings

WEB_PORT = 8080
PEOPLE_FILE, HOST_KEY, SANDBOXES, RECORDINGS = "people.toml", "host_key", "sandboxes", "recordings"
# What a program on the desk of all has to find in its environment to open the same desk as this command would.
_SHARED = ("MPWIZARD_", "XDG_")

HostOption = Annotated[str, typer.Option("--host", metavar="ADDRESS", help=N_("The address to listen on."))]
PortOption = Annotated[
    int | None, typer.Option("--port", metavar="N", min=0, max=65_535, help=N_("The port to listen on."))
]
RecordOption = Annotated[bool, typer.Option("--record", help=N_("Record the trainers' sessions."))]
WebOption = Annotated[bool, typer.Option("--web", help=N_("Serve a browser on this machine instead, without a login."))]
PersonArgument = Annotated[str, typer.Argument(metavar="NAME", help=N_("The name somebody logs in by."))]
RoleOption = Annotated[
    str, typer.Option("--role", metavar="trainer|trainee|operator|spectator", help=N_("What somebody is here for."))
]
KeyArgument = Annotated[
    Path, typer.Argument(metavar="FILE", help=N_("A file with public keys, one a line; - is standard input."))
]


def serve(
    context: typer.Context,
    host: HostOption = "",
    port: PortOption = None,
    record: RecordOption = False,
    web: WebOption = False,
) -> int | None:
    """Listen until told to stop."""
    if context.invoked_subcommand is not None:
        return None
    from mpwizard.serving.people import Role
    from mpwizard.serving.serve_settings import SERVE_FILE, ServeSettings
    from mpwizard.settings import load_settings

    settings = load_settings()
    if web:
        if host:
            raise Refused("web_here_only")
        return _serve_web(WEB_PORT if port is None else port)
    served = ServeSettings.read(settings.config_folder / SERVE_FILE)
    told: dict[str, object] = {"host": host} if host else {}
    if port is not None:
        told["port"] = port
    if record:
        roles = served.recordings.roles | {Role.TRAINER}
        told["recordings"] = served.recordings.model_copy(update={"roles": roles})
    _listen(settings, served.model_copy(update=told))
    return Exit.OK


def add(name: PersonArgument, role: RoleOption = "trainee") -> int:
    """A new account."""
    from mpwizard.serving.people import Role

    try:
        wanted = Role(role)
    except ValueError:
        raise Refused("role_unknown", {"name": role}) from None
    _people().add(name, wanted)
    return Exit.OK


def key(name: PersonArgument, file: KeyArgument) -> int:
    """More public keys for an account."""
    try:
        import asyncssh
    except ModuleNotFoundError:
        raise Trouble("serving_not_installed") from None
    try:
        lines = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise Trouble("file_missing", {"path": str(file)}) from None
    keys = [line.strip() for line in lines.splitlines() if line.strip() and not line.startswith("#")]
    try:
        asyncssh.import_authorized_keys("\n".join(keys))
    except ValueError:
        raise Refused("public_key_wrong") from None
    if not keys:
        raise Refused("public_key_wrong")
    people = _people()
    for line in keys:
        people.add_key(name, line)
    return Exit.OK


def passwd(name: PersonArgument) -> int:
    """Another password for an account, asked for twice or read from standard input; none where it is empty."""
    people = _people()
    if people.find(name) is None:
        raise Refused("person_unknown", {"name": name})
    if sys.stdin.isatty():
        password = getpass.getpass(tr("Password: "))
        if getpass.getpass(tr("Once more: ")) != password:
            raise Refused("passwords_differ")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    people.set_password(name, password)
    words = tr("{name} has another password now.") if password else tr("{name} has no password any more.")
    print_lines(words.format(name=name))
    return Exit.OK


def list_people(as_json: JsonOption = False) -> int:
    """The accounts, without their secrets."""
    found = _people().all()
    if as_json:
        told = [
            {"name": each.name, "role": each.role.value, "keys": len(each.keys), "password": bool(each.password)}
            for each in found
        ]
        print_json(told)
        return Exit.OK
    for each in found:
        keys = tr("1 key") if len(each.keys) == 1 else tr("{n} keys", n=len(each.keys))
        ways = [keys, *([tr("password")] if each.password else [])]
        print_lines(f"{each.name}  {label('role', each.role)}  {' · '.join(ways)}")
    return Exit.OK


def remove(name: PersonArgument) -> int:
    """Drop an account; what belongs to it stays."""
    _people().remove(name)
    return Exit.OK


def _people() -> People:
    from mpwizard.serving.people import People
    from mpwizard.settings import load_settings

    return People(load_settings().config_folder / PEOPLE_FILE)


def _serve_web(port: int) -> int:
    from mpwizard.cli_serve_web import serve_in_browser

    try:
        serve_in_browser(port)
    except ModuleNotFoundError:
        raise Trouble("web_not_installed") from None
    except OSError:
        raise Trouble("serve_address", {"host": "127.0.0.1", "port": port}) from None
    return Exit.OK


def _listen(settings: Settings, served: ServeSettings) -> None:
    try:
        from mpwizard.serving.front import Places
        from mpwizard.ssh.listening import serve_until_told
    except ModuleNotFoundError:
        raise Trouble("serving_not_installed") from None
    served.check()
    people = _people()
    if not served.guests.code and not any(each.keys or each.password for each in people.all()):
        raise Refused("serve_nobody")
    shared = {name: value for name, value in os.environ.items() if name == "HOME" or name.startswith(_SHARED)}
    places = Places(settings.data_folder / SANDBOXES, settings.data_folder / RECORDINGS, shared)
    key_file = settings.config_folder / HOST_KEY
    serve_until_told(served, people, key_file, places, print_lines, lambda line: write(sys.stderr, f"{line}\n"))

"""The listener, from its start until it is told to end."""

from __future__ import annotations

import asyncio
import ipaddress
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import asyncssh

from mpwizard.i18n import preferred, tr
from mpwizard.problems import Trouble
from mpwizard.serving.buckets import Buckets, Delays
from mpwizard.serving.front import Front, Places
from mpwizard.serving.journal import Journal
from mpwizard.serving.people import People
from mpwizard.serving.programs import Nursery
from mpwizard.serving.serve_settings import ServeSettings, is_this_machine
from mpwizard.ssh.connection import Connection
from mpwizard.ssh.host_key import host_key

# Passwords are compared in threads, so many at a time: each takes some memory and a core.
_COMPARED_AT_ONCE = 2
# What stands for every address of a machine.
_EVERY = frozenset(str(kind(0)) for kind in (ipaddress.IPv4Address, ipaddress.IPv6Address))


def serve_until_told(
    settings: ServeSettings,
    people: People,
    key: Path,
    places: Places,
    tell_user: Callable[[str], None],
    log: Callable[[str], None],
) -> None:
    """Serve until SIGTERM, SIGINT or SIGHUP comes. `key` is the host key's file; `tell_user` gets where to connect,
    `log` a JSON line an event.

    Raises:
        Trouble: `host_key_open`, `host_key_wrong`, `serve_address`; `serve_broken` when what programs are started
            from ended without being told to.
    """
    asyncio.run(_serve(settings, people, host_key(key), places, tell_user, log))


async def _serve(
    settings: ServeSettings,
    people: People,
    key: asyncssh.SSHKey,
    places: Places,
    tell_user: Callable[[str], None],
    log: Callable[[str], None],
) -> None:
    journal = Journal(log)
    told_to_end = asyncio.Event()
    for which in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(which) is signal.SIG_IGN:
            # Whoever started this wants it to outlive its terminal.
            continue
        asyncio.get_running_loop().add_signal_handler(which, told_to_end.set)
    nursery = Nursery()
    await nursery.open()
    front = Front(nursery, settings, places, journal)
    try:
        listener = await Served(settings, people, front, journal).listen(key)
    except OSError:
        await nursery.close()
        raise Trouble("serve_address", {"host": settings.host, "port": settings.port}) from None
    for host in reached_at(settings.host):
        tell_user(f"{tr('Connect with')}  ssh -p {listener.get_port()} {tr('NAME')}@{host}")
    tell_user(f"{tr('Host key')}  {key.get_fingerprint()}")
    waits = [asyncio.create_task(event.wait()) for event in (told_to_end, nursery.gone)]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    broken = nursery.gone.is_set()
    for each in waits:
        each.cancel()
    # No new logins; then the programs, whose terminals are closed as they end.
    listener.close()
    await front.close()
    await listener.wait_closed()
    await nursery.close()
    if broken:
        raise Trouble("serve_broken")


def reached_at(host: str) -> tuple[str, ...]:
    """The names and addresses that others can use for an address that is listened on: where it is all of this machine,
    its name and what that stands for."""
    if host not in _EVERY:
        return (host,)
    name = socket.gethostname()
    try:
        found = [str(place[0]) for *_, place in socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)]
    except OSError:
        found = []
    return (name, *dict.fromkeys(each for each in found if not is_this_machine(each)))


class Served:
    """One listener: its people, its sessions, its limits, its log."""

    def __init__(self, settings: ServeSettings, people: People, front: Front, journal: Journal) -> None:
        self.settings, self.people, self.front, self.journal = settings, people, front, journal
        self.knocks = Buckets(settings.limits.connections_per_minute, time.monotonic)
        self.delays = Delays(time.monotonic)
        self.comparing = asyncio.Semaphore(_COMPARED_AT_ONCE)
        self.connections = 0
        self.language = preferred()
        self.unknown: Counter[str] = Counter()

    async def listen(self, host_key: asyncssh.SSHKey) -> asyncssh.SSHAcceptor:
        """Begin to listen.

        Raises:
            OSError: the port is taken, or the address is none of this machine.
        """
        limits = self.settings.limits
        acceptor = await asyncssh.listen(
            self.settings.host,
            self.settings.port,
            server_factory=lambda: Connection(self),
            server_host_keys=[host_key],
            server_version="mpwizard",
            # What is set for the system's own server is nothing to this one.
            config=(),
            # A key or a password; asking for the password in another way would be one more to guard.
            kbdint_auth=False,
            line_editor=False,
            encoding=None,
            agent_forwarding=False,
            x11_forwarding=False,
            allow_scp=False,
            sftp_factory=None,
            login_timeout=limits.login_seconds,
            keepalive_interval=limits.keepalive_seconds,
            keepalive_count_max=3,
        )
        self.front.begin()
        return acceptor

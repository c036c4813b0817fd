"""One connection: whether it may come in, as whom, and its one channel."""

from __future__ import annotations

import asyncio
import hmac
import unicodedata
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import asyncssh
from asyncssh import DISC_BY_APPLICATION, SSHServer, SSHServerConnection, SSHServerSession

from mpwizard.problems import Refused, Trouble
from mpwizard.serving.buckets import household
from mpwizard.serving.people import GUEST, NAME, Person
from mpwizard.ssh.authorized import opens
from mpwizard.ssh.channel import WATCH, Channel

if TYPE_CHECKING:
    from mpwizard.ssh.listening import Served


class Connection(SSHServer):
    """One connection, from its first byte to its last."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._tries = 0
        self._counted = self._unknown = self._came_in = False
        self._channel: Channel | None = None
        self.address, self.user = "", ""
        # Limits are counted for all that belongs to one.
        self._household = ""
        self.person: Person | None = None

    # --- limits ------------------------------------------------------------------------------------------------------

    def connection_made(self, conn: SSHServerConnection) -> None:
        self._connection = conn
        # The library heeds what a client says it takes, and not whether the line takes it: it leaves these two empty.
        vars(conn).update(pause_writing=lambda: self._line_full(True), resume_writing=lambda: self._line_full(False))
        peer = conn.get_extra_info("peername")
        self.address = str(peer[0]) if peer else ""
        self._household = household(self.address)
        limits = self._served.settings.limits
        if not self._served.knocks.take(self.address):
            self._turn_away("connections_per_minute", "too many connections from your address, wait a minute")
        elif self._served.connections >= limits.connections:
            self._turn_away("connections", "too many connections, try again later")
        elif self._served.unknown[self._household] >= limits.unknown_per_address:
            self._turn_away("unknown_per_address", "too many logins at once from your address")
        else:
            self._counted = self._unknown = True
            self._served.connections += 1
            self._served.unknown[self._household] += 1

    def connection_lost(self, exc: Exception | None) -> None:
        self._known_now()
        if self.person is not None and self.person.guest:
            self._served.front.guest_left(self.person)
        if self._counted:
            self._served.connections -= 1
            self._served.journal.note(
                "left", address=self.address, user=self._name, why=type(exc).__name__ if exc else ""
            )

    def _line_full(self, full: bool) -> None:
        if self._channel is not None:
            self._channel.line_is(full)

    def _known_now(self) -> None:
        if self._unknown:
            self._unknown = False
            self._served.unknown[self._household] -= 1
            self._served.unknown += Counter()

    def _turn_away(self, why: str, words: str) -> None:
        self._served.journal.note("refused", address=self.address, user=self._name, why=why)
        self._connection.disconnect(DISC_BY_APPLICATION, words)

    def _tried(self) -> bool:
        """Count a try; whether it may still be looked at."""
        self._tries += 1
        if self._tries > self._served.settings.limits.tries:
            self._turn_away("tries", "too many tries")
            return False
        return True

    # --- login -------------------------------------------------------------------------------------------------------

    def begin_auth(self, username: str) -> bool:
        self.user = username
        return True

    def public_key_auth_supported(self) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        if not self._tried():
            return False
        try:
            person = self._served.people.find(_who(username))
            self.person = person if person is not None and self._opens(person, key) else None
        except Trouble as trouble:
            self._nobody(trouble)
        return self._answered("key")

    async def validate_password(self, username: str, password: str) -> bool:
        if not self._tried():
            return False
        try:
            async with self._served.comparing:
                right = await asyncio.to_thread(self._served.people.knows_password, _who(username), password)
            self.person = self._served.people.find(_who(username)) if right else self._guest(username, password)
        except Trouble as trouble:
            self._nobody(trouble)
        if self.person is None:
            await asyncio.sleep(self._served.delays.failed(self.address))
        else:
            self._served.delays.succeeded(self.address)
        return self._answered("password")

    def _nobody(self, trouble: Trouble) -> None:
        """Who has an account cannot be read just now: nobody comes in, and the log says why."""
        self.person = None
        self._served.journal.note("trouble", address=self.address, why=trouble.key)

    def _guest(self, username: str, code: str) -> Person | None:
        """Who comes with the class code, if there is one."""
        wanted = self._served.settings.guests.code
        kind, _plus, name = username.partition("+")
        known = kind == GUEST and (not name or NAME.fullmatch(name) is not None)
        if not (wanted and known and hmac.compare_digest(_plain(code), _plain(wanted))):
            return None
        try:
            return self._served.front.guest(name)
        except Refused as refused:
            self._served.journal.note("refused", address=self.address, why=refused.refusal.key)
            return None

    def auth_completed(self) -> None:
        self._known_now()
        self._came_in = True
        asyncio.get_running_loop().call_later(self._served.settings.limits.login_seconds, self._leave_unused)
        self._served.journal.note("login", address=self.address, user=self._name)

    def _opens(self, person: Person, key: asyncssh.SSHKey) -> bool:
        if not person.keys:
            return False
        try:
            return opens(person.keys, key, self.address, datetime.now(UTC))
        except ValueError:
            self._served.journal.note("key_unreadable", user=person.name)
            return False

    def _leave_unused(self) -> None:
        """Who logs in and opens nothing is in others' way."""
        if self._channel is None:
            self._connection.close()

    def _answered(self, way: str) -> bool:
        if self.person is None:
            self._served.journal.note("login_failed", address=self.address, way=way)
        return self.person is not None

    @property
    def _name(self) -> str:
        # Whose key was shown is not who is there.
        return self.person.name if self.person is not None and self._came_in else ""

    # --- channels ----------------------------------------------------------------------------------------------------

    def session_requested(self) -> SSHServerSession[bytes] | bool:
        if self._channel is not None or self.person is None:
            return False
        self._channel = Channel(self._served, self.person, self.user)
        return self._channel


def _who(username: str) -> str:
    """Whose account it is; whom they watch is said behind it."""
    return username.partition(WATCH)[0]


def _plain(code: str) -> bytes:
    """A code as it is compared: however its letters are composed."""
    return unicodedata.normalize("NFKC", code).strip().encode("utf-8", "replace")

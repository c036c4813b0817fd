"""Real mail by SMTP: queued in the case's own transaction, sent afterwards, kept in the outbox until it is.

Loaded only where an SMTP server is set.
"""

from __future__ import annotations

import smtplib
import ssl
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from filelock import FileLock, Timeout
from pydantic import SecretStr

from mpwizard.clock import Clock
from mpwizard.mail import Delivery
from mpwizard.platform.port import Letter
from mpwizard.problems import Trouble
from mpwizard.resources import data_folder

if TYPE_CHECKING:
    from mpwizard.records import Mail
    from mpwizard.store import Store, Writer

_TIMEOUT_SECONDS = 10
_PORTS = {"smtp": 587, "smtps": 465}


class SmtpPostman:
    """Sends activation mails through an SMTP server: `smtps` with TLS from the start, `smtp` with STARTTLS; without
    either only to this host.

    `lock` is a file that one program of this machine at a time holds while it sends, so that no mail goes out twice;
    among machines the store settles it.

    Raises:
        Trouble: `settings_wrong`, for a URL that names no SMTP server or a sender that is no address.
    """

    def __init__(self, url: SecretStr, sender: str, lock: Path) -> None:
        self._server = _server(url)
        try:
            self._sender = _address(sender)
        except ValueError:
            raise Trouble("settings_wrong", {"name": "mail_from"}) from None
        self._lock = lock

    def queue(self, tx: Writer, case_id: int, letter: Letter, at: datetime) -> None:
        """Put a letter into the outbox, in both languages: its reader is not the one who sits at the desk."""
        texts = tomllib.loads((data_folder() / "texts" / "mail.toml").read_text(encoding="utf-8"))["activation"]
        bodies = (texts["body"][language].format(code=letter.code, link=letter.link) for language in ("zh", "en"))
        subject = f"{texts['subject']['zh']} / {texts['subject']['en']}"
        tx.queue_mail(case_id, letter.to, subject, "\n".join(bodies).lstrip(), at)

    def deliver(self, store: Store, clock: Clock) -> Delivery:
        """Send what waits, oldest first. What a server refuses stays; when no server is reached, all of it does."""
        with store.reading() as tx:
            if not tx.outbox():
                return Delivery()
        try:
            with FileLock(self._lock, mode=0o600, blocking=False), store.sending() as ours:
                sent = self._send_all(store, clock) if ours else None
        except Timeout:
            sent = None
        if sent is None:
            # Another program is sending: what it cannot send, it tells.
            return Delivery()
        with store.reading() as tx:
            return Delivery(sent, len(tx.outbox()))

    def _send_all(self, store: Store, clock: Clock) -> int:
        with store.reading() as tx:
            waiting = tx.outbox()
        sent = tried = 0
        try:
            with self._connected() as server:
                for mail in waiting:
                    tried += 1
                    if self._send(server, mail):
                        sent += 1
                        with store.writing() as tx:
                            tx.mark_sent(mail.id, clock.now())
                    else:
                        with store.writing() as tx:
                            tx.mark_tried(mail.id)
        except (OSError, smtplib.SMTPException):
            if sent < len(waiting):
                with store.writing() as tx:
                    tx.mark_tried(waiting[max(tried, 1) - 1].id)
        return sent

    def _send(self, server: smtplib.SMTP, mail: Mail) -> bool:
        """Hand one mail over; False where the server takes others but not this one."""
        try:
            server.send_message(self._message(mail))
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError, ValueError):
            return False
        return True

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage(SMTP)
        message["From"], message["To"], message["Subject"] = self._sender, _address(mail.to), mail.subject
        message["Date"] = mail.queued_at
        # The same id each time: a server that took it before the line broke can tell the second try from a second mail.
        message["Message-ID"] = f"<mpwizard-{mail.id}-{mail.queued_at:%Y%m%d%H%M%S%f}@localhost>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.body)
        return message

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        server, context = self._server, ssl.create_default_context()
        if server.tls:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=_TIMEOUT_SECONDS, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT_SECONDS)
        with connection:
            if not server.tls and not _is_this_host(server.host):
                connection.starttls(context=context)
            if server.user:
                connection.login(server.user, server.password)
            yield connection


@dataclass(frozen=True)
class _Server:
    tls: bool
    host: str
    port: int
    user: str
    password: str = field(repr=False)


def _server(url: SecretStr) -> _Server:
    try:
        parts = urlsplit(url.get_secret_value())
        port = parts.port
    except ValueError:
        raise Trouble("settings_wrong", {"name": "smtp_url"}) from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Trouble("settings_wrong", {"name": "smtp_url"})
    return _Server(
        tls=parts.scheme == "smtps",
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _address(text: str) -> Address:
    """One address and nothing else: no second one, no line break behind which another header would begin.

    Raises:
        ValueError: where it is more or less than that.
    """
    try:
        return Address(addr_spec=text)
    except IndexError:
        raise ValueError("no address") from None


def _is_this_host(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

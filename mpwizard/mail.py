"""The way out for real mail: queued in the case's own transaction, sent afterwards, kept in the outbox until it is."""

from __future__ import annotations

import smtplib
import ssl
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from ipaddress import ip_address
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

from mpwizard.clock import Clock
from mpwizard.platform.port import Letter
from mpwizard.problems import Trouble
from mpwizard.resources import data_folder

if TYPE_CHECKING:
    from mpwizard.records import Mail
    from mpwizard.store import Store, Writer

_TIMEOUT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a round of sending went: how many mails went out, how many still wait."""

    sent: int = 0
    waiting: int = 0


class Postman(Protocol):
    """Takes mails in and gets them out."""

    def queue(self, tx: Writer, case_id: int, letter: Letter, at: datetime) -> None:
        """Put a letter into the outbox, in the transaction that caused it."""

    def deliver(self, store: Store, clock: Clock) -> Delivery:
        """Try to send what waits in the outbox."""


class NoPostman:
    """No mail leaves the program: the practice mailbox inside it is enough."""

    def queue(self, tx: Writer, case_id: int, letter: Letter, at: datetime) -> None:
        """Nothing is queued."""

    def deliver(self, store: Store, clock: Clock) -> Delivery:
        """Nothing is sent."""
        del store, clock
        return Delivery()


class SmtpPostman:
    """Sends activation mails through an SMTP server: TLS from the start, or STARTTLS; without either only to this host.

    Raises:
        Trouble: `settings_wrong`, for a URL that names no SMTP server.
    """

    def __init__(self, url: SecretStr, sender: str) -> None:
        parts = urlsplit(url.get_secret_value())
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise Trouble("settings_wrong", {"name": "smtp_url"})
        self._parts = parts
        self._sender = sender

    def queue(self, tx: Writer, case_id: int, letter: Letter, at: datetime) -> None:
        """Put a letter into the outbox, in both languages: its reader is not the one who sits at the desk."""
        texts = tomllib.loads((data_folder() / "texts" / "mail.toml").read_text(encoding="utf-8"))["activation"]
        bodies = (texts["body"][language].format(code=letter.code, link=letter.link) for language in ("zh", "en"))
        subject = f"{texts['subject']['zh']} / {texts['subject']['en']}"
        tx.queue_mail(case_id, letter.to, subject, "\n\n".join(bodies), at)

    def deliver(self, store: Store, clock: Clock) -> Delivery:
        """Send what waits, oldest first. The first failure ends the round; what was not sent stays."""
        with store.reading() as tx:
            waiting = tx.outbox()
        sent = 0
        try:
            for mail in waiting:
                self._send(mail)
                sent += 1
                with store.writing() as tx:
                    tx.mark_sent(mail.id, clock.now())
        except (OSError, smtplib.SMTPException):
            with store.writing() as tx:
                tx.mark_tried(waiting[sent].id)
        return Delivery(sent, len(waiting) - sent)

    def _send(self, mail: Mail) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, mail.to, mail.subject
        # The same id each time: a server that took it before the line broke can tell the second try from a second mail.
        message["Message-ID"] = f"<mpwizard-{mail.id}-{mail.queued_at:%Y%m%d%H%M%S%f}@localhost>"
        message.set_content(mail.body)
        with self._connected() as server:
            server.send_message(message)

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        host, port = str(self._parts.hostname), self._parts.port
        context = ssl.create_default_context()
        if self._parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=_TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, port or 587, timeout=_TIMEOUT_SECONDS)
        with server:
            if self._parts.scheme == "smtp":
                server.ehlo()
                if server.has_extn("starttls") or not _is_this_host(host):
                    server.starttls(context=context)
            if self._parts.username:
                server.login(unquote(self._parts.username), unquote(self._parts.password or ""))
            yield server


def _is_this_host(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

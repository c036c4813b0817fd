"""Real mail through real servers on this machine: sent once, kept when it is not, and never in the clear to others."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from filelock import FileLock
from pydantic import SecretStr

from mpwizard.clock import FixedClock
from mpwizard.domain import Kind
from mpwizard.mail import Delivery
from mpwizard.platform.port import Letter
from mpwizard.smtp import SmtpPostman
from mpwizard.store import KeyRing, Store
from tests.cli.answers import Command

CLOCK = FixedClock(datetime(2026, 11, 22, 1, 41, tzinfo=UTC))
REMOTE = "mail.example"


class Mailbox:
    """A mail server's memory. `refused` are recipients it knows nothing of."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.secure: list[bool] = []

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        self.secure.append(session.ssl is not None)
        return "250 OK"


Serve = Callable[..., int]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start mail servers, each in a thread of its own; gives the port."""
    running: list[tuple[asyncio.AbstractEventLoop, threading.Thread]] = []

    def started(mailbox: Mailbox, tls: ssl.SSLContext | None = None, port: int = 0, **options: Any) -> int:
        loop = asyncio.new_event_loop()
        listening: Any = loop.run_until_complete(
            loop.create_server(lambda: SMTP(mailbox, loop=loop, **options), "127.0.0.1", port, ssl=tls)
        )
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        running.append((loop, thread))
        return int(listening.sockets[0].getsockname()[1])

    yield started
    for loop, thread in running:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with an outbox."""
    opened = Store.open(tmp_path / "desk.db", KeyRing.load_or_create(tmp_path / "key", may_create=True))
    yield opened
    opened.close()


@pytest.fixture
def postman(tmp_path: Path) -> Callable[[str], SmtpPostman]:
    """A postman for a server."""
    return lambda url: SmtpPostman(SecretStr(url), "desk@example.com", tmp_path / "mail.lock")


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's certificate for `mail.example` and this host, which this machine trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, REMOTE)])
    names = [x509.DNSName(REMOTE), x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of another machine, whose address leads back here."""
    lookup = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **options: lookup("127.0.0.1" if host == REMOTE else host, *rest)
    )
    return REMOTE


def queue(postman: SmtpPostman, store: Store, *recipients: str) -> None:
    """Put a letter for each into the outbox."""
    with store.writing() as tx:
        case = tx.add_case(Kind.PRACTICE, "guide-2018", CLOCK.now())
        for to in recipients:
            postman.queue(tx, case.id, Letter(to, "123456", "https://platform.example/activate/1"), CLOCK.now())


def test_an_activation_mail_is_really_sent(
    command: Command, register: Command, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its code and its link, in both languages, to the one address it is for."""
    mailbox = Mailbox()
    monkeypatch.setenv("MPWIZARD_SMTP_URL", f"smtp://127.0.0.1:{serve(mailbox)}")
    monkeypatch.setenv("MPWIZARD_MAIL_FROM", "desk@example.com")
    ran = register()
    assert (ran.code, ran.err) == (0, "")
    (mail,) = mailbox.mails
    assert (mail["To"], mail["From"]) == ("ops@example.com", "desk@example.com")
    assert "练习" in mail["Subject"]
    assert "Practice" in mail["Subject"]
    body = mail.get_content()
    assert len(set(re.findall(r"\b\d{6}\b", body))) == 1
    assert body.count("https://platform.example/activate/") == 2
    assert "outbox" not in {each["key"] for each in command("doctor", "--json").json["findings"]}


def test_a_mail_that_cannot_be_sent_waits_and_is_sent_once(
    command: Command, register: Command, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The registration does not depend on somebody's mail server, and the mail is not lost."""
    mailbox = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    monkeypatch.setenv("MPWIZARD_SMTP_URL", f"smtp://127.0.0.1:{port}")
    ran = register()
    assert (ran.code, ran.json["state"]) == (0, "awaiting_transfer")
    assert "U-520" in ran.err
    found = {each["key"]: each for each in command("doctor", "--json").json["findings"]}
    assert (found["outbox"]["good"], found["outbox"]["found"]) == (False, "1 mails wait to be sent")

    serve(mailbox, port=port)
    second = register(credentials={"email": "second@example.com"})
    assert (second.code, second.err) == (0, "")
    assert [mail["To"] for mail in mailbox.mails] == ["ops@example.com", "second@example.com"]
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == 2


def test_one_refused_address_does_not_hold_up_the_others(
    serve: Serve, store: Store, postman: Callable[[str], SmtpPostman]
) -> None:
    """A misspelt address at the head of the line would otherwise stop all mail for ever."""
    mailbox = Mailbox()
    mailbox.refused.add("gone@example.com")
    sender = postman(f"smtp://127.0.0.1:{serve(mailbox)}")
    queue(sender, store, "gone@example.com", "here@example.com")
    assert sender.deliver(store, CLOCK) == Delivery(sent=1, waiting=1)
    assert [mail["To"] for mail in mailbox.mails] == ["here@example.com"]
    with store.reading() as tx:
        assert [(mail.to, mail.attempts) for mail in tx.outbox()] == [("gone@example.com", 1)]


def test_two_programs_do_not_send_the_same_mail(
    serve: Serve, store: Store, postman: Callable[[str], SmtpPostman], tmp_path: Path
) -> None:
    """While one sends, the other leaves the outbox alone."""
    mailbox = Mailbox()
    sender = postman(f"smtp://127.0.0.1:{serve(mailbox)}")
    queue(sender, store, "ops@example.com")
    with FileLock(tmp_path / "mail.lock"):
        assert sender.deliver(store, CLOCK) == Delivery()
    assert mailbox.mails == []
    assert sender.deliver(store, CLOCK) == Delivery(sent=1)
    assert sender.deliver(store, CLOCK) == Delivery()
    assert len(mailbox.mails) == 1


def test_nothing_goes_in_the_clear_to_another_machine(
    serve: Serve, store: Store, postman: Callable[[str], SmtpPostman], elsewhere: str
) -> None:
    """A server that offers no TLS gets neither the mail nor the password; both wait."""
    mailbox = Mailbox()
    heard: list[str] = []

    def listen(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        heard.append(mechanism)
        return AuthResult(success=True)

    port = serve(mailbox, authenticator=listen, auth_require_tls=False)
    sender = postman(f"smtp://user:word@{elsewhere}:{port}")
    queue(sender, store, "ops@example.com")
    assert sender.deliver(store, CLOCK) == Delivery(sent=0, waiting=1)
    assert (mailbox.mails, heard) == ([], [])


def test_another_machine_is_spoken_to_after_starttls(
    serve: Serve, store: Store, postman: Callable[[str], SmtpPostman], elsewhere: str, certificate: ssl.SSLContext
) -> None:
    """With a certificate that is checked, and signed in only then."""
    mailbox = Mailbox()
    heard: list[bytes] = []

    def listen(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        heard.append(data.password)
        return AuthResult(success=True)

    port = serve(mailbox, tls_context=certificate, require_starttls=True, authenticator=listen)
    sender = postman(f"smtp://user:w%40rd@{elsewhere}:{port}")
    queue(sender, store, "ops@example.com")
    assert sender.deliver(store, CLOCK) == Delivery(sent=1)
    assert (mailbox.secure, heard) == ([True], [b"w@rd"])


def test_smtps_speaks_tls_from_the_start(
    serve: Serve, store: Store, postman: Callable[[str], SmtpPostman], certificate: ssl.SSLContext
) -> None:
    """The other usual way."""
    mailbox = Mailbox()
    sender = postman(f"smtps://localhost:{serve(mailbox, certificate)}")
    queue(sender, store, "ops@example.com")
    assert sender.deliver(store, CLOCK) == Delivery(sent=1)


def test_a_certificate_nobody_vouches_for_stops_the_mail(
    serve: Serve,
    store: Store,
    postman: Callable[[str], SmtpPostman],
    certificate: ssl.SSLContext,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever stands between must not read it."""
    monkeypatch.delenv("SSL_CERT_FILE")
    mailbox = Mailbox()
    sender = postman(f"smtps://localhost:{serve(mailbox, certificate)}")
    queue(sender, store, "ops@example.com")
    assert sender.deliver(store, CLOCK) == Delivery(sent=0, waiting=1)
    assert mailbox.mails == []


@pytest.mark.parametrize(
    "address", ["ops@example.com\r\nBcc: all@example.com", "ops@example.com, all@example.com", "ops", ""]
)
def test_no_header_can_be_slipped_in_through_an_address(
    serve: Serve, store: Store, postman: Callable[[str], SmtpPostman], address: str
) -> None:
    """The forms refuse such an address; if one came in another way, it still is sent to nobody."""
    mailbox = Mailbox()
    sender = postman(f"smtp://127.0.0.1:{serve(mailbox)}")
    queue(sender, store, address, "here@example.com")
    assert sender.deliver(store, CLOCK) == Delivery(sent=1, waiting=1)
    assert [mail["To"] for mail in mailbox.mails] == ["here@example.com"]
    assert mailbox.mails[0]["Bcc"] is None

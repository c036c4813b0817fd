"""The way out for mail, and the usual postman, who has nothing to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from mpwizard.clock import Clock
from mpwizard.platform.port import Letter

if TYPE_CHECKING:
    from mpwizard.store import Store, Writer


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

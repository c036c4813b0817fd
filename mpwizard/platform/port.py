"""The port between the desk and whoever answers for the platform: commands go out, facts come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from mpwizard.domain import EntityType, Method
from mpwizard.lifecycle import Event
from mpwizard.problems import Refusal
from mpwizard.records import AdministratorRecord, PaymentRecord, Proof


@dataclass(frozen=True)
class Fact:
    """One thing the platform or the clock did: the event and what is to be noted with it.

    `payment` comes with the request for a transfer, `proof` with what a person has shown to be theirs, `at` where it
    happened at another time than now. A note may hold an operator's own
    words.
    """

    event: Event
    note: Mapping[str, object] = field(default_factory=dict, repr=False)
    payment: PaymentRecord | None = None
    proof: Proof | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Letter:
    """A mail that the platform sends. `code` and `link` are what its reader needs."""

    to: str = field(repr=False)
    code: str = field(repr=False)
    link: str = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """What came back: the facts to record, in order, and the refusal to tell, if it was one."""

    facts: tuple[Fact, ...] = ()
    refusal: Refusal | None = None
    letters: tuple[Letter, ...] = ()


SILENCE = Answer()


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What can be asked of a platform; use-cases ask for these, never for a class.

    `answers_itself`: answers come at once, nobody has to record them. `keeps_time`: deadlines pass by the case's clock.
    """

    answers_itself: bool
    keeps_time: bool


@dataclass(frozen=True)
class Application:
    """What is handed in at the confirmation."""

    entity_type: EntityType
    method: Method | None
    bank_account: str = field(repr=False)
    administrator: AdministratorRecord = field(repr=False)


class Platform(Protocol):
    """Takes the commands of one case."""

    capabilities: Capabilities

    def register(self, email: str, password_hash: str) -> Answer:
        """Ask for an account under this address."""

    def resend(self) -> Answer:
        """Ask for the activation mail again."""

    def withdraw_address(self) -> Answer:
        """Give the address up before it is activated."""

    def activate(self, code: str) -> Answer:
        """Hand in the code of the activation mail."""

    def send_mobile_code(self, mobile: str) -> Answer:
        """Ask for a code by SMS."""

    def confirm_mobile(self, mobile: str, code: str) -> Answer:
        """Hand in the code from the SMS."""

    def accept(self, application: Application) -> Answer:
        """Hand in the confirmed entity."""

    def news(self) -> Answer:
        """What happened meanwhile by the passing of time."""

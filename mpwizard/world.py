"""The world beside the form, on practice cases: what lies in the mailbox, on the phone, in the bank, at the scanner.

One document per case. Who acts in it is `platform/practice.py` (the platform) and `surroundings.py` (everybody else).
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class _Thing(BaseModel):
    model_config = ConfigDict(extra="forbid", validate_assignment=True, defer_build=True)


class _Sent(_Thing):
    """Something with a code in it, on its way since then."""

    sent_at: AwareDatetime

    def counts_until(self, lifetime: timedelta) -> datetime:
        """Until when its code is taken; still at that very moment."""
        return self.sent_at + lifetime


class ActivationMail(_Sent):
    """An activation mail in the practice mailbox. Only the newest one counts."""

    code: str = Field(repr=False)
    token: str = Field(repr=False)
    link: str = Field(repr=False)
    used: bool = False


class Sms(_Sent):
    """A message with a code on the practice phone, and the number it went to."""

    mobile: str = Field(repr=False)
    code: str = Field(repr=False)


class Transfer(_Thing):
    """A payment that left the bank: the sum in yuan, whether from the entity's own account, with which remark.

    `refused` is the catalogue's key of why the platform sent it back; empty where it took it.
    """

    at: AwareDatetime
    amount: Decimal
    from_entity: bool
    remark: str
    refused: str = ""


class Scan(_Thing):
    """A scan of the administrator's QR code."""

    at: AwareDatetime
    by_administrator: bool


class Order(_Thing):
    """What the platform asked to be paid."""

    payee: str
    account: str
    bank: str
    amount: Decimal
    remark: str
    due_at: AwareDatetime


class Decided(_Thing):
    """An answer of the platform that was decided in advance: the next time a matter of this kind waits for one. Its
    `id` is given once in a case."""

    id: int = 0
    matter: str
    action: str
    values: dict[str, str | bool] = {}


class World(_Thing):
    """Everything the simulated surroundings of one case remember. `draws` makes each random number a new one."""

    seed: str
    draws: int = 0
    email: str = Field(default="", repr=False)
    password_hash: str = Field(default="", repr=False)
    mails: list[ActivationMail] = []
    messages: list[Sms] = []
    scans: list[Scan] = []
    transfers: list[Transfer] = []
    order: Order | None = None
    decided: list[Decided] = []
    decisions: int = 0

    def decide(self, matter: str, action: str, values: dict[str, str | bool]) -> Decided:
        """One more answer in advance."""
        self.decisions += 1
        decided = Decided(id=self.decisions, matter=matter, action=action, values=values)
        self.decided.append(decided)
        return decided

    def draw(self, below: int) -> int:
        """The next number from 0 up to (not including) `below`: the same for the same seed and history."""
        self.draws += 1
        # A simulator wants to be repeatable, not secret.
        return random.Random(f"{self.seed}/{self.draws}").randrange(below)  # noqa: S311

    def digits(self, count: int) -> str:
        """The next `count` digits as text."""
        return f"{self.draw(10**count):0{count}d}"

    @property
    def newest_mail(self) -> ActivationMail | None:
        """The mail that counts, if any was sent."""
        return self.mails[-1] if self.mails else None

    @property
    def newest_message(self) -> Sms | None:
        """The SMS that counts, if any was sent."""
        return self.messages[-1] if self.messages else None

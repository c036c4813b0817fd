"""One case after its entity is final, as gates and sections look at it: plain, frozen, read in one go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ConfigDict

from mpwizard.domain import EntityType, Kind, Method
from mpwizard.lifecycle import LOST, State
from mpwizard.matters import Matter, SignIn, Verification, Version
from mpwizard.problems import Refused
from mpwizard.records import AdministratorRecord, CaseRecord, EntityRecord, MatterRecord, OpenAccountRecord
from mpwizard.rules.edition import Edition
from mpwizard.wizard.context import Context

if TYPE_CHECKING:
    from mpwizard.store import Reader

D = TypeVar("D", bound="Details")


class Details(BaseModel):
    """Base of what a kind of matter keeps about each of its matters; stored sealed."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)

    def stored(self) -> dict[str, object]:
        """The document as storage takes it."""
        return self.model_dump(mode="json")


def details(model: type[D], matter: MatterRecord) -> D:
    """What is kept about a matter."""
    return model.model_validate(matter.details)


@dataclass(frozen=True)
class Account:
    """A case whose entity was confirmed. `matters` are all it ever had, in the order in which they began;
    `open_accounts` are the desk's accounts of the Open Platform for cases of its kind, which are no case's own."""

    record: CaseRecord
    edition: Edition
    entity: EntityRecord = field(repr=False)
    administrator: AdministratorRecord = field(repr=False)
    matters: tuple[MatterRecord, ...]
    now: datetime
    open_accounts: tuple[OpenAccountRecord, ...] = ()

    @property
    def kind(self) -> Kind:
        """Who answers for the platform."""
        return self.record.kind

    @property
    def entity_type(self) -> EntityType:
        """The entity type, which is final."""
        return self.entity.entity_type

    @property
    def method(self) -> Method | None:
        """How the entity was verified at registration; None for an individual."""
        return self.entity.method

    @property
    def individual(self) -> bool:
        """Whether the entity is a person."""
        return self.entity_type is EntityType.INDIVIDUAL

    @property
    def registered(self) -> bool:
        """Whether the registration is complete."""
        return self.record.state is State.REGISTERED

    @property
    def signed_in(self) -> bool:
        """Whether somebody can work in the console. Record cases are signed in to on the web site."""
        return self.kind is Kind.RECORD or self.newest(Matter.SIGN_IN, SignIn.SIGNED_IN) is not None

    @property
    def verified(self) -> bool:
        """Whether a WeChat verification holds: "verified" never means the transfer."""
        return self.newest(Matter.VERIFICATION, Verification.PASSED) is not None

    @property
    def released(self) -> bool:
        """Whether a version is online."""
        return self.newest(Matter.VERSION, Version.RELEASED) is not None

    def all(self, matter: Matter, *states: StrEnum) -> tuple[MatterRecord, ...]:
        """The matters of a kind, in any state or in one of these."""
        return tuple(each for each in self.matters if each.matter is matter and (not states or each.state in states))

    def newest(self, matter: Matter, *states: StrEnum) -> MatterRecord | None:
        """The matter of a kind that began last, in any state or in one of these."""
        found = self.all(matter, *states)
        return found[-1] if found else None

    def one(self, matter: Matter, number: int) -> MatterRecord:
        """The matter of a kind and number.

        Raises:
            Refused: `matter_unknown`.
        """
        for each in self.all(matter):
            if each.number == number:
                return each
        raise Refused("matter_unknown", {"number": number})


@dataclass(frozen=True)
class AccountContext(Context):
    """The surroundings of one judgement in the console: the account besides, and the matter something is done to."""

    account: Account | None = field(default=None, repr=False)
    matter: MatterRecord | None = field(default=None, repr=False)


def form_context(
    account: Account, action: str, values: Mapping[str, object], matter: MatterRecord | None = None
) -> AccountContext:
    """The surroundings in which an action's answers are judged."""
    return AccountContext(
        edition=account.edition,
        kind=account.kind,
        today=account.now.astimezone().date(),
        draft={action: values},
        step=action,
        by_hand=True,
        account=account,
        matter=matter,
    )


def account_of(context: Context) -> Account:
    """The account a form of the console is judged for.

    Raises:
        TypeError: for a form of the wizard, which knows none.
    """
    if not isinstance(context, AccountContext) or context.account is None:
        raise TypeError("not a form of the console")
    return context.account


def has_console(state: State) -> bool:
    """Whether there is an account to work in: registered, or as good as, with the WeChat verification still to pass."""
    return state in (State.REGISTERED, State.AWAITING_VERIFICATION)


def read_account(tx: Reader, record: CaseRecord, edition: Edition, now: datetime) -> Account:
    """The account of a case as it is stored now.

    Raises:
        Refused: `no_account_yet` while the entity is not final, `case_ended` where the case was lost.
    """
    if record.state in LOST:
        raise Refused("case_ended")
    entity, administrator = tx.entity(record.id), tx.administrator(record.id)
    if not has_console(record.state) or entity is None or administrator is None:
        raise Refused("no_account_yet")
    matters, open_accounts = tx.matters.of_case(record.id), tx.open_accounts.of_kind(record.kind)
    return Account(record, edition, entity, administrator, matters, now, open_accounts)


def numbers(matters: Iterable[MatterRecord]) -> tuple[str, ...]:
    """The numbers of matters, as a form offers them."""
    return tuple(str(matter.number) for matter in matters)

"""How the entity is verified. Where the entity type leaves no choice, nothing is asked: the step only says why."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mpwizard.domain import Method
from mpwizard.i18n import N_
from mpwizard.wizard.context import Context
from mpwizard.wizard.fields import BankAccount, BankName, one_of
from mpwizard.wizard.form import Answers, Ask, Shape, narrowed


def methods(context: Context) -> tuple[str, ...]:
    """The ways open to the chosen entity type."""
    return context.methods


def is_a_choice(context: Context) -> bool:
    """Whether there is more than one way."""
    return len(context.methods) > 1


def by_transfer(context: Context) -> bool:
    """Whether the corporate transfer is the way taken."""
    return context.method is Method.TRANSFER


class VerificationAnswers(Answers):
    """The way taken and, for the corporate transfer, the account the money will come from."""

    method: Annotated[Method | None, Ask(Shape.CHOICE, choices=methods, when=is_a_choice), one_of(methods)] = Field(
        title=N_("Verification"), default=None
    )
    bank_name: Annotated[BankName, narrowed(when=by_transfer)] = Field(
        title=N_("Bank of the corporate account"), default=""
    )
    bank_account: Annotated[BankAccount, narrowed(when=by_transfer)] = Field(
        title=N_("Corporate account number"), default="", repr=False
    )

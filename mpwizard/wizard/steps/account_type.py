"""Which kind of account: only the Mini Program is registered here, the others say where they are."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mpwizard.domain import AccountType
from mpwizard.i18n import N_
from mpwizard.wizard.context import Context
from mpwizard.wizard.fields import one_of
from mpwizard.wizard.form import Answers, Ask, Shape


def all_account_types(_context: Context) -> tuple[str, ...]:
    """Every kind of account the platform's own first page offers."""
    return tuple(AccountType)


class AccountTypeAnswers(Answers):
    """The chosen kind of account. Whether it can go on here is a gate's question."""

    type: Annotated[AccountType, Ask(Shape.CHOICE, choices=all_account_types), one_of(all_account_types)] = Field(
        title=N_("Account type")
    )

"""The e-mail address that becomes the account's name, its password (practice cases only), the agreement."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field, SecretStr

from mpwizard.i18n import N_
from mpwizard.rules.passwords import PasswordDemand, password_demands
from mpwizard.wizard.context import Context
from mpwizard.wizard.fields import EmailAddress, NewPassword, Tick
from mpwizard.wizard.form import Answers


class CredentialsAnswers(Answers):
    """What the account is signed in with."""

    email: EmailAddress = Field(title=N_("E-mail"), repr=False)
    password: NewPassword = Field(title=N_("Password"), default=SecretStr(""), repr=False)
    agree: Tick = Field(title=N_("Platform agreement"))


def demands(values: Mapping[str, object], context: Context) -> tuple[PasswordDemand, ...]:
    """What the password must be like, each demand met or not by what is typed so far."""
    return password_demands(str(values.get("password", "")), context.edition, str(values.get("email", "")))

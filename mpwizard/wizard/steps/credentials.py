"""The e-mail address that becomes the account's name, its password (practice cases only), the agreement."""

from __future__ import annotations

from pydantic import Field, SecretStr

from mpwizard.i18n import N_
from mpwizard.wizard.fields import EmailAddress, NewPassword, Tick
from mpwizard.wizard.form import Answers


class CredentialsAnswers(Answers):
    """What the account is signed in with."""

    email: EmailAddress = Field(title=N_("E-mail"), repr=False)
    password: NewPassword = Field(title=N_("Password"), default=SecretStr(""), repr=False)
    agree: Tick = Field(title=N_("Platform agreement"))

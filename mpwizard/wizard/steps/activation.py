"""The proof that the mailbox is read: the link in the mail, or the code beside it."""

from __future__ import annotations

from pydantic import Field

from mpwizard.i18n import N_
from mpwizard.wizard.fields import ActivationCode
from mpwizard.wizard.form import Answers


class ActivationAnswers(Answers):
    """The code of the activation mail. Who opens the link instead needs none."""

    code: ActivationCode = Field(title=N_("Activation code"), default="")

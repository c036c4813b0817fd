"""The person who runs the account: name, ID card, mobile number, and the two proofs that they are really there."""

from __future__ import annotations

from pydantic import Field

from mpwizard.i18n import N_
from mpwizard.wizard.fields import IdNumber, MobileCode, MobileNumber, PersonName
from mpwizard.wizard.form import Answers


class AdministratorAnswers(Answers):
    """The administrator (管理员). For an individual this person is the entity."""

    name: PersonName = Field(title=N_("Administrator's name"), repr=False)
    id_number: IdNumber = Field(title=N_("ID card number"), repr=False)
    mobile: MobileNumber = Field(title=N_("Mobile number"), repr=False)
    sms_code: MobileCode = Field(title=N_("SMS code"), default="", repr=False)

"""The deliberate act after which the entity can never be changed."""

from __future__ import annotations

from pydantic import Field

from mpwizard.i18n import N_
from mpwizard.wizard.fields import LastFour, Tick
from mpwizard.wizard.form import Answers


class ConfirmationAnswers(Answers):
    """That the entity is final. A person at the form also types the last four characters of its number again."""

    last_four: LastFour = Field(title=N_("Last four characters of the number on the licence"), default="", repr=False)
    entity_is_final: Tick = Field(title=N_("The entity is final"))

"""Which of the six entity types (主体类型) the account will belong to."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mpwizard.domain import EntityType
from mpwizard.i18n import N_
from mpwizard.wizard.context import Context
from mpwizard.wizard.fields import one_of
from mpwizard.wizard.form import Answers, Ask, Shape


def all_entity_types(context: Context) -> tuple[str, ...]:
    """The entity types of the edition."""
    return context.edition.words("entity_types")


class EntityTypeAnswers(Answers):
    """The chosen entity type."""

    type: Annotated[EntityType, Ask(Shape.CHOICE, choices=all_entity_types), one_of(all_entity_types)] = Field(
        title=N_("Entity type")
    )

"""The organisation: its name as on the licence, and one number with a check digit that identifies it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from mpwizard.domain import CodeKind, EntityType
from mpwizard.i18n import N_
from mpwizard.problems import Problem, Severity
from mpwizard.rules.names import Doubt, code_doubts, name_doubts
from mpwizard.wizard.context import Context
from mpwizard.wizard.fields import EntityCode, RegisteredName, one_of
from mpwizard.wizard.form import Answers, Ask, Shape


def code_kinds(context: Context) -> tuple[str, ...]:
    """The numbers this entity type may be identified by: none for individuals, all of them while no type is chosen."""
    if context.entity_type is None:
        return tuple(CodeKind)
    if context.entity_type is EntityType.INDIVIDUAL:
        return ()
    return context.edition.words(f"entity.code_kinds.{context.entity_type}")


class EntityAnswers(Answers):
    """An organisation, as its licence has it."""

    name: RegisteredName = Field(title=N_("Registered name"))
    code_kind: Annotated[CodeKind, Ask(Shape.CHOICE, choices=code_kinds), one_of(code_kinds)] = Field(
        title=N_("Kind of number")
    )
    code: EntityCode = Field(title=N_("Number on the licence"))

    @classmethod
    def warnings(cls, context: Context) -> Iterable[Problem]:
        """Lookalikes and oddities in the name, a number that belongs to another kind of entity."""
        for key, values in name_doubts(context.text("entity", "name"), context.entity_type, context.edition):
            yield _warning(key, "name", values)
        for key, values in _code_doubts(context):
            yield _warning(key, "code", values)


def _warning(key: str, name: str, values: dict[str, object]) -> Problem:
    return Problem(key, "entity", name, values, Severity.WARNING)


def _code_doubts(context: Context) -> Iterable[Doubt]:
    code, code_kind = context.text("entity", "code"), context.text("entity", "code_kind")
    return code_doubts(code, code_kind, context.entity_type, context.edition)

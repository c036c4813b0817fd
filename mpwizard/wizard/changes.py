"""What a change of the entity type does to the answers already given."""

from __future__ import annotations

from dataclasses import replace

from mpwizard.wizard.context import Context
from mpwizard.wizard.flow import FLOW
from mpwizard.wizard.form import FormField, form_fields


def with_entity_type(context: Context, chosen: str) -> Context:
    """The same draft, had another entity type been chosen."""
    return replace(context, draft={**context.draft, "entity_type": {"type": chosen}})


def falls_away(context: Context, chosen: str) -> tuple[FormField, ...]:
    """The fields whose answers would no longer count under another entity type.

    Nothing is deleted: under the earlier type they count again.
    """
    after = with_entity_type(context, chosen)
    return tuple(
        field
        for step in FLOW
        for field in form_fields(step.key, step.answers)
        if step.key != "entity_type" and _counts(field, context) and not _counts(field, after)
    )


def _counts(field: FormField, context: Context) -> bool:
    here = context.at(field.step)
    applies = next(step.applies for step in FLOW if step.key == field.step)
    typed = here.siblings.get(field.name, "")
    if not typed or not applies(here) or not field.ask.when(here):
        return False
    return field.ask.choices is None or typed in tuple(field.ask.choices(here))

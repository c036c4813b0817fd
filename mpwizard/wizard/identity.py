"""Who a draft speaks of: the values that may be used only so often, normalised, as far as they are right."""

from __future__ import annotations

from dataclasses import dataclass, field

from mpwizard.domain import EntityType
from mpwizard.privacy import Mask, masked
from mpwizard.wizard.context import Context
from mpwizard.wizard.flow import STEPS
from mpwizard.wizard.form import form_fields


@dataclass(frozen=True)
class Identity:
    """The counted values of one case; empty where missing or not right yet."""

    email: str = field(default="", repr=False)
    entity_code: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    id_number: str = field(default="", repr=False)
    mobile: str = field(default="", repr=False)


def identity(context: Context) -> Identity:
    """The counted values in a draft."""
    return Identity(
        email=_value("credentials", "email", context),
        entity_code=_value("entity", "code", context) if STEPS["entity"].applies(context) else "",
        name=_value("administrator", "name", context),
        id_number=_value("administrator", "id_number", context),
        mobile=_value("administrator", "mobile", context),
    )


def subject(context: Context) -> str:
    """What a list calls the case: the organisation's name, or the masked name of a person."""
    if context.entity_type is EntityType.INDIVIDUAL:
        return masked(_value("administrator", "name", context), Mask.NAME)
    return _value("entity", "name", context)


def _value(step: str, name: str, context: Context) -> str:
    chosen = next(field for field in form_fields(step, STEPS[step].answers) if field.name == name)
    value = chosen.value(context.at(step))
    return value if isinstance(value, str) else ""

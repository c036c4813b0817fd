"""One answer in words, as pages show what was answered: options by their names, ticks as yes or no, the rest masked."""

from __future__ import annotations

from mpwizard.i18n import say, tr
from mpwizard.text import safe
from mpwizard.wizard.context import Context
from mpwizard.wizard.form import FormField, Shape, shown

NOTHING = "–"


def in_words(field: FormField, raw: object, context: Context, *, revealed: bool = False) -> str:
    """What a field's value says; personal values only where they are `revealed`."""
    match field.ask.shape:
        case Shape.TICK:
            return tr("yes") if raw is True else tr("no")
        case Shape.CHOICE:
            return next((say(each.label) for each in field.options(context) if each.value == raw), NOTHING)
        case Shape.TICKS:
            ticked = [say(each.label) for each in field.options(context) if each.value in str(raw or "").split()]
            return tr(", ").join(ticked) or NOTHING
        case Shape.TEXT:
            return safe(str((raw if revealed else shown(field, raw)) or "")) or NOTHING

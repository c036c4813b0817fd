"""From a declared answers model to a form: its fields, their problems, one at a time or all at once.

Screens, answers files and the review page all go through here. No rule lives here: a model's annotations carry them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from mpwizard.i18n import Bilingual
from mpwizard.privacy import Mask, masked
from mpwizard.problems import Problem
from mpwizard.texts import option_texts
from mpwizard.wizard.context import Context

Model = TypeVar("Model", bound="Answers")


class Shape(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    CHOICE = "choice"
    TICK = "tick"
    TICKS = "ticks"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a field: the stored value, its name, one line on what it costs or means."""

    value: str
    label: Bilingual
    line: Bilingual


def always(_context: Context) -> bool:
    """The field is always asked."""
    return True


@dataclass(frozen=True, slots=True)
class Ask:
    """How a field is asked; stands in the model's annotation.

    `limit` caps what may be typed (characters), `exact` is the length the counter shows where there is only one, `most`
    the longest that a rule allows,
    `keys` the characters a widget may hold back because the value can never have others (a character class for a
    regular expression), `mask` hides the value where it need not be read, `kept` is False for what no draft may hold,
    `when` tells whether the field is asked at all, `choices` the values to choose from, whose words are in the texts;
    `titled` names the field by its surroundings where its title alone would leave open what is meant;
    `offers` are choices that bring their words with them; on a tick, the one thing that it is about. Of `ticks` the
    answer is the values that are ticked, a blank between them. `required` is
    False for what may be left empty.
    """

    shape: Shape = Shape.TEXT
    limit: int = 64
    exact: Callable[[Context], int | None] | None = None
    most: Callable[[Context], int] | None = None
    keys: str = ""
    mask: Mask | None = None
    kept: bool = True
    when: Callable[[Context], bool] = always
    choices: Callable[[Context], Iterable[str]] | None = None
    offers: Callable[[Context], Iterable[Option]] | None = None
    required: bool = True
    titled: Callable[[Context], str] | None = None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A field type used where it is not always asked."""

    when: Callable[[Context], bool]


def narrowed(when: Callable[[Context], bool]) -> Narrowed:
    """Ask a field of a ready-made type only where `when` says so."""
    return Narrowed(when)


class Answers(BaseModel):
    """Base of every step's answers."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)

    @classmethod
    def warnings(cls, context: Context) -> Iterable[Problem]:
        """What is worth a second look, though it blocks nothing. None unless a step says so."""
        del context
        return ()


@dataclass(frozen=True)
class FormField:
    """One field of a step's form, read off its answers model."""

    step: str
    name: str
    title: str
    ask: Ask
    adapter: TypeAdapter[Any]

    @property
    def key(self) -> str:
        """The field's key in the help texts and options."""
        return f"{self.step}.{self.name}"

    def title_in(self, context: Context) -> str:
        """What the field is called here, yet to be translated."""
        return self.title if self.ask.titled is None else self.ask.titled(context)

    def options(self, context: Context) -> tuple[Option, ...]:
        """What can be chosen here, in the order to show it."""
        if self.ask.offers is not None:
            return tuple(self.ask.offers(context))
        if self.ask.choices is None:
            return ()
        texts = option_texts()
        return tuple(
            Option(str(value), texts[f"{self.key}.{value}"].label, texts[f"{self.key}.{value}"].line)
            for value in self.ask.choices(context)
        )

    def value(self, context: Context) -> Any:
        """The field's answer, normalised; None while it is missing or not right."""
        try:
            return self.adapter.validate_python(context.at(self.step).siblings.get(self.name), context=context)
        except ValidationError:
            return None

    def problem(self, raw: object, context: Context) -> Problem | None:
        """What is wrong with this value, if anything."""
        try:
            self.adapter.validate_python(raw, context=context)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            return Problem(first["type"], self.step, self.name, _speakable(first.get("ctx", {})))
        return None


@cache
def form_fields(step: str, model: type[Answers]) -> tuple[FormField, ...]:
    """All fields a step can have, in the order they are asked."""
    return tuple(_form_field(step, model, name) for name in model.model_fields)


def asked(step: str, model: type[Answers], context: Context) -> tuple[FormField, ...]:
    """The fields that are asked in these surroundings."""
    here = context.at(step)
    return tuple(field for field in form_fields(step, model) if field.ask.when(here))


def check(step: str, model: type[Answers], context: Context) -> tuple[Problem, ...]:
    """Everything wrong with a step's answers, in the order of the fields; names that no field has come last."""
    here = context.at(step)
    fields = asked(step, model, context)
    problems = [field.problem(here.siblings.get(field.name, _empty(field)), here) for field in fields]
    stray = here.siblings.keys() - {field.name for field in form_fields(step, model)}
    return (
        *(problem for problem in problems if problem is not None),
        *(Problem("unknown_field", step, name) for name in sorted(stray)),
    )


def kept(step: str, model: type[Answers], values: Mapping[str, object]) -> dict[str, str | bool]:
    """What a draft may hold of what was typed: text and ticks; neither password nor SMS code."""
    names = {field.name for field in form_fields(step, model) if field.ask.kept}
    return {
        name: value if isinstance(value, bool) else _storable(value)
        for name, value in values.items()
        if name in names and isinstance(value, str | bool)
    }


def answers(step: str, model: type[Model], context: Context) -> Model:
    """A step's answers, normalised. Call only where `check` found nothing.

    Raises:
        pydantic.ValidationError: where it would have.
    """
    here = context.at(step)
    raw = {field.name: here.siblings.get(field.name, _empty(field)) for field in asked(step, model, context)}
    return model.model_validate(raw, context=here)


def fail(key: str, **values: object) -> PydanticCustomError:
    """The error a validator raises: a key of the refusal catalogue and the values of its sentence."""
    return PydanticCustomError(key, key, values or None)


def _form_field(step: str, model: type[Answers], name: str) -> FormField:
    info = model.model_fields[name]
    ask = next((item for item in info.metadata if isinstance(item, Ask)), Ask())
    for narrowing in (item for item in info.metadata if isinstance(item, Narrowed)):
        ask = replace(ask, when=narrowing.when)
    annotation: Any = Annotated.__class_getitem__((info.annotation, *info.metadata))  # type: ignore[attr-defined]
    return FormField(step, name, info.title or name, ask, TypeAdapter(annotation))


def _storable(text: str) -> str:
    """Text without half characters, which no file can hold."""
    return text.encode("utf-8", "ignore").decode()


def _empty(field: FormField) -> object:
    return False if field.ask.shape is Shape.TICK else ""


def _speakable(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if isinstance(value, str | int)}


def same_answers(some: Mapping[Any, object], others: Mapping[Any, object]) -> bool:
    """Whether two sets of answers say the same. What was never typed is as good as what is empty."""
    return all((some.get(name) or "") == (others.get(name) or "") for name in some.keys() | others.keys())


def shown(field: FormField, raw: object) -> object:
    """A value as exports and lists have it: masked where it is personal."""
    return masked(raw, field.ask.mask) if field.ask.mask is not None and isinstance(raw, str) else raw

"""The form of one step, built from its answers model: which parts there are, what they hold, what is wrong with them.

Every judgement is the model's; this module only asks at the right moment and says the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Protocol

from textual.app import ComposeResult
from textual.containers import Vertical

from mpwizard.i18n import say as speak
from mpwizard.i18n import tr
from mpwizard.problems import Problem
from mpwizard.tell import tell
from mpwizard.wizard.context import Context
from mpwizard.wizard.form import Answers, FormField, Shape, asked, form_fields
from screens.widgets.choice import Choice, Item
from screens.widgets.copy import Copied
from screens.widgets.field import TextField
from screens.widgets.measure import Measure
from screens.widgets.part import Judge, Part, Remark, Value
from screens.widgets.pick import MOST_AT_ONCE, Pick
from screens.widgets.tick import Tick
from screens.widgets.ticks import Ticks

Values = Mapping[str, object]

# Makes a part that is asked in a way of its own: from its field, what is stored of it, its judge.
PartMaker = Callable[[FormField, Value, Judge], Part]


class Asked(Protocol):
    """Whatever has answers to be filled in: a step of the wizard, an action of the console."""

    @property
    def key(self) -> str:
        """What its fields' keys begin with."""

    @property
    def answers(self) -> type[Answers]:
        """The model that judges them."""


def remark(problem: Problem) -> Remark:
    """A problem as the row below a part says it."""
    return Remark(tell(problem).line, problem.severity)


class Form(Vertical, can_focus=False):
    """All parts that a step or an action can have; those not asked now are hidden and keep what they hold."""

    DEFAULT_CSS = """
    Form {
        height: auto;
        width: 100%;
    }
    """

    def __init__(
        self,
        step: Asked,
        surroundings: Context,
        *,
        read_only: bool = False,
        special: Mapping[str, PartMaker] | None = None,
    ) -> None:
        super().__init__()
        self._special = special or {}
        self.step = step
        self._surroundings = surroundings
        self._read_only = read_only
        self._fields = {field.name: field for field in form_fields(step.key, step.answers)}
        typed = surroundings.draft.get(step.key, {})
        self.parts = {name: self._part(field, typed.get(name)) for name, field in self._fields.items()}

    def compose(self) -> ComposeResult:
        """The parts in the order they are asked."""
        yield from self.parts.values()

    def on_mount(self) -> None:
        """Show what is asked."""
        self.settle()

    # --- values ------------------------------------------------------------------------------------------------------

    @property
    def context(self) -> Context:
        """The surroundings, with what this form holds now in place of what was saved."""
        draft = {**self._surroundings.draft, self.step.key: self.values()}
        return replace(self._surroundings, draft=draft, step=self.step.key)

    def values(self) -> dict[str, object]:
        """What stands in the parts. A hidden part counts only while it holds something."""
        return {name: part.value for name, part in self.parts.items() if part.display or not part.empty}

    def kept_values(self) -> dict[str, object]:
        """The values that a draft may hold."""
        return {name: value for name, value in self.values().items() if self._fields[name].ask.kept}

    def put(self, values: Values) -> None:
        """Show other values, as they are stored; what no draft holds stays as it is."""
        for name, part in self.parts.items():
            if self._fields[name].ask.kept:
                part.put(_typed(self._fields[name], values.get(name)))
                part.remark = None
        self.settle()

    def carry(self, values: Values) -> None:
        """Hold values that stand in another form of the same step, those that no draft holds included."""
        for name, part in self.parts.items():
            part.put(_typed(self._fields[name], values.get(name)))

    def follow(self, now: Values) -> None:
        """The form is about something else now: what it begins with takes the place of what stood here."""
        for name, part in self.parts.items():
            if name in now:
                part.put(_typed(self._fields[name], now[name]))
                part.remark = None

    def surround(self, surroundings: Context, *, read_only: bool) -> None:
        """Other steps have other answers now: offer and ask what fits them."""
        self._surroundings = surroundings
        self._read_only = read_only
        self.settle()
        self.judge_again()

    def settle(self) -> None:
        """Show the parts asked now, with the options and lengths that hold now."""
        context = self.context
        names = {field.name for field in asked(self.step.key, self.step.answers, context)}
        for name, part in self.parts.items():
            part.display = name in names
            part.disabled = self._read_only
            field = self._fields[name]
            if isinstance(part, Choice):
                part.offer(_items(field, context))
            if isinstance(part, TextField):
                part.measure = _measure(field, context)

    # --- judging -----------------------------------------------------------------------------------------------------

    def judge(self) -> list[Part]:
        """Judge every part asked; those with an error, from the first. What was typed can ask for more, or for less."""
        self.settle()
        judged = [(part, part.judge_now()) for part in self.shown_parts()]
        return [part for part, said in judged if _blocks(said)]

    def judge_again(self, but: Part | None = None) -> None:
        """Judge the parts that say something: it may have been lifted by another answer."""
        for part in self.shown_parts():
            if part is not but and part.remark is not None:
                part.judge_now()

    def show_problems(self, problems: Iterable[Problem]) -> list[Problem]:
        """Show each problem below its part; those that belong to none are given back."""
        self.settle()
        homeless = []
        for problem in problems:
            part = self.parts.get(problem.field)
            if part is None or problem.step not in ("", self.step.key) or not part.display:
                homeless.append(problem)
            else:
                part.remark = remark(problem)
        return homeless

    # --- places ------------------------------------------------------------------------------------------------------

    def shown_parts(self) -> list[Part]:
        """The parts asked now, in order."""
        return [part for part in self.parts.values() if part.display]

    def first_to_do(self) -> Part | None:
        """The first part that says what is wrong, else the first that is empty or would say so; none if all is well."""
        parts = self.shown_parts()
        told = (part for part in parts if _blocks(part.remark))
        open_ones = (part for part in parts if part.empty or _blocks(part.judge(part.value)))
        return next(told, None) or next(open_ones, None)

    def after(self, part: Part) -> Part | None:
        """The next part asked; nothing after the last."""
        parts = self.shown_parts()
        place = parts.index(part) + 1 if part in parts else len(parts)
        return parts[place] if place < len(parts) else None

    def field_of(self, part: Part) -> FormField:
        """The declared field behind a part."""
        return self._fields[self.name_of(part)]

    def name_of(self, part: Part) -> str:
        """The answer's name: the last part of its key, in which that of a step or an action stands before it."""
        return part.key.rpartition(".")[2]

    def copies(self) -> list[Copied]:
        """Everything that can be copied, in order."""
        return [self.copy_of(part) for part in self.shown_parts() if part.copyable]

    def copy_of(self, part: Part) -> Copied:
        """One part as it is copied; a choice by the name of its option."""
        if isinstance(part, Choice):
            return Copied(part.title, tr(", ").join(item.label for item in part.items if part.takes(item)))
        return Copied(part.title, part.copyable)

    def _part(self, field: FormField, typed: object) -> Part:
        ask, judge = field.ask, partial(self._judge, field)
        title = tr(field.title_in(self._surroundings.at(self.step.key)))
        value = _typed(field, typed)
        if field.key in self._special:
            return self._special[field.key](field, value, judge)
        match ask.shape:
            case Shape.CHOICE if len(field.options(self._surroundings.at(self.step.key))) > MOST_AT_ONCE:
                return Pick(field.key, title, (), str(value), required=ask.required, judge=judge)
            case Shape.CHOICE:
                return Choice(field.key, title, (), str(value), required=ask.required, judge=judge)
            case Shape.TICKS:
                return Ticks(field.key, title, (), str(value), required=ask.required, judge=judge)
            case Shape.TICK:
                # What a tick is about stands beside it: ticks of one form are all asked in the same words.
                about = (speak(each.label) for each in field.options(self._surroundings.at(self.step.key)))
                named = " · ".join((title, *about))
                return Tick(field.key, named, bool(value), required=ask.required, judge=judge)
            case Shape.TEXT:
                return TextField(
                    field.key,
                    title,
                    str(value),
                    limit=ask.limit,
                    keys_allowed=ask.keys,
                    mask=ask.mask,
                    required=ask.required,
                    judge=judge,
                )

    def _judge(self, field: FormField, raw: Value) -> Remark | None:
        context = self.context
        problem = field.problem(raw, context)
        if problem is None:
            doubts = self.step.answers.warnings(context)
            problem = next((doubt for doubt in doubts if doubt.field == field.name), None)
        return remark(problem) if problem is not None else None


def _measure(field: FormField, context: Context) -> Measure | None:
    exact = field.ask.exact(context) if field.ask.exact is not None else None
    if exact is not None:
        return Measure(exact, exact=True)
    return Measure(field.ask.most(context)) if field.ask.most is not None else None


def _blocks(said: Remark | None) -> bool:
    return said is not None and said.blocks


def _typed(field: FormField, stored: object) -> Value:
    if field.ask.shape is Shape.TICK:
        return stored is True
    return stored if isinstance(stored, str) else ""


def _items(field: FormField, context: Context) -> list[Item]:
    return [Item(option.value, speak(option.label), speak(option.line)) for option in field.options(context)]

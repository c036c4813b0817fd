"""Field types that the forms of the console share. Each judges by the rule table or by the account."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationInfo

from mpwizard.console.account import AccountContext
from mpwizard.i18n import N_, Bilingual
from mpwizard.records import MatterRecord
from mpwizard.rejections import Outcome, reasons_for
from mpwizard.rules.shapes import Misfit
from mpwizard.text import clean, one_line
from mpwizard.wizard.context import Context
from mpwizard.wizard.fields import required
from mpwizard.wizard.form import Answers, Ask, Option, Shape, fail

NO_LINE = Bilingual("", "")


def ruled(longest_rule: str) -> Callable[[Context], int]:
    """The length that a rule gives, for the counter of a text, in characters."""
    return lambda context: context.edition.number(longest_rule)


def line_within(longest_rule: str, shortest_rule: str = "") -> BeforeValidator:
    """One line of text within the lengths that two rules give, in characters.

    Raises (in the model): `required`, `not_text`, `text_length`.
    """

    def judge(raw: str, context: Context) -> str:
        value = one_line(raw)
        longest = context.edition.number(longest_rule)
        shortest = context.edition.number(shortest_rule) if shortest_rule else 1
        if not shortest <= len(value) <= longest:
            raise Misfit("text_length", {"shortest": shortest, "longest": longest, "actual": len(value)})
        return value

    return required(judge)


def left_open(judge: Callable[[str, Context], str]) -> BeforeValidator:
    """A text that may be left empty, and is judged where it is not.

    Raises (in the model): `not_text`, or what the judge's `Misfit` says.
    """

    def validate(raw: object, info: ValidationInfo) -> str:
        if not isinstance(raw, str):
            raise fail("not_text")
        try:
            return judge(raw, info.context) if raw.strip() else ""  # type: ignore[arg-type]
        except Misfit as misfit:
            raise fail(misfit.key, **misfit.values) from None

    return BeforeValidator(validate)


def line_up_to(longest_rule: str) -> BeforeValidator:
    """One line of text that may be left empty, no longer than a rule says, in characters.

    Raises (in the model): `not_text`, `text_length`.
    """

    def judge(raw: str, context: Context) -> str:
        value, longest = one_line(raw), context.edition.number(longest_rule)
        if len(value) > longest:
            raise Misfit("text_length", {"shortest": 0, "longest": longest, "actual": len(value)})
        return value

    return left_open(judge)


def own_words(longest: int, shortest: int = 0) -> Callable[[str, Context], str]:
    """What somebody writes in their own words, on one line; too many characters are told, nothing is cut.

    Raises: `text_length`, as a `Misfit`.
    """

    def judge(raw: str, _context: Context) -> str:
        value = clean(raw)
        if not shortest <= len(value) <= longest:
            raise Misfit("text_length", {"shortest": shortest, "longest": longest, "actual": len(value)})
        return value

    return judge


def may_be_ticked(raw: object) -> bool:
    """A tick that may be set or not.

    Raises (in the model): `not_a_tick`.
    """
    if not isinstance(raw, bool):
        raise fail("not_a_tick")
    return raw


# A tick that may be set or not.
FreeTick = Annotated[bool, Ask(Shape.TICK, required=False), BeforeValidator(may_be_ticked)]


def offered(offers: Callable[[Context], Iterable[Option]], *, personal: bool = False) -> tuple[Ask, BeforeValidator]:
    """A choice among things that the account has now, with their own words: what to ask, and what must be answered.
    Names of `personal` ones are told in no problem."""
    return (
        Ask(Shape.CHOICE, offers=offers),
        required(lambda raw, context: _among(raw, tuple(offers(context)), named=not personal)),
    )


def offered_if_any(offers: Callable[[Context], Iterable[Option]]) -> tuple[Ask, BeforeValidator]:
    """Such a choice, where none need be made."""

    def judge(raw: str, context: Context) -> str:
        return _among(raw, tuple(offers(context)))

    return Ask(Shape.CHOICE, offers=offers, required=False), left_open(judge)


def _among(raw: str, options: tuple[Option, ...], *, named: bool = True) -> str:
    if raw not in {option.value for option in options}:
        choices = (_named(option) if named else option.value for option in options)
        raise Misfit("not_a_choice", {"choices": " | ".join(choices)})
    return raw


def _named(option: Option) -> str:
    """A choice as it is answered; with it the name, where that is nobody's translation: a number alone says nothing."""
    name = " ".join(option.label.zh.split())
    return f"{option.value} ({name})" if option.label.zh == option.label.en and name != option.value else option.value


def matter_of(context: Context) -> MatterRecord:
    """The matter that the action under way is done to.

    Raises:
        TypeError: where it is done to none.
    """
    if not isinstance(context, AccountContext) or context.matter is None:
        raise TypeError("done to no matter")
    return context.matter


def reasons_known(outcome: Outcome) -> Callable[[Context], tuple[Option, ...]]:
    """The reasons that the catalogue has for the kind of matter something is done to."""

    def known(context: Context) -> tuple[Option, ...]:
        return tuple(Option(each.key, each.title, each.fix) for each in reasons_for(matter_of(context).matter, outcome))

    return known


def _reasons_to_mend(context: Context) -> tuple[Option, ...]:
    """What can be named where something comes back: the kinds of matter whose refusal is no end know no other."""
    return reasons_known(Outcome.RETURNED)(context) or reasons_known(Outcome.REFUSED)(context)


_REASON = offered(reasons_known(Outcome.REFUSED))
_WANTING = offered(_reasons_to_mend)
_MORE = offered_if_any(_reasons_to_mend)

# How much of the platform's own words can be kept, in characters.
REMARK_LIMIT = 500

Remark = Annotated[str, Ask(limit=REMARK_LIMIT, required=False), left_open(own_words(REMARK_LIMIT))]


class RefusalAnswers(Answers):
    """Why the platform says no: a reason of its catalogue, and its own words if there were any."""

    reason: Annotated[str, *_REASON] = Field(title=N_("Its reason"))
    remark: Remark = Field(title=N_("In its own words"), default="", repr=False)


class ReturnAnswers(Answers):
    """Why the platform sends back what is to be mended, papers or a version: up to three reasons of its catalogue, and
    its own words."""

    reason: Annotated[str, *_WANTING] = Field(title=N_("Its reason"))
    second: Annotated[str, *_MORE] = Field(title=N_("Another reason"), default="")
    third: Annotated[str, *_MORE] = Field(title=N_("One more reason"), default="")
    remark: Remark = Field(title=N_("In its own words"), default="", repr=False)

    @property
    def reasons(self) -> tuple[str, ...]:
        """What was named, each once."""
        return tuple(dict.fromkeys(each for each in (self.reason, self.second, self.third) if each))

    @property
    def noted(self) -> Mapping[str, object]:
        """What the log notes of it: every reason. The words are somebody's own, and stay out of it."""
        first, *further = self.reasons
        return {"reason": first, "further": further} if further else {"reason": first}

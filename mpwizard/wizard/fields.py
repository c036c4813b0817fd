"""The kinds of field that steps are made of: how each is asked, and the shape its value must have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from pydantic import BeforeValidator, SecretStr, ValidationInfo

from mpwizard.domain import CodeKind, EntityType, Kind
from mpwizard.i18n import N_
from mpwizard.privacy import Mask
from mpwizard.records import ProofKind
from mpwizard.rules import shapes
from mpwizard.rules.passwords import password_flaw
from mpwizard.text import compact, one_line
from mpwizard.wizard.context import Context
from mpwizard.wizard.form import Ask, Shape, fail

Judge = Callable[[str, Context], Any]


def by_hand(context: Context) -> bool:
    """Asked only of a person at the form, on a practice case: the simulated platform's one-time codes."""
    return context.by_hand and context.kind is Kind.PRACTICE


def unproven_by_hand(context: Context) -> bool:
    """Asked like `by_hand`, until the mobile number is proven."""
    return by_hand(context) and ProofKind.MOBILE not in context.proofs


def practice_only(context: Context) -> bool:
    """Asked only on practice cases: no record case keeps a password."""
    return context.kind is Kind.PRACTICE


def required(judge: Judge) -> BeforeValidator:
    """A validator that wants some text, and hands it with its surroundings to `judge`.

    Raises (in the model): `required`, `not_text`, or what the judge's `Misfit` says.
    """

    def validate(raw: object, info: ValidationInfo) -> Any:
        if not isinstance(raw, str):
            raise fail("not_text")
        if not compact(raw):
            raise fail("required")
        if info.context is None:
            raise TypeError("answers are judged in a context")
        try:
            return judge(raw, info.context)
        except shapes.Misfit as misfit:
            raise fail(misfit.key, **misfit.values) from None

    return BeforeValidator(validate)


def one_of(offer: Callable[[Context], Iterable[str]]) -> BeforeValidator:
    """A validator for a choice: the value must be among those offered in these surroundings.

    Raises (in the model): `required`, `not_text`, `not_a_choice`.
    """

    def judge(raw: str, context: Context) -> str:
        offered = tuple(str(value) for value in offer(context))
        if raw not in offered:
            raise shapes.Misfit("not_a_choice", {"choices": " | ".join(offered)})
        return raw

    return required(judge)


def agreed(raw: object) -> bool:
    """A tick that must be set.

    Raises (in the model): `not_a_tick`, `tick_needed`.
    """
    if not isinstance(raw, bool):
        raise fail("not_a_tick")
    if not raw:
        raise fail("tick_needed")
    return raw


# How much of a name can be typed at all: more than any rule allows, so that the rule speaks and nothing is cut.
NAME_CAP = 200

# --- the project's field types ---------------------------------------------------------------------------------------

EmailAddress = Annotated[
    str,
    Ask(limit=254, mask=Mask.EMAIL),
    required(lambda raw, _context: shapes.email(raw)),
]

NewPassword = Annotated[
    SecretStr,
    Ask(limit=128, mask=Mask.PASSWORD, kept=False, when=practice_only),
    required(lambda raw, context: _password(raw, context)),
]

ActivationCode = Annotated[
    str,
    Ask(limit=12, keys="0-9", when=by_hand, exact=lambda context: context.edition.number("activation.code_length")),
    required(lambda raw, context: shapes.one_time_code(raw, context.edition.number("activation.code_length"))),
]

MobileCode = Annotated[
    str,
    Ask(
        limit=12,
        keys="0-9",
        kept=False,
        when=unproven_by_hand,
        exact=lambda context: context.edition.number("sms.code_length"),
    ),
    required(lambda raw, context: shapes.one_time_code(raw, context.edition.number("sms.code_length"))),
]

RegisteredName = Annotated[
    str,
    Ask(limit=NAME_CAP),
    required(lambda raw, context: _name(raw, context, "entity.name_length_min", "entity.name_length_max")),
]

PersonName = Annotated[
    str,
    Ask(limit=NAME_CAP, mask=Mask.NAME),
    required(lambda raw, context: _person_name(raw, context)),
]

IdNumber = Annotated[
    str,
    Ask(limit=24, mask=Mask.ID_NUMBER, exact=lambda _context: shapes.ID_NUMBER_LENGTH),
    required(lambda raw, context: _id_number(raw, context)),
]

MobileNumber = Annotated[
    str,
    Ask(limit=24, mask=Mask.MOBILE, exact=lambda _context: shapes.MOBILE_LENGTH),
    required(lambda raw, _context: shapes.mobile(raw)),
]

BankName = Annotated[
    str,
    Ask(limit=NAME_CAP),
    required(
        lambda raw, context: _name(raw, context, "transfer.bank_name_length_min", "transfer.bank_name_length_max")
    ),
]

BankAccount = Annotated[
    str,
    Ask(limit=48, keys=r"0-9 \-", mask=Mask.BANK_ACCOUNT),
    required(lambda raw, context: _bank_account(raw, context)),
]

EntityCode = Annotated[
    str,
    Ask(limit=32, exact=lambda context: CODE_LENGTHS.get(context.text("entity", "code_kind"))),
    required(lambda raw, context: _entity_code(raw, context)),
]

LastFour = Annotated[
    str,
    Ask(
        limit=4,
        kept=False,
        when=lambda context: context.by_hand,
        exact=lambda _context: LAST_FOUR,
        titled=lambda context: _LAST_FOUR_TITLES[_is_a_person(context)],
    ),
    required(lambda raw, context: _last_four(raw, context)),
]

Tick = Annotated[bool, Ask(Shape.TICK), BeforeValidator(agreed)]

LAST_FOUR = 4  # how much of its number is typed again before an entity becomes final
_LAST_FOUR_TITLES = {
    False: N_("Last four characters of the number on the licence"),
    True: N_("Last four characters of the ID card number"),
}

CODE_LENGTHS: dict[str, int] = {
    CodeKind.CREDIT_CODE: shapes.CREDIT_CODE_LENGTH,
    CodeKind.LICENCE_NUMBER: shapes.LICENCE_NUMBER_LENGTH,
    CodeKind.ORGANISATION_CODE: shapes.ORGANISATION_CODE_LENGTH,
}

_CODE_SHAPES: dict[str, Callable[[str], str]] = {
    CodeKind.CREDIT_CODE: shapes.credit_code,
    CodeKind.LICENCE_NUMBER: shapes.licence_number,
    CodeKind.ORGANISATION_CODE: shapes.organisation_code,
}


def _password(raw: str, context: Context) -> SecretStr:
    flaw = password_flaw(raw, context.edition, context.text("credentials", "email"))
    if flaw is not None:
        raise flaw
    return SecretStr(raw)


def _name(raw: str, context: Context, shortest_rule: str, longest_rule: str) -> str:
    shortest, longest = context.edition.number(shortest_rule), context.edition.number(longest_rule)
    value = one_line(raw)
    if not shortest <= len(value) <= longest:
        raise shapes.Misfit("name_length", {"shortest": shortest, "longest": longest})
    return value


def _person_name(raw: str, context: Context) -> str:
    value = _name(raw, context, "administrator.name_length_min", "administrator.name_length_max")
    return shapes.person_name(value, context.edition.words("administrator.name_signs"))


def _id_number(raw: str, context: Context) -> str:
    value = shapes.id_number(raw, context.today)
    adult = context.edition.number("individual.age_min")
    if context.entity_type is EntityType.INDIVIDUAL and shapes.age(value, context.today) < adult:
        raise shapes.Misfit("individual_too_young", {"years": adult})
    return value


def _bank_account(raw: str, context: Context) -> str:
    edition = context.edition
    return shapes.bank_account(
        raw, edition.number("transfer.account_digits_min"), edition.number("transfer.account_digits_max")
    )


def _entity_code(raw: str, context: Context) -> str:
    shape = _CODE_SHAPES.get(context.text("entity", "code_kind"))
    if shape is None:
        raise shapes.Misfit("code_kind_first")
    return shape(raw)


def _last_four(raw: str, context: Context) -> str:
    value = compact(raw).upper()
    if value != entity_number(context)[-LAST_FOUR:]:
        key = "last_four_of_card_differ" if _is_a_person(context) else "last_four_differ"
        raise shapes.Misfit(key, {"length": LAST_FOUR})
    return value


def _is_a_person(context: Context) -> bool:
    return context.entity_type is EntityType.INDIVIDUAL


def entity_number(context: Context) -> str:
    """The number the entity is known by: its own code or, for an individual, the administrator's ID card number."""
    if _is_a_person(context):
        return compact(context.text("administrator", "id_number")).upper()
    return compact(context.text("entity", "code")).upper()

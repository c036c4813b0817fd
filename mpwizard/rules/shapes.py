"""The shapes of the platform's values: each function takes what was typed, and normalises it or says what is wrong.

Check digits are python-stdnum's; where it knows none (GB 11714) or is stricter than the standard (letter registrars in
GB 32100), the few lines are ours. Lengths and limits come from the rule table. The two libraries that take long to load
are imported where they are used: the desk opens without them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError as NumberError
from stdnum.iso7064 import mod_11_10

from mpwizard.problems import Values
from mpwizard.text import compact

CREDIT_CODE_LENGTH = 18
LICENCE_NUMBER_LENGTH = 15
ORGANISATION_CODE_LENGTH = 10  # eight characters, a hyphen, the check character
ID_NUMBER_LENGTH = 18
MOBILE_LENGTH = 11

_CREDIT_CODE_STRANGERS = re.compile(r"[^0-9A-HJ-NP-RTUW-Y]")
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_MOBILE = re.compile(r"1[3-9]\d{9}")


class Misfit(ValueError):
    """A value does not have its shape: a key of the refusal catalogue, and the values of its sentence."""

    def __init__(self, key: str, values: Values | None = None) -> None:
        super().__init__(key)
        self.key = key
        self.values = dict(values or {})


def credit_code(typed: str) -> str:
    """A unified social credit code (GB 32100-2015): 18 characters, the last computed from the first 17.

    Raises:
        Misfit: `credit_code_length`, `credit_code_character` or `credit_code_checksum`.
    """
    value = compact(typed).upper()
    _of_length(value, CREDIT_CODE_LENGTH, "credit_code_length")
    stranger = _CREDIT_CODE_STRANGERS.search(value)
    if stranger:
        raise Misfit("credit_code_character", {"character": stranger.group(), "position": stranger.start() + 1})
    if uscc.calc_check_digit(value[:-1]) != value[-1]:
        raise Misfit("credit_code_checksum")
    return value


def organisation_part_fits(code: str) -> bool:
    """Whether characters 9 to 17 of a credit code are an organisation code (GB 11714), as they should be."""
    return _organisation_check(code[8:16]) == code[16]


def licence_number(typed: str) -> str:
    """An old business licence number: 15 digits, ISO 7064 MOD 11,10.

    Raises:
        Misfit: `licence_number_digits`, `licence_number_length` or `licence_number_checksum`.
    """
    value = compact(typed)
    _of_digits(value, "licence_number_digits")
    _of_length(value, LICENCE_NUMBER_LENGTH, "licence_number_length")
    if not mod_11_10.is_valid(value):
        raise Misfit("licence_number_checksum")
    return value


def organisation_code(typed: str) -> str:
    """An organisation code (GB 11714), given back as `xxxxxxxx-x`.

    Raises:
        Misfit: `organisation_code_form` or `organisation_code_checksum`.
    """
    value = compact(typed).upper()
    match = re.fullmatch(r"([0-9A-Z]{8})-?([0-9X])", value)
    if not match:
        raise Misfit("organisation_code_form")
    body, check = match.groups()
    if _organisation_check(body) != check:
        raise Misfit("organisation_code_checksum")
    return f"{body}-{check}"


def id_number(typed: str, today: date) -> str:
    """A second-generation resident identity card number (GB 11643).

    Raises:
        Misfit: `id_number_length`, `id_number_first_generation`, `id_number_character`, `id_number_birth`,
            `id_number_region` or `id_number_checksum`.
    """
    value = compact(typed).upper()
    if len(value) == 15 and value.isdigit():
        raise Misfit("id_number_first_generation")
    _of_length(value, ID_NUMBER_LENGTH, "id_number_length")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", value):
        raise Misfit("id_number_character")
    if ric.calc_check_digit(value) != value[-1]:
        raise Misfit("id_number_checksum")
    try:
        born = ric.get_birth_date(value)
        ric.get_birth_place(value)
    except NumberError as error:
        raise Misfit("id_number_region" if _has_birth_date(value) else "id_number_birth") from error
    if born > today:
        raise Misfit("id_number_birth")
    return value


def age(identity: str, today: date) -> int:
    """Full years lived by the holder of a well-formed ID number."""
    born = ric.get_birth_date(identity)
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def person_name(name: str, signs: Collection[str]) -> str:
    """A person's name: letters and ideographs of any script, and the signs that may stand between them. Given back as
    it is: a name made tidier is somebody else's.

    Raises:
        Misfit: `person_name_character`, with the first character that belongs to no name.
    """
    strangers = (character for character in name if character not in signs and not _is_letter(character))
    stranger = next(strangers, None)
    if stranger is None and not any(map(_is_letter, name)):
        stranger = name[:1]
    if stranger is not None:
        shown = stranger if stranger.isprintable() else f"U+{ord(stranger):04X}"
        raise Misfit("person_name_character", {"character": shown})
    return name


def mobile(typed: str) -> str:
    """A mainland mobile number, given back as its 11 digits.

    Raises:
        Misfit: `mobile_form`.
    """
    import phonenumbers

    value = compact(typed)
    if re.search(r"[^0-9+()\-]", value):
        raise Misfit("mobile_form")
    try:
        parsed = phonenumbers.parse(value, "CN")
    except phonenumbers.NumberParseException as error:
        raise Misfit("mobile_form") from error
    national = phonenumbers.national_significant_number(parsed)
    if parsed.country_code != phonenumbers.country_code_for_region("CN") or not _MOBILE.fullmatch(national):
        raise Misfit("mobile_form")
    return national


def email(typed: str) -> str:
    """An e-mail address, its domain in lower case. Nobody is asked whether it exists.

    Raises:
        Misfit: `email_form`.
    """
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(compact(typed), check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise Misfit("email_form") from error


def bank_account(typed: str, shortest: int, longest: int) -> str:
    """A corporate bank account number: digits only, separators dropped. No check digit exists for these.

    Raises:
        Misfit: `bank_account_digits` or `bank_account_length`.
    """
    value = compact(typed).replace("-", "")
    _of_digits(value, "bank_account_digits")
    if not shortest <= len(value) <= longest:
        raise Misfit("bank_account_length", {"shortest": shortest, "longest": longest, "actual": len(value)})
    return value


def one_time_code(typed: str, length: int) -> str:
    """A code from a message or a mail: digits only.

    Raises:
        Misfit: `one_time_code_form`.
    """
    value = compact(typed)
    if len(value) != length or not (value.isascii() and value.isdigit()):
        raise Misfit("one_time_code_form", {"length": length})
    return value


def _is_letter(character: str) -> bool:
    """Whether names are written with it. Banks write rare ideographs by private numbers, and planes 2 and 3 hold
    ideographs only, those included that this Python does not know yet."""
    kind = unicodedata.category(character)
    return kind[0] in "LM" or kind == "Co" or ord(character) >> 16 in (2, 3)


def _organisation_check(body: str) -> str:
    total = sum(weight * int(character, 36) for weight, character in zip(_ORGANISATION_WEIGHTS, body, strict=True))
    return "0123456789X0"[(11 - total % 11)]


def _has_birth_date(value: str) -> bool:
    try:
        date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return False
    return True


def _of_length(value: str, length: int, key: str) -> None:
    if len(value) != length:
        raise Misfit(key, {"length": length, "actual": len(value)})


def _of_digits(value: str, key: str) -> None:
    if not (value.isascii() and value.isdigit()):
        raise Misfit(key)

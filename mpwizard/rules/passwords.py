"""What a password of the simulated platform must be like. No stored source states the platform's own rule: all of it is
a project default, and the rule table says so."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from mpwizard.resources import data_folder
from mpwizard.rules.edition import Edition
from mpwizard.rules.shapes import Misfit
from mpwizard.text import safe


@dataclass(frozen=True, slots=True)
class PasswordDemand:
    """One demand on a password: the catalogue's key of its refusal, and whether it is met."""

    key: str
    met: bool


def password_demands(password: str, edition: Edition, email: str) -> tuple[PasswordDemand, ...]:
    """All demands in the order to show them, each ticked off or not. Length counts code points after NFC."""
    value = unicodedata.normalize("NFC", password)
    shortest, longest = edition.number("password.length_min"), edition.number("password.length_max")
    local = email.partition("@")[0].lower()
    return (
        PasswordDemand("password_length", shortest <= len(value) <= longest),
        PasswordDemand("password_unprintable", bool(value) and value.isprintable()),
        PasswordDemand("password_common", bool(value) and value.lower() not in _common_passwords()),
        PasswordDemand("password_from_email", bool(value) and not (local and value.lower() in {local, email.lower()})),
    )


def as_hashed(password: str) -> str:
    """A password in the form it is hashed in: NFC, because keyboards compose differently. What no password may hold,
    and no hash could take, is left out."""
    return safe(unicodedata.normalize("NFC", password))


def password_flaw(password: str, edition: Edition, email: str) -> Misfit | None:
    """The first demand that is not met, with the values of its sentence."""
    values = {"shortest": edition.number("password.length_min"), "longest": edition.number("password.length_max")}
    unmet = (demand.key for demand in password_demands(password, edition, email) if not demand.met)
    key = next(unmet, None)
    return Misfit(key, values) if key else None


@cache
def _common_passwords() -> frozenset[str]:
    return frozenset((data_folder() / "common-passwords.txt").read_text(encoding="utf-8").split())

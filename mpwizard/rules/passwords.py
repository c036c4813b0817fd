"""What a password of the simulated platform must be like. No stored source states the platform's own rule: all of it is
a project default, and the rule table says so."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from mpwizard.resources import data_folder
from mpwizard.rules.edition import Edition
from mpwizard.rules.shapes import Misfit
from mpwizard.text import safe


@dataclass(frozen=True, slots=True)
class PasswordDemand:
    """One demand on a password: the catalogue's key of its refusal with its values, and whether it is met."""

    key: str
    met: bool
    values: Mapping[str, object]


def password_demands(password: str, edition: Edition, email: str) -> tuple[PasswordDemand, ...]:
    """All demands in the order to show them, each ticked off or not. Length counts code points after NFC."""
    value = unicodedata.normalize("NFC", password)
    shortest, longest = edition.number("password.length_min"), edition.number("password.length_max")
    local = email.partition("@")[0].lower()
    met = {
        "password_length": shortest <= len(value) <= longest,
        "password_unprintable": bool(value) and value.isprintable(),
        "password_common": bool(value) and value.lower() not in _common_passwords(),
        "password_from_email": bool(value) and not (local and value.lower() in {local, email.lower()}),
    }
    bounds = {"shortest": shortest, "longest": longest}
    return tuple(PasswordDemand(key, is_met, bounds) for key, is_met in met.items())


def as_hashed(password: str) -> str:
    """A password in the form it is hashed in: NFC, because keyboards compose differently. What no password may hold,
    and no hash could take, is left out."""
    return safe(unicodedata.normalize("NFC", password))


def password_flaw(password: str, edition: Edition, email: str) -> Misfit | None:
    """The first demand that is not met, with the values of its sentence."""
    unmet = (demand for demand in password_demands(password, edition, email) if not demand.met)
    first = next(unmet, None)
    return Misfit(first.key, first.values) if first else None


@cache
def _common_passwords() -> frozenset[str]:
    return frozenset((data_folder() / "common-passwords.txt").read_text(encoding="utf-8").split())

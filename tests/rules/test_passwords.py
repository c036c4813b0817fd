"""The demands on a practice account's password: ticked off one by one, all of them project defaults."""

from __future__ import annotations

import unicodedata

import pytest

from mpwizard.rules.edition import DEFAULT_EDITION, Confidence, load_edition
from mpwizard.rules.passwords import as_hashed, password_demands, password_flaw
from mpwizard.texts import refusals

EDITION = load_edition(DEFAULT_EDITION)
SHORTEST, LONGEST = EDITION.number("password.length_min"), EDITION.number("password.length_max")
MAIL = "ops@example.com"


def flaw(password: str) -> str:
    """The key of the first demand not met, or nothing."""
    misfit = password_flaw(password, EDITION, MAIL)
    return misfit.key if misfit else ""


@pytest.mark.parametrize(
    ("password", "key"),
    [
        ("", "password_length"),
        ("k" * (SHORTEST - 1), "password_length"),
        ("kranich " * 8, ""),
        ("k" * (LONGEST + 1), "password_length"),
        ("kraniche\tziehen", "password_unprintable"),
        ("kraniche\nziehen", "password_unprintable"),
        ("kraniche\udcffziehen", "password_unprintable"),
        ("password", "password_common"),
        ("PassWord", "password_common"),
        ("OPS@example.com", "password_from_email"),
        ("vier Kraniche", ""),
        ("密码要长一点才好", ""),
    ],
)
def test_a_password_is_taken_or_told_what_it_lacks(password: str, key: str) -> None:
    """The first demand that is not met is the one to tell; blanks and Chinese are as good as any character."""
    assert flaw(password) == key


def test_the_bounds_themselves_are_allowed() -> None:
    """A rule that says 8 to 64 means both."""
    assert flaw("kranichz"[:SHORTEST].ljust(SHORTEST, "q")) == ""
    assert flaw("kq" * (LONGEST // 2)) == ""


def test_length_counts_what_is_seen_not_how_it_was_composed() -> None:
    """One keyboard sends ü as one code point, another as two: neither may win a character by it."""
    word = "ü" * (SHORTEST - 1)
    assert flaw(word) == flaw(unicodedata.normalize("NFD", word)) == "password_length"


def test_the_same_word_from_another_keyboard_has_the_same_hash() -> None:
    """Otherwise signing in would work from one machine and not from the next."""
    assert as_hashed("Grüße aus Köln") == as_hashed(unicodedata.normalize("NFD", "Grüße aus Köln"))


def test_a_good_password_is_hashed_whole() -> None:
    """Nothing a good password may hold is lost on the way to the hash."""
    for password in ("vier Kraniche ziehen", "密码要长一点才好", "k" * LONGEST):
        assert flaw(password) == "" or password == "k" * LONGEST
        assert as_hashed(password) == password


def test_every_demand_can_be_shown_from_the_first_key_on() -> None:
    """The list stands beside the field before anything is typed: none met, none hidden."""
    demands = password_demands("", EDITION, MAIL)
    assert not any(demand.met for demand in demands)
    assert {demand.key for demand in demands} <= refusals().keys()
    assert len(demands) == len({demand.key for demand in demands})


def test_the_bounds_say_that_nobody_stated_them() -> None:
    """No source knows the platform's own rule; the table must not pretend."""
    for rule in ("password.length_min", "password.length_max"):
        assert EDITION.rule(rule).confidence is Confidence.DEFAULT

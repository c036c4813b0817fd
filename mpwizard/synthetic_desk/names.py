"""Made-up holders of practice accounts: names that look real, and numbers that are well formed and nobody's: provinces
instead of districts, births before 1905, a mobile prefix and organisation codes that were never given out."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import count
from math import gcd, prod
from typing import Any

from stdnum.cn import ric, uscc

from mpwizard.domain import EntityType
from mpwizard.resources import data_folder
from mpwizard.rules.shapes import organisation_part_fits

_DIGITS = "0123456789"
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ONE_DAY = timedelta(days=1)
_SEQUENCES = [f"{number:03}" for number in range(1, 1000)]


@dataclass(frozen=True, slots=True)
class Holder:
    """Everybody and everything that one case names."""

    company: str
    app: str
    person: str = field(repr=False)
    colleague: str = field(repr=False)
    email: str = field(repr=False)
    mobile: str = field(repr=False)
    id_number: str = field(repr=False)
    code: str = field(repr=False)
    bank_account: str = field(repr=False)
    wechat_id: str = field(repr=False)


class _Deck:
    """All combinations of one of each part, in an order of their own: no two numbers below its size draw the same."""

    def __init__(self, chance: random.Random, *parts: Sequence[str]) -> None:
        self._parts = parts
        self._size = prod(map(len, parts))
        self._step = next(step for step in count(chance.randrange(self._size // 3, self._size)) if self._meets(step))
        self._begin = chance.randrange(self._size)

    def draw(self, number: int) -> list[str]:
        """The combination of a number."""
        place = (self._begin + number * self._step) % self._size
        drawn = []
        for part in self._parts:
            place, index = divmod(place, len(part))
            drawn.append(part[index])
        return drawn

    def _meets(self, step: int) -> bool:
        return gcd(step, self._size) == 1


class Names:
    """Holders by number: the same number is always the same holder of a seed, and no two numbers share a value that
    belongs to one holder alone."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(f"holders/{seed}")  # noqa: S311 - to be repeatable, not secret
        self._words = words()
        places, first, second = (self._words[name] for name in ("places", "first_words", "second_words"))
        people, numbers = self._words["people"], self._words["numbers"]
        self._companies = {
            EntityType(key): _Deck(chance, places, second, first, each["trades"], each["forms"])
            for key, each in self._words["companies"].items()
        }
        self._apps = _Deck(chance, places, self._words["services"], second, first)
        self._people = _Deck(chance, people["given"], ("", *people["given"]), people["families"])
        self._identities = _Deck(chance, numbers["provinces"], _births(numbers), _SEQUENCES)
        self._mobiles = _Deck(chance, *[_DIGITS] * 8)
        self._codes = _Deck(chance, numbers["provinces"], *[_CREDIT_SIGNS] * 7)
        self._accounts = _Deck(chance, *[_DIGITS] * 9)

    def holder(self, number: int, entity_type: EntityType) -> Holder:
        """The holder of a number. An individual has neither company nor credit code."""
        organisation = entity_type is not EntityType.INDIVIDUAL
        where, service, second, first = self._apps.draw(number)
        mailboxes, domains = self._words["mailboxes"], self._words["domains"]
        return Holder(
            company=self._company(number, entity_type) if organisation else "",
            app=f"{where}{first}{second}{service}",
            person=self._person(number),
            colleague=self._person(number + 1),
            email=f"{mailboxes[number % len(mailboxes)]}{number}@{domains[number % len(domains)]}",
            mobile=self._words["numbers"]["mobile"] + "".join(self._mobiles.draw(number)),
            id_number=self._identity(number),
            code=self._code(number, entity_type) if organisation else "",
            bank_account=self._words["numbers"]["account"] + "".join(self._accounts.draw(number)),
            wechat_id=f"wx_kaifa_{number}",
        )

    def _company(self, number: int, entity_type: EntityType) -> str:
        where, second, first, trade, form = self._companies[entity_type].draw(number)
        return f"{where}{first}{second}{trade}{form}"

    def _person(self, number: int) -> str:
        given, more, family = self._people.draw(number)
        return f"{family}{given}{more}"

    def _identity(self, number: int) -> str:
        province, born, sequence = self._identities.draw(number)
        stem = f"{province}0000{born}{sequence}"
        return stem + str(ric.calc_check_digit(f"{stem}0"))

    def _code(self, number: int, entity_type: EntityType) -> str:
        province, *signs = self._codes.draw(number)
        organisation = self._words["numbers"]["organisation"] + "".join(signs)
        body = f"{self._words['credit_codes'][entity_type]}{province}0000{organisation}"
        stem = next(body + check for check in f"{_DIGITS}X" if organisation_part_fits(body + check))
        return stem + str(uscc.calc_check_digit(stem))


@cache
def words() -> Mapping[str, Any]:
    """What names are made of."""
    return tomllib.loads((data_folder() / "practice-desk.toml").read_text(encoding="utf-8"))


def _births(numbers: Mapping[str, date]) -> list[str]:
    first, last = numbers["born_from"], numbers["born_until"]
    return [f"{first + day * _ONE_DAY:%Y%m%d}" for day in range((last - first).days + 1)]

"""Synthetic answers for every entity type, and an applicant who types them in. Nobody in here exists."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mpwizard.desk import Desk
from mpwizard.domain import CodeKind, EntityType, Kind, Method
from mpwizard.lifecycle import Event
from mpwizard.problems import Refused
from mpwizard.recording import Recording
from mpwizard.records import CaseRecord, ProofKind
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.surroundings import Surroundings
from mpwizard.views import CaseView
from mpwizard.wizard.context import Context
from mpwizard.wizard.flow import FLOW, STEPS, Standing

Answers = dict[str, dict[str, object]]

VECTORS: Mapping[str, Any] = json.loads(
    (Path(__file__).parents[1] / "rules" / "vectors.json").read_text(encoding="utf-8")
)
PASSWORD = "vierzehn Kraniche ziehen"

# Every way a registration can take: the entity type, and the way of verification where there is one.
WAYS: tuple[tuple[EntityType, Method | None], ...] = (
    (EntityType.INDIVIDUAL, None),
    (EntityType.ENTERPRISE, Method.TRANSFER),
    (EntityType.ENTERPRISE, Method.WECHAT_VERIFICATION),
    (EntityType.SOLE_TRADER, Method.TRANSFER),
    (EntityType.SOLE_TRADER, Method.WECHAT_VERIFICATION),
    (EntityType.GOVERNMENT, Method.WECHAT_VERIFICATION),
    (EntityType.MEDIA, Method.WECHAT_VERIFICATION),
    (EntityType.OTHER, Method.WECHAT_VERIFICATION),
)
TRANSFER_WAYS = tuple(way for way in WAYS if way[1] is Method.TRANSFER)

_CODES = {
    EntityType.ENTERPRISE: "91110000109Y03WY52",
    EntityType.SOLE_TRADER: "92440300Y1CNW05W2D",
    EntityType.GOVERNMENT: "113100008BTUTA784A",
    EntityType.MEDIA: "12500000BKHAP0LU9W",
    EntityType.OTHER: "53440000DXJP1EQ1X7",
}
_NAMES = {
    EntityType.ENTERPRISE: "练习样例有限公司",
    EntityType.SOLE_TRADER: "练习样例小吃店",
    EntityType.GOVERNMENT: "练习样例管理局",
    EntityType.MEDIA: "练习样例报社",
    EntityType.OTHER: "练习样例基金会",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who could be an administrator, had their number ever been given out."""

    name: str
    id_number: str
    mobile: str


PEOPLE = (
    Person("练习甲", "110000190001010012", "13800138000"),
    Person("练习乙", "310000190402290024", "13800100500"),
    Person("练习丙", "44000019020304003X", "13010112500"),
)


def answers_for(
    entity_type: EntityType,
    method: Method | None = None,
    *,
    email: str = "ops@example.com",
    person: Person = PEOPLE[0],
) -> Answers:
    """What an applicant of this type types in, step by step; steps that ask nothing have no answers."""
    answers: Answers = {
        "account_type": {"type": "mini_program"},
        "credentials": {"email": email, "password": PASSWORD, "agree": True},
        "activation": {},
        "entity_type": {"type": str(entity_type)},
        "entity": {},
        "verification": {},
        "administrator": {"name": person.name, "id_number": person.id_number, "mobile": person.mobile},
        "confirmation": {"entity_is_final": True, "last_four": person.id_number[-4:]},
        "completion": {},
    }
    if entity_type is EntityType.INDIVIDUAL:
        return answers
    code = _CODES[entity_type]
    answers["entity"] = {"name": _NAMES[entity_type], "code_kind": str(CodeKind.CREDIT_CODE), "code": code}
    answers["confirmation"]["last_four"] = code[-4:]
    if entity_type in (EntityType.ENTERPRISE, EntityType.SOLE_TRADER):
        answers["verification"] = {"method": str(method or Method.TRANSFER)}
    if answers["verification"].get("method") == Method.TRANSFER:
        answers["verification"] |= {"bank_name": "练习银行", "bank_account": "4400000000000000001"}
    return answers


def surroundings(
    entity_type: EntityType = EntityType.ENTERPRISE,
    method: Method | None = None,
    /,
    *,
    kind: Kind = Kind.PRACTICE,
    by_hand: bool = False,
    proofs: frozenset[ProofKind] = frozenset(),
    **changed: Mapping[str, object],
) -> Context:
    """What an applicant's answers are judged in, without a desk; some of the answers changed by step."""
    answers = answers_for(entity_type, method)
    draft = {step: {**values, **changed.get(step, {})} for step, values in answers.items()}
    return Context(load_edition(DEFAULT_EDITION), kind, date(2026, 11, 22), draft, "", by_hand, proofs)


def at(step: str, name: str, value: object) -> dict[str, Any]:
    """One answer, to be changed in `surroundings`."""
    return {step: {name: value}}


class Applicant:
    """Takes one case through the wizard, step by step, as far as a test wants it."""

    def __init__(self, desk: Desk, answers: Answers, case_id: int) -> None:
        self.desk = desk
        self.answers = answers
        self.around = Surroundings(desk)
        self.id = case_id

    @property
    def view(self) -> CaseView:
        """The case as it stands."""
        return self.desk.view(self.id)

    @property
    def record(self) -> CaseRecord:
        """The case's columns."""
        return self.view.record

    def submit(self, step: str, **changed: object) -> CaseView:
        """Go forward from a step with its answers, some of them changed."""
        values = {**self.answers.get(step, {}), **changed}
        return self.desk.submit(self.id, step, values, self.view.versions.get(step))

    def save(self, step: str, **values: object) -> int:
        """Keep what was typed in a step."""
        return self.desk.save(self.id, step, values, self.view.versions.get(step))

    def newest_sms(self) -> str:
        """The code on the phone."""
        message = self.around.world(self.id).newest_message
        assert message is not None
        return message.code

    def prove_mobile(self) -> CaseView:
        """Fill in the administrator, get the code and hand it in; the scan is still to come."""
        self.save("administrator", **self.answers["administrator"])
        self.desk.send_mobile_code(self.id)
        with pytest.raises(Refused, match="scan_unproven"):
            self.submit("administrator", sms_code=self.newest_sms())
        return self.view

    def reach(self, step: str) -> CaseView:
        """Pass every open step before this one."""
        for each in FLOW:
            if each.key == step:
                break
            if self.view.standings[each.key] is Standing.OPEN:
                self._pass(each.key)
        return self.view

    def finish(self) -> CaseView:
        """Pass every step; what remains is for the bank, the reviewer or the clock."""
        return self.reach("completion")

    def _pass(self, step: str) -> None:
        match step:
            case "activation" if self.record.kind is Kind.RECORD:
                Recording(self.desk).answer(self.id, Event.ACTIVATED)
            case "activation":
                self.around.open_link(self.id)
            case "administrator":
                self._administer()
            case _:
                self.submit(step)

    def _administer(self) -> None:
        if self.record.kind is Kind.RECORD:
            self.save("administrator", **self.answers["administrator"])
            for event in (Event.MOBILE_CONFIRMED, Event.SCAN_CONFIRMED):
                Recording(self.desk).answer(self.id, event)
        else:
            self.prove_mobile()
            self.around.scan(self.id, by_administrator=True)
        self.submit("administrator")


def steps_asked(entity_type: EntityType) -> list[str]:
    """The keys of the steps that apply to an entity type, as the product tells them."""
    left_out = {"entity", "verification"} if entity_type is EntityType.INDIVIDUAL else set()
    return [key for key in STEPS if key not in left_out]

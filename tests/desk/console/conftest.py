"""Accounts to work in, on the desk of `tests/desk/conftest.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from mpwizard.domain import EntityType, Kind, Method
from mpwizard.lifecycle import Event
from mpwizard.recording import Recording
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from tests.desk.answers import Applicant
from tests.desk.conftest import Apply
from tests.desk.console.holder import Holder

Hold = Callable[..., Holder]

SLIP: dict[str, object] = {
    "payee": "练习收款方",
    "account": "0000000000000000001",
    "bank": "练习银行",
    "amount": "0.37",
    "remark": "283746",
    "last_day": "+10d",
}


@pytest.fixture
def hold(apply: Apply) -> Hold:
    """Registers an account and signs in to it. An enterprise has paid its transfer; who chose the WeChat verification
    still waits for it."""

    def registered(
        entity_type: EntityType = EntityType.ENTERPRISE,
        method: Method | None = None,
        *,
        kind: Kind = Kind.PRACTICE,
        signed_in: bool = True,
        seed: str = "1",
        **who: object,
    ) -> Holder:
        holder = Holder(finish_registration(apply(entity_type, method, kind=kind, seed=seed, **who)))
        if signed_in:
            holder.sign_in()
        return holder

    return registered


@pytest.fixture
def staged_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later edition, which knows the staged release."""
    rules = load_edition(DEFAULT_EDITION).rules
    known = replace(rules["versions.staged_release"], value=True)
    monkeypatch.setitem(rules, "versions.staged_release", known)  # type: ignore[arg-type]


def finish_registration(applicant: Applicant) -> Applicant:
    """Every step, and the money where money is asked for."""
    kind = applicant.record.kind
    if kind is Kind.RECORD:
        applicant.answers["credentials"].pop("password")
    applicant.finish()
    if kind is Kind.PRACTICE and applicant.view.payment is not None:
        applicant.around.pay(applicant.id)
    elif kind is Kind.RECORD:
        _record_the_end(applicant)
    return applicant


def _record_the_end(applicant: Applicant) -> None:
    record, entity = Recording(applicant.desk), applicant.view.context
    if entity.entity_type is EntityType.INDIVIDUAL:
        record.answer(applicant.id, Event.ENTITY_ACCEPTED)
    elif entity.method is Method.TRANSFER:
        record.answer(applicant.id, Event.TRANSFER_REQUESTED, slip=SLIP)
        record.answer(applicant.id, Event.TRANSFER_VERIFIED)
    else:
        record.answer(applicant.id, Event.VERIFICATION_REQUIRED)

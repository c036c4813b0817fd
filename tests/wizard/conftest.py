"""Answers in their surroundings, without a desk: steps are judged by pure functions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from mpwizard.domain import EntityType, Kind, Method
from mpwizard.records import ProofKind
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.wizard.context import Context
from tests.desk.answers import answers_for

Surround = Callable[..., Context]


@pytest.fixture
def surround() -> Surround:
    """Makes the context in which an applicant of a type fills in the form, some answers changed by step."""

    def context(
        entity_type: EntityType = EntityType.ENTERPRISE,
        method: Method | None = None,
        /,
        *,
        kind: Kind = Kind.PRACTICE,
        by_hand: bool = False,
        proofs: frozenset[ProofKind] = frozenset(),
        **changed: dict[str, object],
    ) -> Context:
        answers = answers_for(entity_type, method)
        draft = {step: {**values, **changed.get(step, {})} for step, values in answers.items()}
        return Context(load_edition(DEFAULT_EDITION), kind, date(2026, 11, 22), draft, "", by_hand, proofs)

    return context

"""What a screen or a command sees of a case: plain, frozen, made by the desk, thrown away at the next look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mpwizard.gates import Situation
from mpwizard.lifecycle import State
from mpwizard.records import (
    AdministratorRecord,
    CaseRecord,
    EntityRecord,
    LogRecord,
    PaymentRecord,
    ProofKind,
    Uses,
)
from mpwizard.transitions import Actor
from mpwizard.wizard.context import Context
from mpwizard.wizard.flow import Standing


@dataclass(frozen=True, slots=True)
class NextAction:
    """What is to be done next (a key of the texts under `next.`), by whom, until when. `actor` is empty at an end."""

    key: str
    actor: Actor | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the wizard somebody works: a step, and one of its fields (empty for none in particular)."""

    step: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One line of the desk: the case, its next action, its own time."""

    record: CaseRecord
    next_action: NextAction
    now: datetime


@dataclass(frozen=True)
class CaseView:
    """One case whole. `now` is the case's own time, `versions` are the draft versions by step, `place` the step and
    field last worked at (the first open step and no field where none was)."""

    record: CaseRecord
    context: Context
    standings: Mapping[str, Standing]
    place: Place
    versions: Mapping[str, int]
    uses: Uses
    now: datetime
    next_action: NextAction
    log: tuple[LogRecord, ...]
    entity: EntityRecord | None
    administrator: AdministratorRecord | None
    payment: PaymentRecord | None

    @property
    def proofs(self) -> frozenset[ProofKind]:
        """What is proven for the administrator as entered now."""
        return self.context.proofs

    @property
    def situation(self) -> Situation:
        """What the gates look at."""
        return Situation(self.context, self.state, self.uses)

    @property
    def state(self) -> State:
        """The stage of the registration."""
        return self.record.state

"""What the desk hands out and storage takes in: plain values of one case. No table, no session, no widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from mpwizard.domain import CodeKind, EntityType, Kind, Method
from mpwizard.lifecycle import State
from mpwizard.matters import Matter
from mpwizard.stages import Stage
from mpwizard.transitions import Actor

# What a log names as the source of an event that no operator told.
CLOCK_SOURCE = "clock"
PRACTICE_SOURCE = "practice"


# The longest note an operator can leave in the log, in characters.
NOTE_LIMIT = 500


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One case as the desk lists it. `ahead` is how far a practice case's clock runs before the real one; `subject` is
    the entity's name, or a person's masked one; `to_do` is the next action where more than the stage decides it; times
    are UTC. `waits_for` is whose turn it is, `problem` that something came back and has to be put right, `app_name` the
    Mini Program's name once it is set, `listed` the version of the program's judgement that these were listed by.
    `desk_due_at` and `desk_changed_at` go by the desk's clock, not by the case's own."""

    id: int
    reference: str
    kind: Kind
    edition: str
    state: State
    entity_type: EntityType | None
    subject: str
    step: str
    due_at: datetime | None
    ahead: timedelta
    began_as: str
    created_at: datetime
    changed_at: datetime
    version: int
    to_do: str = ""
    owner: str = ""
    changed_by: str = ""
    waits_for: Actor | None = None
    stage: Stage = Stage.REGISTRATION
    problem: bool = False
    app_name: str = ""
    archived: bool = False
    listed: int = 0

    @property
    def desk_due_at(self) -> datetime | None:
        """When it falls due by the desk's clock."""
        return None if self.due_at is None else self.due_at - self.ahead

    @property
    def desk_changed_at(self) -> datetime:
        """When it was changed by the desk's clock."""
        return self.changed_at - self.ahead


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """What was typed in one step, as it was typed, the version it carries, and by whom and when it was typed."""

    step: str
    values: Mapping[str, object] = field(repr=False)
    version: int
    changed_by: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LogRecord:
    """One line of a case's log. `source` names what said so: the simulator, an operator, the clock.

    `matter` and `matter_id` name what it happened to; both are None where it happened to the registration. Event and
    states are that lifecycle's own.
    """

    seq: int
    at: datetime
    actor: Actor
    source: str
    event: StrEnum
    state_from: StrEnum
    state_to: StrEnum
    note: Mapping[str, object] = field(repr=False)
    matter: Matter | None = None
    matter_id: int | None = None


@dataclass(frozen=True, slots=True)
class MatterRecord:
    """One matter of a case: the `number`-th of its kind. `since` is when it came into this state, `due_at` until when
    the next thing has to happen to it; `details` are its kind's own document."""

    id: int
    case_id: int
    matter: Matter
    number: int
    state: StrEnum
    since: datetime
    due_at: datetime | None
    version: int
    details: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """One note that an operator left on a case."""

    id: int
    at: datetime
    by: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class EditRecord:
    """That an operator has a case open for editing since a time, in one running program, which was last there to say
    so at `seen_at`. By the desk's clock."""

    operator: str
    program: str
    since: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class OpenAccountRecord:
    """One account of the Open Platform, the `number`-th of its kind of case. `entity` is the name of whose it is, and
    `code` that entity's number where it is known; it has its developer qualification since `qualified_at`. Both go by
    the desk's clock. The notes are what the operators said to either."""

    id: int
    kind: Kind
    number: int
    name: str
    entity: str = field(repr=False)
    code: str = field(repr=False)
    created_at: datetime
    created_by: str
    note: str = field(default="", repr=False)
    qualified_at: datetime | None = None
    qualified_by: str = ""
    qualified_note: str = field(default="", repr=False)

    @property
    def qualified(self) -> bool:
        """Whether it has passed its developer qualification."""
        return self.qualified_at is not None


@dataclass(frozen=True)
class EntityRecord:
    """The entity as it was confirmed: never changed again. For an individual, name and code are the administrator's."""

    entity_type: EntityType
    name: str = field(repr=False)
    code_kind: CodeKind | None
    code: str = field(repr=False)
    method: Method | None
    bank_name: str
    bank_account: str = field(repr=False)


@dataclass(frozen=True)
class AdministratorRecord:
    """The administrator as confirmed."""

    name: str = field(repr=False)
    id_number: str = field(repr=False)
    mobile: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """What is to be paid to whom until when, for a corporate transfer. `amount` in yuan."""

    payee: str
    account: str
    bank: str
    amount: Decimal
    remark: str
    due_at: datetime


class ProofKind(StrEnum):
    """What a person has proven to be theirs."""

    MOBILE = "mobile"
    WECHAT = "wechat"


@dataclass(frozen=True)
class Proof:
    """That something was proven for exactly this value (a mobile number; a name and ID number)."""

    kind: ProofKind
    subject: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Uses:
    """How often this case's values are used by the desk's other live cases of the same kind."""

    email: int = 0
    email_case: str = ""
    entity: int = 0
    individual: int = 0
    id_number: int = 0
    mobile: int = 0


@dataclass(frozen=True)
class Mail:
    """One mail to send, or waiting in the outbox."""

    id: int
    case_id: int
    to: str = field(repr=False)
    subject: str
    body: str = field(repr=False)
    queued_at: datetime
    attempts: int
    sent_at: datetime | None

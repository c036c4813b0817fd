"""What may change in a case, and the columns that follow from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypedDict

from mpwizard.domain import EntityType
from mpwizard.lifecycle import State
from mpwizard.records import CaseRecord
from mpwizard.stages import Stage
from mpwizard.store.listing import MICROSECOND
from mpwizard.store.times import FAR
from mpwizard.transitions import Actor


class CaseChanges(TypedDict, total=False):
    """What may change in a case. All else about it was fixed when it was made."""

    state: State
    entity_type: EntityType | None
    subject: str
    step: str
    to_do: str
    due_at: datetime | None
    ahead: timedelta
    changed_at: datetime
    owner: str
    changed_by: str
    waits_for: Actor | None
    stage: Stage
    problem: bool
    app_name: str
    archived: bool
    listed: int


# What a case is found by follows from these, and is written when a case is listed.
FOUND_BY = frozenset({"subject", "app_name", "listed"})


def changed_columns(record: CaseRecord, changes: CaseChanges) -> dict[str, object]:
    """The changes of a case as columns, with what follows from them.

    Raises:
        TypeError: for what never changes.
    """
    fixed = changes.keys() - CaseChanges.__annotations__.keys()
    if fixed:
        raise TypeError(f"never changes in a case: {', '.join(sorted(fixed))}")
    columns: dict[str, object] = dict(changes)
    if "state" in changes:
        columns["state"] = changes["state"].value
    if "entity_type" in changes:
        chosen = changes["entity_type"]
        columns["entity_type"] = None if chosen is None else chosen.value
    if "ahead" in changes:
        del columns["ahead"]
        columns["ahead_us"] = changes["ahead"] // MICROSECOND
    if "waits_for" in changes:
        columns["waits_for"] = str(changes["waits_for"] or "")
    for name in ("stage", "problem", "archived"):
        if name in changes:
            columns[name] = int(columns[name])  # type: ignore[call-overload]
    after = replace(record, **changes)
    columns["desk_due_at"] = after.desk_due_at or FAR
    columns["desk_changed_at"] = after.desk_changed_at
    return columns

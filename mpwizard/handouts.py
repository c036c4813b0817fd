"""What leaves the desk about many cases: a list as a table, and reminders for those who have something to do. Masked,
as on the screen."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from mpwizard.i18n import N_, tr
from mpwizard.private_files import cell
from mpwizard.tell import moment
from mpwizard.text import safe
from mpwizard.texts import label
from mpwizard.transitions import Actor
from mpwizard.views import DeskRow

# The table, from left to right.
_COLUMNS: tuple[tuple[str, Callable[[DeskRow], str]], ...] = (
    (N_("Case"), lambda row: row.record.reference),
    (N_("Kind"), lambda row: label("kind", row.record.kind)),
    (N_("Subject"), lambda row: row.record.subject),
    (N_("Mini Program"), lambda row: row.record.app_name),
    (N_("Type"), lambda row: label("entity_type.type", row.record.entity_type) if row.record.entity_type else ""),
    (N_("Stage"), lambda row: label("stage", row.record.stage.key)),
    (N_("Next action"), lambda row: label("next", row.next_action.key)),
    (N_("By"), lambda row: label("actor", row.next_action.actor) if row.next_action.actor else ""),
    (N_("Due"), lambda row: moment(row.next_action.due_at) if row.next_action.due_at else ""),
    (N_("Owner"), lambda row: row.record.owner),
    (N_("Changed"), lambda row: moment(row.record.desk_changed_at)),
)


def list_text(rows: Sequence[DeskRow]) -> str:
    """The cases as comma-separated values, every cell quoted, for a spreadsheet that is to take none for a formula."""
    out = io.StringIO()
    # The mark at the beginning tells spreadsheets that this is Unicode.
    out.write("\ufeff")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(tr(title) for title, _words in _COLUMNS)
    for row in rows:
        writer.writerow(cell(safe(words(row))) for _title, words in _COLUMNS)
    return out.getvalue()


def reminders_text(rows: Sequence[DeskRow]) -> str:
    """One message for each case in which it is the applicant's turn: what is to be done, until when. Empty for none."""
    return "\n".join(_reminder(row) for row in rows if row.next_action.actor is Actor.APPLICANT)


def _reminder(row: DeskRow) -> str:
    action = row.next_action
    name = row.record.app_name or row.record.subject or row.record.reference
    lines = [
        f"{row.record.reference} · {label('kind', row.record.kind)}",
        tr("About the Mini Program of {name}: please {action}.", name=name, action=label("next", action.key)),
    ]
    if action.due_at is not None:
        lines.append(tr("It has to be done by {time}.", time=moment(action.due_at)))
    return "\n".join(safe(line) for line in lines) + "\n"

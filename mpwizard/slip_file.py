"""The transfer slip as a page of text for the accountant who pays: what, to whom, with which remark, until when."""

from __future__ import annotations

from pathlib import Path

from mpwizard.i18n import say, tr
from mpwizard.private_files import write_new
from mpwizard.tell import spoken
from mpwizard.text import pad, safe, width
from mpwizard.texts import option_texts
from mpwizard.views import CaseView
from mpwizard.wizard.slip import slip_rows


def slip_text(view: CaseView) -> str:
    """The page in this session's language, with the kind of case on it. Empty where no money is asked for."""
    payment = view.payment
    if payment is None:
        return ""
    kind = option_texts()[f"kind.{view.record.kind}"]
    rows = [
        (tr("Case"), view.record.reference),
        (tr("Payer"), tr("{entity}, from its own corporate account", entity=view.record.subject)),
        *((tr(row.title), spoken(row.value)) for row in slip_rows(payment)),
    ]
    names = max(width(name) for name, _value in rows)
    lines = [tr("Transfer slip (对公打款)"), f"{say(kind.label)}: {say(kind.line)}", ""]
    lines += [f"{pad(name, names)}  {value}" for name, value in rows]
    warning = tr("Money that comes late, from another account, in another sum or with another remark is sent back.")
    return "\n".join(safe(line) for line in [*lines, "", warning]) + "\n"


def write_slip(text: str, reference: str, folder: Path) -> Path:
    """Write the page to a file of its own, for this user's eyes only; an earlier file is never overwritten.

    Raises:
        OSError: the folder or the file cannot be written.
    """
    return write_new(folder, f"{reference}-slip", ".txt", text)

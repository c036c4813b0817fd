"""After whole registrations: no personal value in the files in plain text or in any JSON, the password nowhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from mpwizard.desk import Desk
from mpwizard.domain import EntityType, Kind, Method
from mpwizard.lifecycle import Event
from mpwizard.passing import PasswordHash
from mpwizard.platform.port import Fact
from mpwizard.report import case_json, row_json
from mpwizard.unattended import Finding
from mpwizard.work import claims
from tests.desk.answers import PASSWORD, PEOPLE, WAYS, Applicant
from tests.desk.conftest import Apply
from tests.desks import on_desk

Way = tuple[EntityType, Method | None]

# Organisations' names and numbers are public registers; everything else that identifies somebody is not.
MAIL, ACCOUNT = "ops@example.com", "4400000000000000001"
SECRETS = (PASSWORD, MAIL, ACCOUNT, *(value for p in PEOPLE for value in (p.name, p.id_number, p.mobile)))
WRITTEN = (
    "utf-8",
    "utf-16-le",
)


def walk_all(apply: Apply, ways: Sequence[Way] = WAYS) -> list[Applicant]:
    """One registration of each of these ways, as three people, with a log full of refusals."""
    applicants = []
    for number, way in enumerate(ways):
        email = MAIL if number == 0 else f"{number}{MAIL}"
        applicants.append(apply(*way, email=email, person=PEOPLE[number % len(PEOPLE)]))
        applicants[-1].finish()
    return applicants


@pytest.mark.usefixtures("database")
def test_the_files_hold_nothing_personal_in_plain_text(apply: Apply, desk: Desk, tmp_path: Path) -> None:
    """A stolen laptop, a copied backup: without the key the file says nothing about anybody."""
    walk_all(apply)
    apply(kind=Kind.RECORD, email="record@example.com").reach("activation")

    def files() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    open_files = files()
    desk.close()
    found = [
        (name, secret)
        for stored in (open_files, files())
        for name, content in stored.items()
        for secret in SECRETS
        for encoding in WRITTEN
        if secret.encode(encoding) in content
    ]
    assert found == []
    assert any(name.endswith(".db") and len(content) > 10_000 for name, content in open_files.items())


def test_no_json_holds_anything_personal(apply: Apply, desk: Desk) -> None:
    """Exports are mailed about; what is personal is masked in them, problems and log included."""
    said = [json.dumps(case_json(each.view, findings(each)), ensure_ascii=False) for each in walk_all(apply, WAYS[:3])]
    said += [json.dumps(row_json(row), ensure_ascii=False) for row in on_desk(desk)]
    assert [secret for secret in SECRETS for text in said if secret in text] == []
    assert "MP-2026-0001" in said[0]


def findings(applicant: Applicant) -> list[Finding]:
    """Every field of the case found wrong, as the report would say it."""
    from mpwizard.problems import Problem

    return [
        Finding(step, name, Problem("required", step, name))
        for step, values in applicant.answers.items()
        for name in values
    ]


def test_views_of_a_case_show_nobody_in_a_traceback(apply: Apply) -> None:
    """Crash reports print locals: a view among them must not print the administrator."""
    applicant = apply(EntityType.ENTERPRISE, Method.TRANSFER)
    view = applicant.finish()
    shown = repr((view.entity, view.administrator, view.uses, view.record, view.log, view.payment))
    assert [secret for secret in SECRETS if secret in shown] == []


def test_a_draft_and_what_was_noted_show_nobody_in_a_traceback(apply: Apply, desk: Desk) -> None:
    """What was typed and what an operator wrote down are printed with no object that carries them."""
    applicant = apply(EntityType.ENTERPRISE, Method.TRANSFER, kind=Kind.RECORD)
    applicant.finish()
    note = f"rang {PEOPLE[0].name}, {PEOPLE[0].mobile}"
    fact = Fact(Event.TRANSFER_VERIFIED, {"note": note})
    with desk.working(applicant.id) as work:
        carrying = [fact, PasswordHash("quick$1"), work.context, work.identity, work.situation]
        carrying += [*work.tx.drafts(applicant.id).values(), claims(work.identity)]
        work.happened(Fact(Event.TRANSFER_REQUESTED, {"note": note}))
        carrying += work.tx.log(applicant.id)
    shown = [repr(each) for each in carrying]
    assert [secret for secret in (*SECRETS, note, "quick$1") for text in shown if secret in text] == []


def test_the_password_is_in_no_document_the_desk_keeps(apply: Apply, desk: Desk) -> None:
    """Not even sealed: of a practice case there is a hash, of the draft there is nothing."""
    applicant = apply()
    applicant.finish()
    with desk.store.reading() as tx:
        world = tx.world(applicant.id) or ""
        drafts = repr({step: dict(draft.values) for step, draft in tx.drafts(applicant.id).items()})
        log = repr([(entry.note, entry.source) for entry in tx.log(applicant.id)])
    assert PASSWORD not in world + drafts + log
    assert "quick$" in world

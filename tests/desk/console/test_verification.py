"""Section verification: to whom it is open, which papers and which fee an application takes."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from mpwizard.console.verification_papers import application
from mpwizard.domain import EntityType, Method
from mpwizard.i18n import Language, Translator, use
from mpwizard.matters import Matter, Verification, VerificationEvent
from mpwizard.problems import Invalid, Refused
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.texts import option_texts
from tests.desk.console.conftest import Hold
from tests.desk.console.verifying import (
    FORCED,
    ORGANISATIONS,
    fields,
    newest,
    shown,
    state,
)

EDITION = load_edition(DEFAULT_EDITION)

each_organisation = pytest.mark.parametrize("entity_type", ORGANISATIONS)


@pytest.fixture(autouse=True)
def _in_english() -> None:
    use(Translator(Language.EN))


# --- to whom it is open -----------------------------------------------------------------------------------------------


def test_individuals_are_refused_with_the_editions_reason(hold: Hold) -> None:
    """The section stands there, locked, and says why; nothing in it can be done."""
    holder = hold(EntityType.INDIVIDUAL)
    with pytest.raises(Refused) as refused:
        holder.do("verification.apply", agree=True)
    refusal = refused.value.refusal
    assert (refusal.key, refusal.rule) == ("verification_not_offered", "verification.why_not_individual")
    assert holder.view.section("verification").locked
    assert shown(holder, "WeChat verification") == [EDITION.text("verification.why_not_individual").en]
    assert holder.account.newest(Matter.VERIFICATION) is None


@each_organisation
def test_every_organisation_may_and_some_must(hold: Hold, entity_type: EntityType) -> None:
    """Government, media and others have no other way; who paid a transfer may."""
    holder = hold(entity_type)
    assert holder.allowed("verification.apply")
    must = "must be passed" if entity_type in FORCED else "open to this entity, not needed"
    assert shown(holder, "WeChat verification") == [must]


def test_an_enterprise_that_chose_it_must_pass_it(hold: Hold) -> None:
    """Its registration waits for nothing else."""
    holder = hold(EntityType.ENTERPRISE, Method.WECHAT_VERIFICATION)
    assert shown(holder, "WeChat verification") == ["must be passed"]
    assert holder.applicant.view.next_action.key == "verify"


def test_whoever_is_not_signed_in_applies_for_nothing(hold: Hold) -> None:
    """As everywhere in the console."""
    with pytest.raises(Refused, match="not_signed_in"):
        hold(EntityType.MEDIA, signed_in=False).apply_for_verification()


@pytest.mark.parametrize("entity_type", FORCED)
def test_it_should_be_begun_in_time(hold: Hold, entity_type: EntityType) -> None:
    """Thirty days from the end of the registration's form; the day stands on the desk until somebody applies."""
    holder = hold(entity_type)
    case = holder.view.case
    assert case.record.due_at == case.now + timedelta(days=30)
    (line,) = shown(holder, "Apply by")
    assert line.endswith("30d left")
    holder.pass_time(timedelta(days=31))
    assert shown(holder, "Apply by")[0].endswith("!! 1d late")
    holder.apply_for_verification()
    assert shown(holder, "Apply by") == []


# --- papers, account and fee ------------------------------------------------------------------------------------------

PAPERS = {
    EntityType.ENTERPRISE: {"business_licence", "organisation_certificate", "administrator_id"},
    EntityType.SOLE_TRADER: {"business_licence", "administrator_id"},
    EntityType.GOVERNMENT: {"organisation_certificate", "administrator_id"},
    EntityType.MEDIA: {"organisation_certificate", "licence_or_institution", "media_permit", "administrator_id"},
    EntityType.OTHER: {"organisation_certificate", "registration_certificate", "administrator_id"},
}


@pytest.mark.parametrize(("entity_type", "papers"), PAPERS.items())
def test_each_type_is_asked_for_its_own_papers(hold: Hold, entity_type: EntityType, papers: set[str]) -> None:
    """A checklist that asks for a paper nobody has stops everybody; each has its name and what to look at."""
    holder = hold(entity_type)
    assert fields(holder, "verification.apply") - {"agree", "bank_name", "bank_account"} == papers
    names = {option_texts()[f"paper.{paper}"].label.en for paper in papers}
    assert set(shown(holder, "Paper")) == names
    holder.apply_for_verification(administrator_id=False)
    assert set(application(newest(holder)).papers) == papers - {"administrator_id"}


@pytest.mark.parametrize(
    ("entity_type", "method", "is_asked"),
    [
        (EntityType.ENTERPRISE, Method.TRANSFER, False),
        (EntityType.ENTERPRISE, Method.WECHAT_VERIFICATION, True),
        (EntityType.SOLE_TRADER, Method.WECHAT_VERIFICATION, False),
        (EntityType.GOVERNMENT, None, False),
        (EntityType.MEDIA, None, True),
        (EntityType.OTHER, None, False),
    ],
)
def test_the_corporate_account_is_asked_where_it_is_checked(
    hold: Hold, entity_type: EntityType, method: Method | None, is_asked: bool
) -> None:
    """Not where the registration knows it already. It is kept sealed and shown masked."""
    holder = hold(entity_type, method)
    assert ({"bank_name", "bank_account"} <= fields(holder, "verification.apply")) is is_asked
    holder.apply_for_verification()
    known = is_asked or entity_type is EntityType.ENTERPRISE
    assert bool(application(newest(holder)).bank_account) is known
    assert shown(holder, "Corporate account") == (["练习银行  ***************0001"] if known else [])
    assert "4400000000000000001" not in str([entry.note for entry in holder.log(Matter.VERIFICATION)])
    assert "4400000000000000001" not in repr(application(newest(holder)))


def test_the_agreement_has_to_be_accepted(hold: Hold) -> None:
    """And a tick is a tick: nothing else counts as one."""
    holder = hold(EntityType.MEDIA)
    with pytest.raises(Invalid) as invalid:
        holder.apply_for_verification(agree=False, media_permit="yes", bank_account="12")
    assert [problem.field for problem in invalid.value.problems] == ["agree", "media_permit", "bank_account"]
    assert holder.account.newest(Matter.VERIFICATION) is None


@each_organisation
def test_the_fee_is_the_guides(hold: Hold, entity_type: EntityType) -> None:
    """Three hundred yuan; government pays nothing."""
    holder = hold(entity_type)
    holder.apply_for_verification()
    free = entity_type is EntityType.GOVERNMENT
    assert application(newest(holder)).fee == Decimal("0.00" if free else "300.00")
    assert holder.allowed("verification.pay") is not free
    assert holder.allowed("verification.take") is free
    assert shown(holder, "Fee") == ["none" if free else "¥300.00, to be paid by WeChat Pay"]


def test_who_pays_nothing_is_not_asked_to(hold: Hold) -> None:
    """The gate names the rule that frees them."""
    holder = hold(EntityType.GOVERNMENT)
    holder.apply_for_verification()
    with pytest.raises(Refused, match="verification_costs_nothing"):
        holder.do("verification.pay")
    holder.pass_time(timedelta(days=30))
    assert VerificationEvent.TAKEN in [entry.event for entry in holder.log(Matter.VERIFICATION)]
    holder.folds()


def test_nothing_is_reviewed_before_it_is_paid(hold: Hold) -> None:
    """However long it waits; the platform says so too."""
    holder = hold()
    holder.apply_for_verification()
    with pytest.raises(Refused, match="verification_unpaid"):
        holder.do("verification.take")
    holder.pass_time(timedelta(days=100))
    assert state(holder) is Verification.SUBMITTED
    holder.do("verification.pay")
    assert state(holder) is Verification.PAID
    assert application(newest(holder)).paid_at == holder.account.now
    assert shown(holder, "Fee")[0].startswith("¥300.00, paid on ")
    holder.folds()


def test_a_fee_is_paid_once(hold: Hold) -> None:
    """A second payment for the same application would be lost money."""
    holder = hold()
    holder.apply_for_verification()
    holder.do("verification.pay")
    with pytest.raises(Refused, match="nothing_to_act_on"):
        holder.do("verification.pay")


def test_one_application_is_under_way_at_a_time(hold: Hold) -> None:
    """The refusal names its number."""
    holder = hold()
    holder.apply_for_verification()
    with pytest.raises(Refused) as refused:
        holder.apply_for_verification()
    assert (refused.value.refusal.key, refused.value.refusal.values) == ("verification_under_way", {"number": 1})

"""Every refusal of the wizard, reached by keyboard: its code stands on the screen, what was typed stays in place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mpwizard.domain import EntityType, Method
from mpwizard.i18n import Language
from mpwizard.lifecycle import Event, State
from tests.desk.answers import PASSWORD, PEOPLE, Applicant, Person, answers_for
from tests.desk.console.holder import Holder
from tests.desks import on_desk
from tests.screens.walks.conftest import Begin, Sit

ENTERPRISE = answers_for(EntityType.ENTERPRISE)
INDIVIDUAL = answers_for(EntityType.INDIVIDUAL)


@pytest.fixture
def applicant(begin: Begin) -> Applicant:
    """An enterprise that pays by transfer; nothing is answered yet."""
    return begin()


async def test_other_kinds_of_account_stop_kindly(sit: Sit) -> None:
    """Only the Mini Program is registered here; whoever wanted another is told where to go, and can still come back."""
    async with sit() as operator:
        await operator.begin()
        for kind in ("subscription", "service", "wecom"):
            await operator.choose("account_type.type", kind)
            await operator.is_refused("U-201")
            assert operator.stored("account_type") == {"type": kind}
        await operator.choose("account_type.type", "mini_program")
        await operator.next("credentials")


async def test_an_address_can_be_taken_in_four_ways(sit: Sit, applicant: Applicant) -> None:
    """Four reasons, four messages: the way out is another one each time. The address stays, to be corrected."""
    applicant.reach("credentials")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.fill("credentials.password", PASSWORD)
        await operator.tick("credentials.agree")
        taken = {"official": "U-211", "open": "U-212", "wecom": "U-213", "wechat": "U-214"}
        for name, code in taken.items():
            await operator.fill("credentials.email", f"{name}@taken.example")
            await operator.is_refused(code)
            assert operator.stored("credentials")["email"] == f"{name}@taken.example"
        assert operator.events.count(Event.ADDRESS_REFUSED) == len(taken)
        await operator.fill("credentials.email", "ops@example.com")
        await operator.next("activation")


async def test_an_address_of_our_own_names_the_case(sit: Sit, begin: Begin, applicant: Applicant) -> None:
    """An address registers one account: a duplicate found here costs nothing, found there it costs a day."""
    applicant.reach("activation")
    again = begin()
    again.reach("credentials")
    async with sit() as operator:
        await operator.open(again.id)
        await operator.fill("credentials.email", "OPS@example.com")
        await operator.fill("credentials.password", PASSWORD)
        await operator.tick("credentials.agree")
        await operator.is_refused("U-210")
        assert applicant.record.reference in operator.text


async def test_what_is_wrong_with_address_password_and_tick_is_said_at_once(sit: Sit, applicant: Applicant) -> None:
    """Next says all of it and goes to the first; each message goes as soon as it is answered."""
    applicant.reach("credentials")
    async with sit(Language.ZH) as operator:
        await operator.open(applicant.id)
        await operator.is_refused("U-111")
        assert operator.field == "credentials.email"
        await operator.fill("credentials.email", "nobody")
        await operator.is_refused("U-120")
        await operator.fill("credentials.email", "ops@example.com")
        for password, code in (("short", "U-121"), ("password", "U-123"), ("ops@example.com", "U-124")):
            await operator.fill("credentials.password", password)
            await operator.is_refused(code)
            assert operator.field == "credentials.password"
        await operator.fill("credentials.password", PASSWORD)
        await operator.is_refused("U-114")
        assert operator.field == "credentials.agree"
        assert "password" not in operator.stored("credentials")


async def test_an_activation_code_must_be_the_newest_and_in_time(sit: Sit, applicant: Applicant) -> None:
    """Wrong, replaced, expired: three mistakes of real life, and sending again too soon is the fourth."""
    applicant.reach("activation")
    async with sit() as operator:
        await operator.open(applicant.id)
        first = operator.world.mails[-1].code
        await operator.fill("activation.code", "12")
        await operator.is_refused("U-138")
        await operator.fill("activation.code", f"{(int(first) + 1) % 1_000_000:06}")
        await operator.is_refused("U-301")
        await operator.go_to_button("button-resend")
        await operator.press("enter")
        await operator.sees("(U-305)")
        await operator.deed("hour")
        await operator.go_to_button("button-resend")
        await operator.press("enter")
        await operator.until(lambda: len(operator.world.mails) == 2, "a second mail")
        await operator.fill("activation.code", first)
        await operator.is_refused("U-302")
        await operator.deed("deadline")
        await operator.fill("activation.code", operator.world.mails[-1].code)
        await operator.is_refused("U-303")
        assert operator.view.state is State.AWAITING_ACTIVATION


async def test_the_address_can_be_changed_while_the_mail_is_waited_for(sit: Sit, applicant: Applicant) -> None:
    """A typing error in the address must not be the end of the case."""
    applicant.reach("activation")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.go_to_button("button-address")
        await operator.press("enter")
        await operator.at("credentials")
        assert operator.field == "credentials.email"
        assert operator.view.state is State.DRAFT
        await operator.fill("credentials.email", "other@example.com")
        await operator.fill("credentials.password", PASSWORD)
        await operator.next("activation")
        assert operator.world.email == "other@example.com"


NUMBERS = (
    ("credit_code", "91110000109Y03WY5", "U-101"),
    ("credit_code", "91110000109Y03WY53", "U-102"),
    ("credit_code", "9111000010IY03WY52", "U-103"),
    ("licence_number", "1101000000000", "U-105"),
    ("licence_number", "110100000000016", "U-106"),
    ("organisation_code", "1234567", "U-107"),
    ("organisation_code", "D21435691", "U-108"),
)


async def test_a_number_must_fit_its_kind_and_its_check_digit(sit: Sit, applicant: Applicant) -> None:
    """One wrong character is a refusal days later; here it is a message below the field."""
    applicant.reach("entity")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.fill("entity.name", "练习样例有限公司")
        await operator.fill("entity.code", "91110000109Y03WY52")
        await operator.is_refused("U-111")
        for kind, number, code in NUMBERS:
            await operator.choose("entity.code_kind", kind)
            await operator.fill("entity.code", number)
            await operator.is_refused(code)
            assert operator.field == "entity.code"
        await operator.choose("entity.code_kind", "credit_code")
        await operator.fill("entity.code", "91110000109Y03WY52")
        await operator.next("verification")
        assert operator.stored("entity")["code_kind"] == "credit_code"


async def test_a_sole_trader_registers_five_times(sit: Sit, begin: Begin) -> None:
    """The sixth time is refused before anything is handed in."""
    for place in range(6):
        applicant = begin(EntityType.SOLE_TRADER, email=f"ops{place}@example.com")
        applicant.reach("completion" if place < 5 else "entity")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.fill("entity.name", str(applicant.answers["entity"]["name"]))
        await operator.choose("entity.code_kind", "credit_code")
        await operator.fill("entity.code", str(applicant.answers["entity"]["code"]))
        await operator.is_refused("U-401")


PEOPLE_REFUSED = (
    ("id_number", "11000019000101001", "U-130"),
    ("id_number", "110000190002290028", "U-133"),
    ("id_number", "110000190001010013", "U-135"),
    ("mobile", "12800138000", "U-137"),
    ("sms_code", "12", "U-138"),
)


async def test_a_person_must_be_as_the_id_card_says(sit: Sit, applicant: Applicant) -> None:
    """Length, date of birth, check digit, number: each is told below its field."""
    applicant.reach("administrator")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.is_refused("U-111")
        await operator.fill_administrator(ENTERPRISE["administrator"])
        for name, value, code in PEOPLE_REFUSED:
            await operator.fill(f"administrator.{name}", value)
            await operator.is_refused(code)
            assert operator.field == f"administrator.{name}"
            await operator.write(str(ENTERPRISE["administrator"].get(name, "")))


async def test_an_individual_must_be_of_age(sit: Sit, begin: Begin) -> None:
    """The entity of an individual account is the person: children cannot be one."""
    young = begin(EntityType.INDIVIDUAL)
    young.reach("administrator")
    async with sit() as operator:
        await operator.open(young.id)
        await operator.fill_administrator({**INDIVIDUAL["administrator"], "id_number": "11000020150101001X"})
        await operator.is_refused("U-136")


async def test_the_code_must_be_sent_right_and_fresh(sit: Sit, applicant: Applicant) -> None:
    """Not sent, wrong, too soon, for another number, too old: the phone must be in the administrator's hand."""
    applicant.reach("administrator")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.go_to_button("button-sms")
        await operator.press("enter")
        await operator.sees("(U-227)")
        await operator.fill_administrator(ENTERPRISE["administrator"])
        await operator.fill("administrator.sms_code", "123456")
        await operator.is_refused("U-308")
        await operator.go_to_button("button-sms")
        await operator.press("enter")
        await operator.until(lambda: operator.world.messages, "a message")
        right = operator.world.messages[-1].code
        await operator.settled()
        await operator.fill("administrator.sms_code", f"{(int(right) + 1) % 1_000_000:06}")
        await operator.is_refused("U-306")
        await operator.go_to_button("button-sms")
        await operator.press("enter")
        await operator.sees("(U-309)")
        await operator.fill("administrator.mobile", PEOPLE[1].mobile)
        await operator.fill("administrator.sms_code", right)
        await operator.is_refused("U-310")
        await operator.fill("administrator.mobile", str(ENTERPRISE["administrator"]["mobile"]))
        await operator.deed("hour")
        await operator.fill("administrator.sms_code", right)
        await operator.is_refused("U-307")
        assert not operator.view.proofs


async def test_somebody_elses_scan_proves_nothing(sit: Sit, applicant: Applicant) -> None:
    """The scan must come from the administrator's own WeChat; the QR code stays for another try."""
    applicant.reach("administrator")
    applicant.prove_mobile()
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.deed("scan_other", close=False)
        await operator.sees("(U-311)")
        assert len(operator.view.proofs) == 1
        await operator.deed("scan")
        await operator.at("confirmation")
        assert len(operator.view.proofs) == 2


LIMITS = (
    ("U-403", PEOPLE[0], Person("练习乙", PEOPLE[0].id_number, PEOPLE[1].mobile)),
    ("U-404", PEOPLE[0], Person("练习乙", PEOPLE[1].id_number, PEOPLE[0].mobile)),
)


@pytest.mark.parametrize(("code", "first", "sixth"), LIMITS, ids=["id-card", "mobile"])
async def test_a_person_and_a_number_serve_five_times(
    sit: Sit, begin: Begin, code: str, first: Person, sixth: Person
) -> None:
    """The count over our own cases is shown and holds, before the platform says no."""
    for place in range(5):
        begin(EntityType.ENTERPRISE, email=f"{place}@example.com", person=first).finish()
    last = begin(EntityType.ENTERPRISE, person=sixth)
    last.reach("administrator")
    async with sit() as operator:
        await operator.open(last.id)
        await operator.fill_administrator(last.answers["administrator"])
        await operator.fill("administrator.sms_code", "123456")
        await operator.is_refused(code)


async def test_an_individual_registers_five_times(sit: Sit, begin: Begin) -> None:
    """A person as the entity has a limit of its own."""
    for place in range(5):
        begin(EntityType.INDIVIDUAL, email=f"{place}@example.com").finish()
    last = begin(EntityType.INDIVIDUAL)
    last.reach("administrator")
    async with sit() as operator:
        await operator.open(last.id)
        await operator.fill_administrator(last.answers["administrator"])
        await operator.fill("administrator.sms_code", "123456")
        await operator.is_refused("U-402")


async def test_the_act_that_makes_the_entity_final_is_deliberate(sit: Sit, applicant: Applicant) -> None:
    """Neither a wrong last four nor a tick that was not set lets an entity become final."""
    applicant.reach("confirmation")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.fill("confirmation.last_four", "WY53")
        await operator.is_refused("U-144")
        await operator.fill("confirmation.last_four", "wy52")
        await operator.is_refused("U-114")
        assert operator.view.state is State.ACTIVATED
        await operator.tick("confirmation.entity_is_final")
        await operator.next("completion")
        assert operator.view.state is State.AWAITING_TRANSFER


async def test_money_must_be_exact_and_come_from_the_entity(sit: Sit, applicant: Applicant) -> None:
    """A wrong sum, payer or remark is sent back and said; the right one still counts afterwards."""
    applicant.finish()
    async with sit() as operator:
        await operator.open(applicant.id)
        wrong = {"pay_wrong_sum": "U-320", "pay_other_account": "U-321", "pay_wrong_remark": "U-322"}
        for deed, code in wrong.items():
            await operator.deed(deed, close=False)
            await operator.sees(f"({code})")
            assert operator.view.state is State.AWAITING_TRANSFER
        await operator.press("escape")
        await operator.sees("(U-322)")
        await operator.deed("pay")
        await operator.sees("The Mini Program's account is registered.")
        assert operator.events.count(Event.TRANSFER_REFUSED) == len(wrong)
        assert operator.view.state is State.REGISTERED


async def test_money_that_comes_too_late_ends_the_registration(sit: Sit, applicant: Applicant) -> None:
    """After the deadline nothing helps but a new case."""
    applicant.finish()
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.deed("pay_too_late", close=False)
        await operator.sees("(U-323)")
        await operator.press("escape")
        await operator.sees("Start again with these answers")
        assert operator.view.state is State.FAILED


async def test_a_refused_verification_can_be_passed_later(sit: Sit, begin: Begin) -> None:
    """The reviewer's no, given in the console, is on the page with its code, and is not the end."""
    office = begin(EntityType.GOVERNMENT, Method.WECHAT_VERIFICATION)
    office.finish()
    holder = Holder(office)
    holder.sign_in()
    holder.bring_to_review()
    holder.do("verification.refuse", reason="operator_not_authorised")
    async with sit() as operator:
        await operator.open(office.id)
        await operator.sees("(U-325)")
        assert operator.view.state is State.AWAITING_VERIFICATION
        holder.be_verified()
        assert operator.view.state is State.REGISTERED


async def test_without_money_the_clock_ends_the_registration_and_one_can_start_again(
    sit: Sit, applicant: Applicant
) -> None:
    """Ten days without a transfer: failed, said, and begun anew with the same answers by one button."""
    applicant.finish()
    async with sit() as operator:
        await operator.open(applicant.id)
        asked_at = operator.view.now
        await operator.deed("deadline")
        assert operator.view.state is State.FAILED
        assert operator.view.now - asked_at > timedelta(days=10)
        await operator.go_to_button("button-again")
        await operator.press("enter")
        await operator.until(lambda: len(on_desk(operator.desk)) == 2, "a new case")
        await operator.at("credentials")
        operator.case = max(row.record.id for row in on_desk(operator.desk))
        assert operator.view.record.began_as == applicant.record.reference
        assert operator.stored("entity") == ENTERPRISE["entity"]
        await operator.fill("credentials.password", PASSWORD)
        await operator.next("activation")

"""The simulated platform alone: no desk, no database, one world, a clock that the test holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpwizard.domain import EntityType, Method
from mpwizard.lifecycle import REGISTRATION, Event, State
from mpwizard.platform.port import Answer, Application
from mpwizard.platform.practice import PracticePlatform
from mpwizard.records import AdministratorRecord, Proof, ProofKind
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.world import Transfer, World

EDITION = load_edition(DEFAULT_EDITION)
SECOND = timedelta(seconds=1)
MOBILE, OTHER_MOBILE = "13800138000", "13800100500"


@dataclass
class Table:
    """A platform, its world and the clock on the wall."""

    world: World = field(default_factory=lambda: World(seed="vectors"))
    now: datetime = datetime(2026, 11, 22, 1, 41, tzinfo=UTC)
    state: State = State.DRAFT

    def stands(self) -> State:
        """The stage now."""
        return self.state

    @property
    def platform(self) -> PracticePlatform:
        """Who answers now."""
        return PracticePlatform(self.world, EDITION, self.now, self.state)

    def heard(self, answer: Answer) -> str:
        """Let the facts of an answer have their effect; the key of its refusal, or nothing."""
        for fact in answer.facts:
            self.state = REGISTRATION.advance(self.state, fact.event).target
        return answer.refusal.key if answer.refusal else ""

    def register(self, email: str = "ops@example.com") -> None:
        """Hand an address in."""
        assert self.heard(self.platform.register(email, "hash")) == ""
        self.state = State.AWAITING_ACTIVATION

    def await_transfer(self) -> None:
        """Hand an entity in that pays by transfer."""
        self.state = State.CONFIRMED
        assert self.heard(self.platform.accept(application(EntityType.ENTERPRISE, Method.TRANSFER))) == ""

    def pay(self, **changed: object) -> str:
        """Pay as asked, some of it changed; the refusal's key, or nothing."""
        order = self.world.order
        assert order is not None
        exact = {"at": self.now, "amount": order.amount, "from_entity": True, "remark": order.remark}
        return self.heard(self.platform.receive(Transfer.model_validate({**exact, **changed})))


def application(entity_type: EntityType, method: Method | None) -> Application:
    """What is handed in at the confirmation."""
    return Application(entity_type, method, "", AdministratorRecord("练习甲", "110000190001010012", MOBILE))


@pytest.fixture
def table() -> Table:
    """A new world."""
    return Table()


# --- the address (S3) ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "key"),
    [
        ("official@taken.example", "email_at_official_platform"),
        ("open@taken.example", "email_at_open_platform"),
        ("wecom@taken.example", "email_at_wecom"),
        ("wechat@taken.example", "email_at_personal_wechat"),
    ],
)
def test_an_address_that_serves_elsewhere_is_refused_for_its_own_reason(email: str, key: str, table: Table) -> None:
    """Four services, four reasons, four ways to free the address; no mail goes out."""
    answer = table.platform.register(email, "hash")
    assert answer.refusal is not None
    assert (answer.refusal.key, answer.refusal.rule) == (key, "email.must_not_be_used_at")
    assert [(fact.event, fact.note) for fact in answer.facts] == [(Event.ADDRESS_REFUSED, {"reason": key})]
    assert (table.world.mails, answer.letters) == ([], ())


def test_a_free_address_gets_a_mail_with_a_code_and_a_link(table: Table) -> None:
    """Both lead on; the letter out of the house carries the same."""
    answer = table.platform.register("ops@example.com", "hash")
    (mail,) = table.world.mails
    (letter,) = answer.letters
    assert (letter.to, letter.code, letter.link) == ("ops@example.com", mail.code, mail.link)
    assert len(mail.code) == EDITION.number("activation.code_length")
    assert mail.token in mail.link


# --- the mailbox (S4) ------------------------------------------------------------------------------------------------


def test_the_code_or_the_link_activates_once(table: Table) -> None:
    """A second opening of the same mail is told so."""
    table.register()
    (mail,) = table.world.mails
    assert table.heard(table.platform.activate(mail.code)) == ""
    assert table.stands() is State.ACTIVATED
    table.state = State.AWAITING_ACTIVATION
    assert table.heard(table.platform.open_link(mail.token)) == "activation_code_used"


def test_a_wrong_code_is_recorded_and_refused(table: Table) -> None:
    """The log shows how often somebody tried."""
    table.register()
    answer = table.platform.activate("no code")
    assert [fact.event for fact in answer.facts] == [Event.ACTIVATION_REFUSED]
    assert table.heard(answer) == "activation_code_wrong"
    assert table.stands() is State.AWAITING_ACTIVATION


def test_a_mail_is_good_to_the_last_second_of_its_life(table: Table) -> None:
    """The rule says how long a mail lives: exactly so long, and not a second more."""
    table.register()
    token = table.world.mails[0].token
    table.now += EDITION.span("activation.lifetime") + SECOND
    assert table.heard(table.platform.open_link(token)) == "activation_expired"
    table.now -= SECOND
    assert table.heard(table.platform.open_link(token)) == ""


def test_resending_wants_its_pause_and_makes_the_older_mails_void(table: Table) -> None:
    """Two valid codes at a time would be two ways in; the pause is told in seconds that are left."""
    table.register()
    pause = EDITION.span("activation.resend_pause")
    table.now += pause - SECOND
    answer = table.platform.resend()
    assert answer.refusal is not None
    assert (answer.refusal.key, answer.refusal.values) == ("resend_too_soon", {"seconds": 1})
    table.now += SECOND
    assert table.heard(table.platform.resend()) == ""
    older, newer = table.world.mails
    assert table.heard(table.platform.open_link(older.token)) == "activation_code_used"
    assert table.heard(table.platform.open_link(newer.token)) == ""


def test_a_withdrawn_address_takes_its_mails_along(table: Table) -> None:
    """Who changes the address must not be activated by the mail to the old one."""
    table.register()
    token = table.world.mails[0].token
    table.platform.withdraw_address()
    assert (table.world.email, table.world.password_hash) == ("", "")
    table.register("new@example.com")
    assert table.heard(table.platform.open_link(token)) == "activation_code_used"


# --- the phone (S8) --------------------------------------------------------------------------------------------------


def test_the_newest_code_proves_the_number_it_was_sent_to(table: Table) -> None:
    """And the proof is for that number alone."""
    table.state = State.ACTIVATED
    table.platform.send_mobile_code(MOBILE)
    (message,) = table.world.messages
    answer = table.platform.confirm_mobile(MOBILE, message.code)
    assert [fact.proof for fact in answer.facts] == [Proof(ProofKind.MOBILE, MOBILE)]


@pytest.mark.parametrize(
    ("passed", "mobile", "wrong", "key"),
    [
        (timedelta(0), MOBILE, False, ""),
        (timedelta(0), MOBILE, True, "mobile_code_wrong"),
        (timedelta(0), OTHER_MOBILE, False, "mobile_changed"),
        (EDITION.span("sms.lifetime"), MOBILE, False, ""),
        (EDITION.span("sms.lifetime") + SECOND, MOBILE, False, "mobile_code_expired"),
    ],
)
def test_a_code_is_for_one_number_and_a_while(
    passed: timedelta, mobile: str, wrong: bool, key: str, table: Table
) -> None:
    """Wrong, late and for another number are three different mistakes."""
    table.state = State.ACTIVATED
    table.platform.send_mobile_code(MOBILE)
    code = table.world.messages[0].code
    table.now += passed
    assert table.heard(table.platform.confirm_mobile(mobile, code[::-1] + "0" if wrong else code)) == key


def test_without_a_message_there_is_no_code_to_confirm(table: Table) -> None:
    """Guessing before anything was sent must not be counted as a wrong code."""
    table.state = State.ACTIVATED
    assert table.heard(table.platform.confirm_mobile(MOBILE, "000000")) == "mobile_code_not_sent"


def test_the_next_code_to_a_number_wants_its_pause(table: Table) -> None:
    """Another number has no pause to wait for: it got nothing yet."""
    table.state = State.ACTIVATED
    assert table.heard(table.platform.send_mobile_code(MOBILE)) == ""
    assert table.heard(table.platform.send_mobile_code(MOBILE)) == "mobile_code_too_soon"
    assert table.heard(table.platform.send_mobile_code(OTHER_MOBILE)) == ""
    table.now += EDITION.span("sms.resend_pause")
    assert table.heard(table.platform.send_mobile_code(OTHER_MOBILE)) == ""


# --- the entity and its money (S9 to S11) ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entity_type", "method", "state"),
    [
        (EntityType.INDIVIDUAL, None, State.REGISTERED),
        (EntityType.ENTERPRISE, Method.TRANSFER, State.AWAITING_TRANSFER),
        (EntityType.SOLE_TRADER, Method.WECHAT_VERIFICATION, State.AWAITING_VERIFICATION),
        (EntityType.GOVERNMENT, Method.WECHAT_VERIFICATION, State.AWAITING_VERIFICATION),
    ],
)
def test_what_is_waited_for_follows_from_the_entity(
    entity_type: EntityType, method: Method | None, state: State, table: Table
) -> None:
    """An individual is through at once; the others wait for money or a review."""
    table.state = State.CONFIRMED
    assert table.heard(table.platform.accept(application(entity_type, method))) == ""
    assert table.stands() is state


def test_the_slip_is_the_rule_tables(table: Table) -> None:
    """Payee, bounds of the sum, length of the remark and the deadline come from the edition."""
    table.await_transfer()
    order = table.world.order
    assert order is not None
    assert order.due_at == table.now + EDITION.span("transfer.deadline")
    assert EDITION.money("transfer.amount_min") <= order.amount <= EDITION.money("transfer.amount_max")
    assert len(order.remark) == EDITION.number("transfer.remark_length")
    assert order.payee == EDITION.text("transfer.payee").zh


def test_the_exact_payment_in_time_registers(table: Table) -> None:
    """In time means up to the very second of the deadline."""
    table.await_transfer()
    table.now += EDITION.span("transfer.deadline")
    assert table.heard(table.platform.news()) == ""
    assert table.pay() == ""
    assert table.stands() is State.REGISTERED


def test_one_second_after_the_deadline_the_registration_has_failed(table: Table) -> None:
    """At the deadline's own time in the log; the money that still comes is sent back."""
    table.await_transfer()
    assert table.world.order is not None
    table.now += EDITION.span("transfer.deadline") + SECOND
    (fact,) = table.platform.news().facts
    assert (fact.event, fact.at) == (Event.DEADLINE_PASSED, table.world.order.due_at)
    assert table.heard(table.platform.news()) == ""
    assert table.stands() is State.FAILED
    assert table.pay() == "transfer_late"
    assert table.stands() is State.FAILED


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"amount": Decimal("1.00")}, "transfer_amount_wrong"),
        ({"from_entity": False}, "transfer_payer_wrong"),
        ({"remark": "-"}, "transfer_remark_wrong"),
        ({"remark": ""}, "transfer_remark_wrong"),
    ],
)
def test_a_payment_that_differs_is_sent_back_and_the_right_one_still_counts(
    changed: dict[str, object], key: str, table: Table
) -> None:
    """Nothing is lost by a wrong payment but time."""
    table.await_transfer()
    assert table.pay(**changed) == key
    assert table.world.transfers[-1].refused == key
    assert table.stands() is State.AWAITING_TRANSFER
    assert table.pay() == ""
    assert table.stands() is State.REGISTERED


def test_a_fen_too_much_is_as_wrong_as_a_fen_too_little(table: Table) -> None:
    """Exact is exact."""
    table.await_transfer()
    assert table.world.order is not None
    for fen in (Decimal("0.01"), Decimal("-0.01")):
        assert table.pay(amount=table.world.order.amount + fen) == "transfer_amount_wrong"


def test_money_nobody_waits_for_is_sent_back(table: Table) -> None:
    """Once registered, a second payment changes nothing."""
    table.await_transfer()
    table.pay()
    assert table.pay() == "transfer_not_awaited"
    assert table.stands() is State.REGISTERED


# --- chance ----------------------------------------------------------------------------------------------------------


@given(st.text(max_size=20))
def test_the_same_seed_asks_for_the_same_money(seed: str) -> None:
    """A trainer's class sees the sums the trainer saw; a bug report can be replayed."""
    orders = []
    for _ in range(2):
        table = Table(World(seed=seed))
        table.register()
        table.await_transfer()
        orders.append((table.world.order, table.world.mails[0].code))
    assert orders[0] == orders[1]


def test_another_seed_asks_for_something_else() -> None:
    """A simulator whose sums never vary would teach the sum."""
    amounts = set()
    for number in range(20):
        table = Table(World(seed=f"MP-2026-{number:04}"))
        table.await_transfer()
        assert table.world.order is not None
        amounts.add((table.world.order.amount, table.world.order.remark))
    assert len(amounts) > 15


def test_chance_goes_on_after_the_world_was_stored(table: Table) -> None:
    """A reopened case draws the numbers it would have drawn, and none twice."""
    table.register()
    reopened = World.model_validate_json(table.world.model_dump_json())
    assert reopened == table.world
    assert reopened.digits(6) == table.world.digits(6)
    assert reopened.draws == table.world.draws


def test_a_world_does_not_show_its_secrets(table: Table) -> None:
    """Codes, address and hash stay out of tracebacks."""
    table.register()
    mail = table.world.mails[0]
    for secret in ("ops@example.com", mail.code, mail.token):
        assert secret not in repr(table.world)

"""The platform desk: what waits for the platform over all practice cases, its answers, those decided in advance, the
clock. And the simulated platform behind it: in order, repeatable, and never for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mpwizard import platform_desk
from mpwizard.console.account import read_account
from mpwizard.console.action import Seat
from mpwizard.console.sections import ACTIONS, PENDING
from mpwizard.console.simulator import something_is_due
from mpwizard.desk import Desk
from mpwizard.domain import EntityType, Kind, Method
from mpwizard.i18n import Language, Translator, use
from mpwizard.lifecycle import Event, State
from mpwizard.log_words import said_by
from mpwizard.matter_lifecycles import LIFECYCLES
from mpwizard.matters import Matter, Verification, Version
from mpwizard.platform_desk import PlatformDesk
from mpwizard.problems import Invalid, Refused
from mpwizard.records import LogRecord
from mpwizard.status_board import StatusBoard
from mpwizard.transitions import Actor
from mpwizard.wizard.form import form_fields
from mpwizard.world import Decided
from tests.desk.conftest import Apply
from tests.desk.console.conftest import Hold
from tests.desk.console.holder import Holder
from tests.desk.console.submitter import ready, submit

LONG = timedelta(days=400)


@pytest.fixture
def platform(desk: Desk) -> PlatformDesk:
    """The platform desk over the desk of the test."""
    return PlatformDesk(desk)


def decided_by(entries: list[LogRecord]) -> list[object]:
    """How the simulated platform came to what is in the log."""
    return [entry.note.get("decided_by") for entry in entries]


# --- the queue -------------------------------------------------------------------------------------------------------


def test_everything_that_waits_is_in_one_queue_the_first_due_first(
    hold: Hold, apply: Apply, platform: PlatformDesk
) -> None:
    """Over all practice cases: whoever plays the platform looks in one place."""
    unpaid = apply(email="one@example.com")
    unpaid.finish()
    reviewed = ready(hold(email="two@example.com"))
    submit(reviewed)
    verifying = hold(EntityType.OTHER, email="three@example.com")
    verifying.bring_to_review()
    recorded = hold(kind=Kind.RECORD, email="four@example.com")
    recorded.apply_for_verification()
    queue = platform.queue()
    assert {each.record.id for each in queue} == {unpaid.id, reviewed.id, verifying.id}
    assert [each.left for each in queue] == sorted(each.left for each in queue)
    assert {each.matter.state for each in queue if each.matter} == {Version.IN_REVIEW, Verification.IN_REVIEW}
    for each in queue:
        assert each.what
        assert each.kind
        assert each.since <= each.now


def test_a_transfer_shows_what_the_platform_waits_to_see(apply: Apply, platform: PlatformDesk) -> None:
    """The sum and the remark; there is nothing to answer until the money comes."""
    applicant = apply()
    applicant.finish()
    (waiting,) = platform.queue()
    payment = applicant.view.payment
    assert payment is not None
    assert (waiting.matter, waiting.offers, waiting.due_at) == (None, (), payment.due_at)
    assert payment.remark in waiting.what
    applicant.around.pay(applicant.id)
    assert platform.queue() == ()


def test_each_waits_with_the_answers_there_are(hold: Hold, platform: PlatformDesk) -> None:
    """None of them the applicant's, each with its gate."""
    holder = hold(EntityType.OTHER)
    holder.bring_to_review()
    (waiting,) = platform.queue()
    assert {offer.action.key for offer in waiting.offers if offer.allowed} == {
        "verification.pass",
        "verification.return",
        "verification.refuse",
    }
    assert all(offer.action.by is not Seat.APPLICANT for offer in waiting.offers)


def test_what_is_due_by_now_waits_no_more(hold: Hold, platform: PlatformDesk) -> None:
    """Time that passes by itself is answered before the queue is shown."""
    holder = ready(hold())
    submit(holder)
    holder.desk.clock.move(LONG)  # type: ignore[attr-defined]
    assert platform.queue() == ()
    assert holder.matter(Matter.VERSION).state is not Version.IN_REVIEW


def test_of_much_that_waits_the_first_due_is_shown_and_all_is_counted(
    hold: Hold, apply: Apply, platform: PlatformDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten thousand cases are not read to show a page of them; what is answered makes room for the next."""
    reviewed = [ready(hold(email=f"{name}@example.com")) for name in ("one", "two", "three")]
    for holder in reviewed:
        submit(holder)
        holder.desk.clock.move(timedelta(minutes=1))  # type: ignore[attr-defined]
    unpaid = apply(email="four@example.com")
    unpaid.finish()
    everything = [each.key for each in platform.queue()]
    assert len(everything) == platform.count() == 4
    monkeypatch.setattr(platform_desk, "MOST_SHOWN", 2)
    read: list[int] = []
    monkeypatch.setattr(
        platform_desk, "read_account", lambda *given: (read.append(given[1].id), read_account(*given))[1]
    )
    assert [each.key for each in platform.queue()] == everything[:2]
    assert len(read) <= 2
    assert platform.count() == 4
    platform.decide(reviewed[0].id, "versions.approve")
    assert [each.key for each in platform.queue()] == [
        key for key in everything if not key.startswith(f"{reviewed[0].id}:")
    ][:2]
    assert platform.count() == 3


def test_what_was_put_away_is_not_in_the_queue(apply: Apply, platform: PlatformDesk) -> None:
    """Whoever plays the platform sees the cases that are on the desk."""
    applicant = apply()
    applicant.finish()
    with applicant.desk.working(applicant.id) as work:
        work.on_the_desk(Event.ARCHIVED, note={}, archived=True)
    assert platform.queue() == ()


# --- answering -------------------------------------------------------------------------------------------------------


def test_an_answer_is_given_like_any_other_action(hold: Hold, platform: PlatformDesk) -> None:
    """And the log says who played the platform, not that it came by chance."""
    holder = ready(hold())
    number = submit(holder)
    view = platform.decide(holder.id, "versions.reject", number, {"reason": "crashes"})
    assert view.account.one(Matter.VERSION, number).state is Version.REJECTED
    last = holder.log(Matter.VERSION)[-1]
    assert (last.actor, last.source, decided_by([last])) == (Actor.PLATFORM, "ann", [None])
    with pytest.raises(Refused, match="not_now"):
        platform.decide(holder.id, "versions.approve", number)


def test_the_platform_does_not_do_the_applicants_part(hold: Hold, platform: PlatformDesk) -> None:
    """It answers; it neither submits nor releases, and on record cases it is the real one."""
    holder = hold()
    for key, why in (("versions.release", "not_the_platforms"), ("versions.nonsense", "action_unknown")):
        with pytest.raises(Refused, match=why):
            platform.decide(holder.id, key)
        with pytest.raises(Refused, match=why):
            platform.decide_ahead(holder.id, key)
    recorded = hold(kind=Kind.RECORD, email="two@example.com")
    for act in (
        lambda: platform.decide(recorded.id, "verification.pass"),
        lambda: platform.decide_ahead(recorded.id, "verification.pass"),
        lambda: platform.sheet_ahead(recorded.id, "verification.pass"),
        lambda: platform.decided(recorded.id),
        lambda: platform.take_back(recorded.id, 1),
        lambda: platform.move_clock(recorded.id, timedelta(days=1)),
    ):
        with pytest.raises(Refused, match="practice_only"):
            act()


# --- decided in advance ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [action.key for action in PlatformDesk.decidable()])
def test_every_answer_can_be_decided_before_there_is_anything_to_answer(
    hold: Hold, platform: PlatformDesk, key: str
) -> None:
    """A trainer prepares the lesson; the form offers what can be answered then."""
    holder = hold()
    sheet = platform.sheet_ahead(holder.id, key)
    values = {
        field.name: field.options(sheet.context)[0].value
        for field in form_fields(key, sheet.answers)
        if field.name == "reason"
    }
    decided = platform.decide_ahead(holder.id, key, values)
    assert [(each.action, each.values) for each in decided] == [(key, values)]
    assert platform.decided(holder.id) == decided


def test_a_decision_in_advance_is_judged_like_an_answer(hold: Hold, platform: PlatformDesk) -> None:
    """A reason that no version can meet is told now, not after a week."""
    holder = hold()
    with pytest.raises(Invalid, match="not_a_choice"):
        platform.decide_ahead(holder.id, "versions.reject", {"reason": "name_taken"})
    assert platform.decided(holder.id) == ()


def test_a_decision_can_be_taken_back(hold: Hold, platform: PlatformDesk) -> None:
    """By its id; the others stay."""
    holder = hold()
    (first,) = platform.decide_ahead(holder.id, "versions.approve")
    platform.decide_ahead(holder.id, "pay.approve")
    assert [each.action for each in platform.take_back(holder.id, first.id)] == ["pay.approve"]
    for gone in (0, first.id):
        with pytest.raises(Refused, match="decision_unknown"):
            platform.take_back(holder.id, gone)


def test_what_was_decided_comes_in_its_order_each_once(hold: Hold, platform: PlatformDesk) -> None:
    """The first answer to the first that waits; then the second, then chance again."""
    holder = ready(hold())
    platform.decide_ahead(holder.id, "versions.reject", {"reason": "crashes"})
    platform.decide_ahead(holder.id, "versions.approve")
    number = submit(holder)
    platform.move_clock(holder.id, LONG)
    assert holder.matter(Matter.VERSION).state is Version.REJECTED
    holder.do("versions.submit", number)
    platform.move_clock(holder.id, LONG)
    assert holder.matter(Matter.VERSION).state is Version.APPROVED
    assert [each for each in decided_by(holder.log(Matter.VERSION)) if each] == ["ahead", "ahead"]
    assert platform.decided(holder.id) == ()
    holder.folds()


def test_a_decision_waits_for_the_stage_it_is_about(hold: Hold, platform: PlatformDesk) -> None:
    """The verification is begun as usual; what was decided is its end."""
    holder = hold()
    platform.decide_ahead(holder.id, "verification.refuse", {"reason": "entity_not_registered"})
    holder.apply_for_verification()
    holder.do("verification.pay")
    platform.move_clock(holder.id, timedelta(days=90))
    assert holder.matter(Matter.VERIFICATION).state is Verification.REFUSED
    assert [each for each in decided_by(holder.log(Matter.VERIFICATION)) if each] == ["seed", "ahead"]


def test_a_decision_that_does_not_fit_any_more_is_dropped_and_said(hold: Hold, platform: PlatformDesk) -> None:
    """Whoever decided it learns from the timeline why another answer came."""
    use(Translator(Language.EN))
    holder = ready(hold())
    with holder.desk.working(holder.id) as work:
        assert work.world is not None
        work.world.decided.append(Decided(matter="version", action="versions.reject", values={"reason": "gone"}))
        work.world.decided.append(Decided(matter="version", action="versions.approve"))
    submit(holder)
    platform.move_clock(holder.id, LONG)
    last = [entry for entry in holder.log(Matter.VERSION) if "decided_by" in entry.note][-1]
    assert (last.note["decided_by"], last.note["dropped"]) == ("ahead", "versions.reject")
    assert any("did not fit: Send the version back" in words for words in said_by(last))
    assert platform.decided(holder.id) == ()


# --- the simulated platform ------------------------------------------------------------------------------------------


def test_the_clock_brings_everything_on_its_way_in_order(hold: Hold, platform: PlatformDesk) -> None:
    """One jump over a code review, a verification, its year and what follows: as if somebody had waited."""
    jumped, waited = (_with_much_to_come(hold, email) for email in ("one@example.com", "two@example.com"))
    platform.move_clock(jumped.id, LONG + LONG)
    for _ in range(100):
        platform.move_clock(waited.id, (LONG + LONG) / 100)
    stories = [
        [(entry.matter, entry.event, entry.at, entry.note) for entry in holder.applicant.view.log if entry.matter]
        for holder in (jumped, waited)
    ]
    assert stories[0] == stories[1]
    assert [at for _matter, _event, at, _note in stories[0]] == sorted(at for _m, _e, at, _n in stories[0])
    assert {Matter.VERSION, Matter.VERIFICATION} <= {matter for matter, *_rest in stories[0]}
    jumped.folds()


def _with_much_to_come(hold: Hold, email: str) -> Holder:
    holder = ready(hold(email=email, seed="3"))
    submit(holder)
    holder.apply_for_verification()
    holder.do("verification.pay")
    return holder


@pytest.mark.parametrize("seed", ["1", "2", "3", "4", "5"])
def test_the_same_seed_and_history_bring_the_same_answers(hold: Hold, seed: str) -> None:
    """A lesson can be given again."""
    ends = []
    for email in ("one@example.com", "two@example.com"):
        holder = ready(hold(email=email, seed=seed))
        submit(holder)
        holder.pass_time(LONG)
        ends.append((holder.matter(Matter.VERSION).state, holder.log(Matter.VERSION)[-1].note))
    assert ends[0] == ends[1]


def test_chance_sends_some_back_and_most_not(hold: Hold) -> None:
    """A class sees both; every answer says that chance gave it."""
    holder = ready(hold())
    for number in range(12):
        submit(holder, f"1.0.{number}")
        holder.pass_time(timedelta(days=20))
    answers = [entry for entry in holder.log(Matter.VERSION) if "decided_by" in entry.note]
    assert set(decided_by(answers)) == {"seed"}
    refused = sum(entry.state_to is Version.REJECTED for entry in answers)
    assert 0 < refused < len(answers) / 2


def test_what_was_due_happens_before_what_is_done(hold: Hold) -> None:
    """A review that is over cannot be withdrawn, even where nobody looked since."""
    holder = ready(hold())
    number = submit(holder)
    holder.desk.clock.move(LONG)  # type: ignore[attr-defined]
    with pytest.raises(Refused):
        holder.do("versions.withdraw", number)
    assert holder.matter(Matter.VERSION).state is not Version.WITHDRAWN
    times = [entry.at for entry in holder.applicant.view.log]
    assert times == sorted(times)


def test_nothing_is_due_for_ever(hold: Hold, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that leaves its matter as it was is not asked for again and again."""
    from dataclasses import replace

    from mpwizard.console import simulator

    holder = ready(hold())
    submit(holder)
    idle = replace(ACTIONS["versions.approve"], act=lambda _deed: None)
    monkeypatch.setattr(simulator, "ACTIONS", {**ACTIONS, "versions.approve": idle, "versions.reject": idle})
    holder.applicant.around.move_clock(holder.id, LONG)
    assert holder.matter(Matter.VERSION).state is Version.IN_REVIEW


@pytest.mark.parametrize("pending", PENDING, ids=lambda each: f"{each.matter}-{each.state}")
def test_the_platform_can_always_say_yes(pending: object) -> None:
    """Its yes asks nothing, its no asks for a reason alone: chance could answer nothing else."""
    accept, refuse = ACTIONS[pending.accept], ACTIONS.get(pending.refuse)  # type: ignore[attr-defined]
    assert not any(field.ask.required for field in form_fields(accept.key, accept.answers))
    if refuse is not None:
        assert [field.name for field in form_fields(refuse.key, refuse.answers) if field.ask.required] == ["reason"]


@pytest.mark.parametrize("matter", Matter)
def test_nothing_goes_round_without_anybody(matter: Matter) -> None:
    """No circle of the platform's and the clock's moves alone, else a jump of the clock would never end."""
    moves = [
        (move.state, move.target)
        for move in LIFECYCLES[matter].transitions
        if move.by is not Actor.APPLICANT and move.target is not move.state and matter is not Matter.SIGN_IN
    ]
    reached = {state: {target for start, target in moves if start is state} for state in LIFECYCLES[matter].states}
    for _ in reached:
        for targets in reached.values():
            targets |= {far for near in tuple(targets) for far in reached[near]}
    assert not any(state in targets for state, targets in reached.items())


def test_nothing_is_due_on_a_record_case(hold: Hold) -> None:
    """Its platform is real, and its deadlines only show as late."""
    holder = hold(kind=Kind.RECORD)
    holder.apply_for_verification()
    holder.desk.clock.move(LONG)  # type: ignore[attr-defined]
    assert not something_is_due(holder.account)


def test_an_application_whose_fee_is_not_paid_waits_for_no_platform(hold: Hold) -> None:
    """Neither on the platform desk nor in the status board's count; the registration does not wait besides."""
    holder = hold(EntityType.ENTERPRISE, Method.WECHAT_VERIFICATION)
    platform, board = PlatformDesk(holder.desk), StatusBoard(holder.desk.store)

    def queue(subject: State | Matter) -> tuple[int, int]:
        (found,) = (each for each in board.queues(Kind.PRACTICE) if each.subject is subject)
        assert len(board.pending(Kind.PRACTICE, subject)) == found.n
        return found.n, found.for_platform

    assert (queue(State.AWAITING_VERIFICATION), queue(Matter.VERIFICATION)) == ((1, 0), (0, 0))
    holder.apply_for_verification()
    assert (queue(State.AWAITING_VERIFICATION), queue(Matter.VERIFICATION)) == ((0, 0), (1, 0))
    assert (platform.queue(), platform.count()) == ((), 0)
    holder.do("verification.pay")
    assert (queue(State.AWAITING_VERIFICATION), queue(Matter.VERIFICATION)) == ((0, 0), (1, 1))
    assert (len(platform.queue()), platform.count()) == (1, 1)

"""Whatever is done in the console in whatever order, by whoever, with crashes and clocks that jump: what must hold
about an account holds. The actions are read off the sections, their answers off the forms."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PIL import Image
from sqlalchemy.exc import IntegrityError

from mpwizard.account_desk import AccountDesk, AccountView, Said
from mpwizard.clock import FixedClock
from mpwizard.console.account import form_context
from mpwizard.console.action import Action
from mpwizard.console.sections import ACTIONS
from mpwizard.desk import Desk
from mpwizard.domain import EntityType, Kind, Method
from mpwizard.lifecycle import REGISTRATION
from mpwizard.mail import NoPostman
from mpwizard.matter_lifecycles import LIFECYCLES
from mpwizard.matters import Link, Matter, Verification, Version
from mpwizard.platform_desk import PlatformDesk
from mpwizard.problems import Conflict, Invalid, Refused
from mpwizard.records import LogRecord
from mpwizard.store import KeyRing, Store
from mpwizard.wizard.form import asked
from tests.desk.answers import WAYS, Applicant, answers_for
from tests.desk.conftest import QuickPasswords
from tests.desk.console.conftest import finish_registration
from tests.desk.console.told import (
    late_only_where_somebody_is_to_act,
    no_more_withdrawn_on_a_day_than_allowed,
    nothing_before_its_gate,
    nothing_before_its_time,
    nothing_released_that_was_not_approved,
    what_was_noted_is_kept,
)
from tests.desk.console.typist import DETOURS, PERSONAL, THE_WAY, picked

Way = tuple[EntityType, Method | None]

# A run of this machine is worth dozens of ordinary examples, and making a failing one smaller takes minutes: both are
# left to `HYPOTHESIS_PROFILE=wide`.
WIDE = os.environ.get("HYPOTHESIS_PROFILE") == "wide"
EXAMPLES = 200 if WIDE else 5
STEPS = 30
AT_A_TIME = 12
PHASES = tuple(Phase) if WIDE else (Phase.explicit, Phase.reuse, Phase.generate)
REFUSALS = (Refused, Invalid, Conflict)
SECTION_KEYS = sorted({key.partition(".")[0] for key in ACTIONS})
choices = st.integers(0, 999)
spans = st.sampled_from([timedelta(minutes=6), timedelta(hours=30), timedelta(days=8), timedelta(days=31)])


class _Crash(Exception):
    """The program ends here."""


class Accounts(RuleBasedStateMachine):
    """One account, two desks it is worked on from, and everybody who can do something to it."""

    def __init__(self, installation: Path, keys: KeyRing, folder: Path, done: Counter[str]) -> None:
        super().__init__()
        self._keys = keys
        self._folder = folder
        self._copies = 0
        self._avatar = folder / "avatar.png"
        Image.new("RGB", (144, 144), "green").save(self._avatar)
        self.clock = FixedClock(datetime(2026, 11, 22, 1, 41, tzinfo=UTC))
        self.database = self._copy(installation)
        self.desks = [self._open("ann"), self._open("bob")]
        self.case = 0
        self.log: tuple[LogRecord, ...] = ()
        self.done = done

    # --- the program itself --------------------------------------------------------------------------------------

    def _open(self, operator: str) -> Desk:
        store = Store.open(self.database, self._keys, patience=timedelta(seconds=1))
        return Desk(store, self.clock, operator, QuickPasswords(), NoPostman())

    def _copy(self, source: Path) -> Path:
        """The files as they lie there, the write-ahead log with them; what a crash would leave."""
        self._copies += 1
        target = self._folder / f"{id(self)}-{self._copies}"
        target.mkdir()
        for name in ("desk.db", "desk.db-wal"):
            if (source / name).exists():
                shutil.copy(source / name, target / name)
        return target / "desk.db"

    @rule()
    def crash(self) -> None:
        """The power fails: what is on the disk at that moment is opened again, nothing was closed."""
        crashed, self.database = self.desks, self._copy(self.database.parent)
        for desk in crashed:
            desk.close()
        self.desks = [self._open("ann"), self._open("bob")]

    @rule(choice=choices)
    def crash_in_the_middle(self, choice: int) -> None:
        """The program ends inside a use-case that has written already."""
        before = self._view()
        matters = [each for each in before.account.matters if LIFECYCLES[each.matter].events_from(each.state)]
        # Some moves the database itself refuses, where another matter stands there.
        with suppress(_Crash, IntegrityError), self.desks[0].working(self.case) as work:
            if matters:
                matter = matters[choice % len(matters)]
                work.moved(matter, LIFECYCLES[matter.matter].events_from(matter.state)[0], note={})
            raise _Crash
        after = self._view()
        assert (after.case.log, after.account.matters) == (before.case.log, before.account.matters)

    @rule(by=spans, back=st.booleans())
    def move_the_machines_clock(self, by: timedelta, back: bool) -> None:
        """Time passes while the program is away, or somebody corrects the clock."""
        self.clock.move(-by if back else by)

    def teardown(self) -> None:
        """Nothing is left behind."""
        for desk in self.desks:
            desk.close()
        shutil.rmtree(self.database.parent)

    # --- the account ---------------------------------------------------------------------------------------------

    @initialize(
        way=st.sampled_from(WAYS),
        kind=st.sampled_from([Kind.PRACTICE, Kind.PRACTICE, Kind.PRACTICE, Kind.RECORD]),
        seed=st.sampled_from("123456789"),
        far=st.integers(0, len(THE_WAY)),
        more=st.integers(0, 10**6),
    )
    def register(self, way: Way, kind: Kind, seed: str, far: int, more: int) -> None:
        """An account that has come some way: by chance alone few would get far."""
        desk = self.desks[0]
        applicant = Applicant(desk, answers_for(*way), desk.create(kind, seed=seed).id)
        self.case = finish_registration(applicant).id
        self.go_on(far, 0)
        self.do_what_is_allowed(more, 0)

    @rule(far=st.integers(1, len(THE_WAY)), pick=choices)
    def go_on(self, far: int, pick: int) -> None:
        """Everything on the way that can be done now, in its order, done right."""
        for key in THE_WAY[:far]:
            own = 2 if key == "categories.add" and self._view().account.individual else 0
            again = pick if key in ("information.name", "information.introduction", "versions.upload") else own
            self.do(key, -1, 0, [again] * 9, "")

    @rule(detour=st.sampled_from(sorted(DETOURS)), far=st.sampled_from([2, 15, len(THE_WAY)]))
    def leave_the_way(self, detour: str, far: int) -> None:
        """What nobody wants to happen and everybody meets: sent back, withdrawn, locked out, rolled back, declined."""
        self.go_on(far, 0)
        for key, otherwise in DETOURS[detour]:
            self.do(key, -1, 0, [0] * 9, "", otherwise=otherwise)

    def _view(self, desk: int = 0) -> AccountView:
        return AccountDesk(self.desks[desk]).view(self.case)

    @rule(
        section=st.sampled_from(SECTION_KEYS),
        choice=choices,
        desk=st.integers(0, 1),
        picks=st.lists(choices, min_size=9, max_size=9),
        note=st.sampled_from(["", "", "seen by ann"]),
        ago=st.sampled_from([None, None, 0, 1, 3, 40]),
    )
    def do_something(self, section: str, choice: int, desk: int, picks: list[int], note: str, ago: int | None) -> None:
        """Any action of a section, whoever's it is, with answers that may fit; on record cases also of another day."""
        keys = [key for key in ACTIONS if key.partition(".")[0] == section]
        self.do(keys[choice % len(keys)], choice // 7, desk, picks, note, ago=ago)

    @rule(seed=st.integers(0, 10**6), desk=st.integers(0, 1))
    def do_what_is_allowed(self, seed: int, desk: int) -> None:
        """A few of the actions that are allowed now, in any of the sections where there are any. The chance is its own:
        what hypothesis draws is mostly the first thing of a list."""
        chance = Random(seed)
        for _ in range(AT_A_TIME):
            if not self._view().account.signed_in:
                self.go_on(2, 0)
            allowed = [[offer for offer in each.offers if offer.allowed] for each in self._view(desk).sections]
            # Somebody always can sign out again, and would be out most of the time.
            offer = chance.choice(chance.choice([each for each in allowed if each][-chance.randint(1, 10) :]))
            picks = [chance.randrange(1000) for _ in range(9)]
            self.do(offer.action.key, offer.matter.number if offer.matter else 0, desk, picks, "", exact=True)

    @precondition(lambda self: self.case)
    @rule(ago=st.integers(0, 2), times=st.integers(1, 8))
    def submit_and_withdraw(self, ago: int, times: int) -> None:
        """Again and again, on one day: on record cases one that is said."""
        for _ in range(times):
            self.do("versions.submit", -1, 0, [0] * 9, "", ago=ago)
            self.do("versions.withdraw", -1, 0, [0] * 9, "", ago=ago)

    @rule(choice=choices, picks=st.lists(choices, min_size=9, max_size=9))
    def add_many_members(self, choice: int, picks: list[int]) -> None:
        """A dozen people, some of them known; in the end more than are allowed."""
        for number in range(12):
            self.do("members.add", 0, 0, [choice % 2, picks[0], choice + number], "")

    @rule(choice=choices)
    def two_desks_do_the_same_at_once(self, choice: int) -> None:
        """Both saw the same; what the first did is not done again by the second."""
        view = self._view()
        offers = [offer for each in view.sections for offer in each.offers if offer.allowed and offer.matter]
        if not offers:
            return
        offer = offers[choice % len(offers)]
        assert offer.matter is not None
        values, done = self._values(view, offer.action, offer.matter.number, [0] * 9), 0
        for desk in self.desks:
            with suppress(*REFUSALS):
                AccountDesk(desk).do(
                    self.case, offer.action.key, values, number=offer.matter.number, seen=offer.matter.version
                )
                done += 1
        # Where nothing was changed there is nothing to be done twice.
        changed = self._view().account.one(offer.matter.matter, offer.matter.number).version != offer.matter.version
        assert done < len(self.desks) or not changed, offer.action.key

    @rule(by=spans)
    def let_time_pass(self, by: timedelta) -> None:
        """In the case alone."""
        with suppress(*REFUSALS):
            PlatformDesk(self.desks[0]).move_clock(self.case, by)

    @rule(choice=choices, picks=st.lists(choices, min_size=9, max_size=9))
    def decide_ahead(self, choice: int, picks: list[int]) -> None:
        """The platform's next answer to something."""
        platform, actions = PlatformDesk(self.desks[1]), PlatformDesk.decidable()
        action = actions[choice % len(actions)]
        with suppress(*REFUSALS):
            sheet = platform.sheet_ahead(self.case, action.key)
            fields = asked(action.key, sheet.answers, sheet.context)
            values = {each.name: picked(each, sheet.context, pick) for each, pick in zip(fields, picks, strict=False)}
            platform.decide_ahead(self.case, action.key, values)

    @precondition(lambda self: self.case)
    @rule()
    def look_at_the_queue(self) -> None:
        """Nothing that waits is overdue, and each has somebody who can answer it."""
        for waiting in PlatformDesk(self.desks[1]).queue():
            assert waiting.offers
            assert waiting.due_at is None or waiting.due_at > waiting.now or waiting.matter is None

    def do(
        self,
        key: str,
        number: int,
        desk: int,
        picks: list[int],
        note: str,
        *,
        exact: bool = False,
        otherwise: Mapping[str, str] | None = None,
        ago: int | None = None,
    ) -> AccountView | None:
        """One action with answers picked by numbers; refused or not."""
        accounts, action = AccountDesk(self.desks[desk]), ACTIONS[key]
        view = accounts.view(self.case)
        chosen = number if exact or action.on is None else self._number(view, action, number)
        with suppress(*REFUSALS):
            values = {**self._values(view, action, chosen, picks), **(otherwise or {})}
            said_on = view.account.now.astimezone().date() - timedelta(days=ago) if ago is not None else None
            on = said_on if view.account.kind is Kind.RECORD else None
            after = accounts.do(self.case, key, values, number=chosen or None, said=Said(note, on))
            self.done[key] += 1
            what_was_noted_is_kept(after, key, note, since=len(view.case.log))
            return after
        return None

    def _number(self, view: AccountView, action: Action, pick: int) -> int:
        assert action.on is not None
        known = view.account.all(action.on, *action.states) or view.account.all(action.on)
        return known[pick % len(known)].number if known else 0

    def _values(self, view: AccountView, action: Action, number: int, picks: list[int]) -> dict[str, object]:
        matter = view.account.one(action.on, number) if action.on is not None and number else None
        context = form_context(view.account, action.key, {}, matter)
        if action.on is not None and (matter is None or matter.state not in action.states):
            return {}
        fields = asked(action.key, action.answers, context)
        values = {each.name: picked(each, context, pick) for each, pick in zip(fields, picks, strict=False)}
        return {**values, "path": str(self._avatar)} if action.key == "information.avatar" else values

    # --- what must hold ------------------------------------------------------------------------------------------

    @invariant()
    def the_account_holds_what_must_hold(self) -> None:
        """Looked at after everything that happens."""
        if not self.case:
            return
        view = self._view()
        self._log_is_good(view)
        self._nothing_is_too_many(view)
        nothing_before_its_gate(view)
        nothing_before_its_time(view)
        late_only_where_somebody_is_to_act(view)
        nothing_released_that_was_not_approved(view)
        for entry in view.case.log:
            assert not any(secret in str(dict(entry.note)) for secret in PERSONAL), entry

    def _log_is_good(self, view: AccountView) -> None:
        log = view.case.log
        own = [entry for entry in log if entry.matter is None]
        assert REGISTRATION.fold(entry.event for entry in own) is view.case.state
        for matter in view.account.matters:
            entries = [entry for entry in log if entry.matter_id == matter.id]
            assert LIFECYCLES[matter.matter].fold(entry.event for entry in entries) is matter.state
            assert all(left.state_to is right.state_from for left, right in pairwise(entries))
            assert all(earlier.at <= later.at for earlier, later in pairwise(entries))
        assert {entry.matter_id for entry in log} - {None} == {matter.id for matter in view.account.matters}
        assert all(earlier.seq < later.seq for earlier, later in pairwise(log))
        in_order = own if view.account.kind is Kind.RECORD else log
        assert all(earlier.at <= later.at for earlier, later in pairwise(in_order))
        assert log[: len(self.log)] == self.log
        self.log = log

    def _nothing_is_too_many(self, view: AccountView) -> None:
        account = view.account
        assert len(account.all(Matter.VERSION, Version.IN_REVIEW)) <= 1
        assert len(account.all(Matter.VERSION, Version.RELEASED)) <= 1
        assert len(account.all(Matter.VERIFICATION, Verification.PASSED)) <= 1
        assert len(account.all(Matter.OPEN_PLATFORM, Link.LINKED)) <= 1
        no_more_withdrawn_on_a_day_than_allowed(account)


def test_an_account_holds_whatever_happens(installation: Path, keys: KeyRing, tmp_path: Path) -> None:
    """Random actions of all sections by everybody, crashes, clocks, reopened files, two desks, driven by hypothesis."""

    done: Counter[str] = Counter()

    class Here(Accounts):
        def __init__(self) -> None:
            super().__init__(installation, keys, tmp_path, done)

    run_state_machine_as_test(Here, settings=settings(max_examples=EXAMPLES, stateful_step_count=STEPS, phases=PHASES))
    # A machine whose every deed is refused would find nothing wrong.
    assert set(THE_WAY) <= set(done)
    assert len(done) > len(ACTIONS) * 2 / 3

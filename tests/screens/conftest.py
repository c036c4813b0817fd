"""What tests of the screens share: a desk over a dictionary, an app to put parts into, a real terminal."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pexpect
import pyte
import pytest
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from mpwizard.domain import Kind
from mpwizard.lifecycle import State
from mpwizard.problems import Conflict, Invalid, Refused
from mpwizard.records import CaseRecord, Uses
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.transitions import Actor
from mpwizard.views import CaseView, NextAction, Place
from mpwizard.wizard.context import Context
from mpwizard.wizard.flow import FLOW, STEPS, standings
from mpwizard.wizard.form import check
from screens.app import DeskApp
from screens.base import MpScreen
from screens.widgets.field import TextField
from screens.widgets.part import Part
from screens.wizard.step import StepScreen
from screens.wizard.wizard import Wizard

NOW = datetime(2026, 11, 22, 9, 41, tzinfo=UTC)
CASE = 1


class FakeDesk:
    """The desk's contract with the wizard, over dictionaries. `refusing` names a refusal that every submit meets."""

    def __init__(
        self, state: State = State.ACTIVATED, drafts: Mapping[str, Mapping[str, object]] | None = None
    ) -> None:
        self.state = state
        self.drafts = {step: dict(values) for step, values in (drafts or {}).items()}
        self.versions = dict.fromkeys(self.drafts, 1)
        self.place = Place("")
        self.saved: list[tuple[str, dict[str, object]]] = []
        self.submitted: list[tuple[str, dict[str, object]]] = []
        self.shown: list[tuple[str, str]] = []
        self.refusing = ""
        self.slow: Callable[[], None] = lambda: None

    def view(self, case_id: int) -> CaseView:
        context = self._context()
        record = CaseRecord(
            id=case_id,
            reference="MP-2026-0042",
            kind=Kind.PRACTICE,
            edition=DEFAULT_EDITION,
            state=self.state,
            entity_type=context.entity_type,
            subject="",
            step=self.place.step,
            due_at=None,
            ahead=timedelta(0),
            began_as="",
            created_at=NOW,
            changed_at=NOW,
            version=1,
        )
        return CaseView(
            record=record,
            context=context,
            standings=standings(context, self.state),
            place=self.place,
            versions=dict(self.versions),
            uses=Uses(),
            now=NOW,
            next_action=NextAction("none", Actor.APPLICANT, None),
            log=(),
            entity=None,
            administrator=None,
            payment=None,
        )

    def save(self, case_id: int, step: str, values: Mapping[str, object], seen: int | None) -> int:
        self.slow()
        if seen != self.versions.get(step):
            raise Conflict(self.drafts[step], self.versions[step], by="王", at=NOW)
        self.drafts[step] = dict(values)
        self.versions[step] = (seen or 0) + 1
        self.saved.append((step, dict(values)))
        return self.versions[step]

    def revealed(self, case_id: int, step: str, field: str) -> None:
        self.shown.append((step, field))

    def mark_place(self, case_id: int, place: Place) -> None:
        self.place = place

    def submit(self, case_id: int, step: str, values: Mapping[str, object], seen: int | None) -> CaseView:
        self.slow()
        self.submitted.append((step, dict(values)))
        if self.refusing:
            raise Refused(self.refusing)
        self.drafts[step] = dict(values)
        problems = check(step, STEPS[step].answers, self._context())
        if problems:
            raise Invalid(problems)
        return self.view(case_id)

    def changed_elsewhere(self, step: str, values: Mapping[str, object]) -> None:
        """Another operator saves."""
        self.drafts[step] = dict(values)
        self.versions[step] = self.versions.get(step, 0) + 1

    def _context(self) -> Context:
        edition = load_edition(DEFAULT_EDITION)
        context = Context(edition=edition, kind=Kind.PRACTICE, today=date(2026, 11, 22), by_hand=True)
        return replace(context, draft={step: dict(values) for step, values in self.drafts.items()})


# The steps before the entity, answered; no real person's data anywhere.
ANSWERED = {
    "account_type": {"type": "mini_program"},
    "entity_type": {"type": "enterprise"},
}

BARE_STEPS: dict[str, type[StepScreen]] = {
    step.key: type(f"Bare{step.key.title()}", (StepScreen,), {"STEP": step.key}) for step in FLOW
}


class Bench(MpScreen):
    """A screen that holds the parts under test."""

    def __init__(self, *parts: Widget) -> None:
        super().__init__()
        self._parts = parts
        self.heard: list[Message] = []

    def compose_content(self) -> Iterator[Widget]:
        yield from self._parts

    def on_part_done(self, event: Part.Done) -> None:
        self.heard.append(event)

    def on_text_field_pasted_lines(self, event: TextField.PastedLines) -> None:
        self.heard.append(event)


@pytest.fixture
def fake_desk() -> FakeDesk:
    """A desk whose case stands before the entity step."""
    return FakeDesk(drafts=ANSWERED)


@pytest.fixture
def bench(tmp_path: Path) -> Callable[..., Any]:
    """Put parts on a screen of their own: `async with bench(part, size=…) as pilot`."""

    @asynccontextmanager
    async def run(*parts: Widget, size: tuple[int, int] = (80, 24), **options: Any) -> AsyncIterator[Pilot[int]]:
        app = DeskApp(lambda: None, lambda: Bench(*parts), reports=tmp_path, **options)
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            yield pilot

    return run


class Walk:
    """A wizard opened on a fake desk, and the pilot who walks it."""

    def __init__(self, pilot: Pilot[int], wizard: Wizard) -> None:
        self.pilot = pilot
        self.wizard = wizard

    @property
    def app(self) -> DeskApp:
        assert isinstance(self.pilot.app, DeskApp)
        return self.pilot.app

    @property
    def step(self) -> StepScreen:
        """The step that is shown."""
        assert isinstance(self.app.screen, StepScreen)
        return self.app.screen

    async def settle(self) -> None:
        """Wait until nothing is under way: no worker, no save waiting for its moment."""
        for _ in range(3):
            await self.pilot.pause()
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()

    async def press(self, *names: str) -> None:
        await self.pilot.press(*names)
        await self.settle()


@pytest.fixture
def walk(tmp_path: Path) -> Callable[..., Any]:
    """Open a wizard at a step: `async with walk(desk, "entity") as walker`."""

    @asynccontextmanager
    async def run(desk: FakeDesk, step: str, size: tuple[int, int] = (100, 30), **options: Any) -> AsyncIterator[Walk]:
        desk.place = Place(step)
        app = DeskApp(lambda: desk, lambda: Bench(), reports=tmp_path, **options)  # type: ignore[arg-type,return-value]
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            await app.workers.wait_for_complete()
            wizard = Wizard(app, CASE, BARE_STEPS)
            await wizard.open()
            walker = Walk(pilot, wizard)
            await walker.settle()
            yield walker

    return run


def surroundings(home: Path) -> dict[str, str]:
    """What a program in a terminal finds in its environment."""
    return {
        # A fixed size in the environment, as parallel test runs set it, would hide the terminal's own.
        **{name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")},
        "TERM": "xterm-256color",
        "MPWIZARD_LANG": "en",
        "MPWIZARD_HOME": str(home),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }


class Terminal:
    """A program on a real pseudo-terminal, its screen read as a user would."""

    def __init__(self, program: str, home: Path, size: tuple[int, int] = (80, 24)) -> None:
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        self.child = pexpect.spawn(
            sys.executable, ["-c", program], env=surroundings(home), dimensions=(rows, columns), timeout=30, echo=False
        )

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self._screen.display)

    def wait(self, wanted: str | Callable[[str], bool], seconds: float = 30.0) -> None:
        """Read until the screen says so."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if wanted in self.text if isinstance(wanted, str) else wanted(self.text):
                return
            self._read()
        raise AssertionError(f"not seen: {wanted!r}\n{self.text}")

    def send(self, data: str | bytes) -> None:
        """Type, in one write."""
        os.write(self.child.child_fd, data.encode() if isinstance(data, str) else data)

    def kill(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self.child.kill(number)

    def leave(self, seconds: float = 30.0) -> int | None:
        """Wait for the end; the exit status, or none where a signal ended it."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._read():
            continue
        self.child.wait()
        return self.child.exitstatus

    def resize(self, columns: int, rows: int) -> None:
        """Another window size."""
        self._screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def _read(self) -> bool:
        try:
            data = self.child.read_nonblocking(65536, timeout=0.1)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += data
        self._stream.feed(_for_pyte(data))
        return True


def _for_pyte(data: bytes) -> bytes:
    for sequence in (b"\x1b[>25u", b"\x1b[<u", b"\x1b[?2026$p", b"\x1b[?2048$p"):
        data = data.replace(sequence, b"")
    return data


TWO_FIELDS = """
from mpwizard.i18n import Language
from screens.app import run_desk
from screens.base import MpScreen
from screens.widgets.field import TextField

class Two(MpScreen):
    AUTO_FOCUS = "Line"
    def compose_content(self):
        yield TextField("two.first", "First")
        yield TextField("two.second", "Second")

raise SystemExit(run_desk(lambda: None, Language.EN, Two))
"""


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Start a program on a real terminal; by default two fields, one below the other."""
    started: list[Terminal] = []

    def start(program: str = TWO_FIELDS, size: tuple[int, int] = (80, 24)) -> Terminal:
        started.append(Terminal(program, tmp_path, size))
        return started[-1]

    yield start
    for each in started:
        each.child.close(force=True)

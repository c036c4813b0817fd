"""A step with what lies around it: the world beside the form on practice cases, the record of answers on record cases,
the timeline on both."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from mpwizard.domain import Kind
from mpwizard.problems import Refused
from mpwizard.recording import Recording
from mpwizard.surroundings import Surroundings
from mpwizard.tell import headline
from mpwizard.texts import label
from mpwizard.views import CaseView
from screens import keys
from screens.wizard.step import StepScreen
from screens.wizard.wizard import Wizard


class CaseStep(StepScreen):
    """A step of a case that other people act on too."""

    BINDINGS = [keys.WORLD, keys.RECORD, keys.TIMELINE]

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard)
        self._acting = False

    @property
    def practice(self) -> bool:
        """Whether the built-in simulator answers for the platform."""
        return self.view.record.kind is Kind.PRACTICE

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The world is there on practice cases, the record on record cases."""
        if action == "world":
            return self.practice
        if action == "record":
            return not self.practice and bool(self.possible_answers())
        return super().check_action(action, parameters)

    def possible_answers(self) -> tuple[object, ...]:
        """What the real platform can have answered now."""
        return Recording(self.app.desk).possible(self.view)

    def action_world(self) -> None:
        """Open the drawer; come back to the case as it is then."""
        from screens.world.drawer import WorldDrawer

        self._open_over(lambda _view: WorldDrawer(self.case_id, Surroundings(self.app.desk)), self._came_back)

    def action_record(self) -> None:
        """Write down what the platform answered."""
        from screens.wizard.recording import RecordScreen

        recording = Recording(self.app.desk)
        self._open_over(lambda view: RecordScreen(self.case_id, recording, view), self._came_back)

    def action_timeline(self) -> None:
        """What happened so far."""
        from screens.wizard.timeline import Timeline

        self._open_over(Timeline)

    def _open_over(self, make: Callable[[CaseView], Screen[Any]], then: Callable[[Any], None] | None = None) -> None:
        self.run_worker(self._opened_over(make, then), name="open", group="way", exit_on_error=False)

    async def _opened_over(self, make: Callable[[CaseView], Screen[Any]], then: Callable[[Any], None] | None) -> None:
        if await self.keep_or_tell() and self.is_current:
            self.app.push_screen(make(await self.wizard.look()), then)

    def act(self, use_case: Callable[[int], CaseView], done: str) -> None:
        """Ask something of the platform in a thread; tell what came of it. One thing at a time."""
        if not self._acting:
            self._acting = True
            self.run_worker(self._act(use_case, done), name="act", group="act", exit_on_error=False)

    async def _act(self, use_case: Callable[[int], CaseView], done: str) -> None:
        try:
            if await self.keep_or_tell():
                await self._ask(use_case, done)
        finally:
            self._acting = False

    async def _ask(self, use_case: Callable[[int], CaseView], done: str) -> None:
        try:
            view = await asyncio.to_thread(use_case, self.case_id)
        except Refused as refused:
            self.take(await self.wizard.look())
            self._show_refusal(refused.refusal)
        else:
            self.take(view)
            self.tell_done(done)
            self.after_act(view)
        self.send_mail()

    def after_act(self, view: CaseView) -> None:
        """Something that was asked for was done."""

    def tell_done(self, done: str) -> None:
        """Say on the page that it was done."""
        from screens.widgets.notice import Notice

        self.query_one(Notice).inform(done)

    def send_mail(self) -> None:
        """Let real mail out behind the screen, where an SMTP server is set."""
        self.run_worker(self._send_mail(), name="mail", group="mail", exit_on_error=False)

    async def _send_mail(self) -> None:
        from mpwizard.problems import Trouble
        from mpwizard.tell import tell

        delivery = await asyncio.to_thread(self.app.desk.deliver_mail)
        if delivery.waiting:
            told = tell(Trouble("mail_not_sent"))
            self.notice(f"{told.line} {told.lifts}")

    def _came_back(self, changed: bool | None) -> None:
        if changed:
            self.run_worker(self._after_change(), name="reload", group="way", exit_on_error=False)

    async def _after_change(self) -> None:
        before = self.view
        await self.reload()
        after = self.view
        if before.standings.get(self.STEP) is not after.standings.get(self.STEP):
            await self.step_changed(after)
            self._tell_why_elsewhere(before, after)

    def _tell_why_elsewhere(self, before: CaseView, after: CaseView) -> None:
        """On the step that it led to, say what happened: nobody pressed Next."""
        from screens.widgets.notice import Notice

        current = self.wizard.current
        happened = [label("event", entry.event) for entry in after.log[len(before.log) :]]
        if happened and current is not None and current is not self:
            current.query_one(Notice).inform(headline(" · ".join(happened)))

    async def step_changed(self, view: CaseView) -> None:
        """This step was passed, or opened again, by something that happened beside the form."""

"""F9 on a record case: what did the real platform say? One answer, with its reason or slip, and a note."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Button

from mpwizard.i18n import N_, tr
from mpwizard.i18n import say as speak
from mpwizard.lifecycle import Event
from mpwizard.problems import Invalid, Refused
from mpwizard.recordable import Recordable
from mpwizard.recording import Recording
from mpwizard.records import NOTE_LIMIT
from mpwizard.texts import label, refusal
from mpwizard.views import CaseView
from mpwizard.wizard.flow import Step
from mpwizard.wizard.slip import SLIP, SlipAnswers, usual_last_day
from screens import keys
from screens.widgets.buttons import FlatButton
from screens.widgets.choice import Choice, Item
from screens.widgets.field import TextField
from screens.widgets.modal import MpModal, Words
from screens.widgets.notice import Notice
from screens.widgets.part import Part
from screens.wizard.form import Form

_SLIP_STEP = Step(SLIP, N_("Transfer slip"), SlipAnswers, "pay")


class RecordScreen(MpModal[bool]):
    """The operator writes one answer down. Gives back whether one was."""

    AUTO_FOCUS = "Choice"

    DEFAULT_CSS = """
    RecordScreen {
        & .kept { margin-bottom: 1; }
        & .answers { height: 1; align-horizontal: right; & > FlatButton { margin-left: 2; } }
    }
    """
    BINDINGS = [keys.WRITE_DOWN]

    def __init__(self, case_id: int, recording: Recording, view: CaseView) -> None:
        super().__init__()
        self._case = case_id
        self._recording = recording
        self._view = view
        self._writing = False
        self._possible: dict[str, Recordable] = {each.event: each for each in recording.possible(view)}

    def title_words(self) -> str:
        """The question."""
        return tr("What did the platform say?")

    def compose_content(self) -> Iterable[Widget]:
        """The answers it can have given, the reason, the slip, a note."""
        yield Words(tr("Your name, the time and your note are kept with it."), "$soft", classes="kept")
        yield Notice()
        answers = [Item(event, label("event", event)) for event in self._possible]
        yield Choice("record.event", tr("Answer"), answers)
        yield Choice("record.reason", tr("Its reason"), ())
        slip = {SLIP: {"last_day": usual_last_day(self._view.context)}}
        yield Form(_SLIP_STEP, replace(self._view.context, draft={**self._view.context.draft, **slip}))
        yield TextField("record.note", tr("Note"), limit=NOTE_LIMIT, required=False)
        with Horizontal(classes="answers"):
            yield FlatButton(tr("Close"), name_="button-back")
            yield FlatButton(tr("Write it down"), name_="button-next", go=True)

    def on_mount(self) -> None:
        """Only what the chosen answer needs is asked."""
        self._ask_for(None)

    def on_part_changed(self, event: Part.Changed) -> None:
        """Another answer needs other things."""
        if event.part.key == "record.event":
            self._ask_for(self._possible.get(str(event.value)))

    def on_part_done(self, event: Part.Done) -> None:
        """Enter goes to what comes next."""
        del event
        self.screen.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The two buttons."""
        event.stop()
        if event.button.id == "button-next":
            self.action_next_step()
        else:
            self.dismiss(False)

    def action_next_step(self) -> None:
        """Write the answer down."""
        chosen = self._possible.get(self._value("record.event"))
        notice = self.query_one(Notice)
        if chosen is None:
            notice.refuse(tr("Choose the platform's answer first."))
            return
        if chosen.refusals and not self._value("record.reason"):
            notice.refuse(tr("Choose the platform's reason first."))
            return
        if self._writing:
            return
        self._writing = True
        slip = self.query_one(Form).values() if chosen.with_payment else None
        self.run_worker(self._write(chosen.event, slip), group="record", exit_on_error=False)

    async def _write(self, event: Event, slip: Mapping[str, object] | None) -> None:
        reason, note = self._value("record.reason"), self._value("record.note")
        answer = self._recording.answer
        try:
            seen = self._view.versions
            await asyncio.to_thread(answer, self._case, event, reason=reason, note=note, slip=slip, reviewed=seen)
        except Invalid as invalid:
            self.query_one(Form).show_problems(invalid.problems)
        except Refused as refused:
            self.query_one(Notice).tell(refused.refusal)
        else:
            self.dismiss(True)
        finally:
            self._writing = False

    def _ask_for(self, chosen: Recordable | None) -> None:
        reasons = chosen.refusals if chosen is not None else ()
        items = [Item(key, speak(refusal(key).message), "") for key in reasons]
        part = self._part("record.reason")
        if isinstance(part, Choice):
            part.offer(items)
            part.put(items[0].value if len(items) == 1 else "")
        part.display = bool(items)
        self.query_one(Form).display = chosen is not None and chosen.with_payment

    def _part(self, key: str) -> Part:
        return next(part for part in self.query(Part) if part.key == key)

    def _value(self, key: str) -> str:
        part = self._part(key)
        return str(part.value) if part.display else ""

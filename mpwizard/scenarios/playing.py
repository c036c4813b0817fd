"""Plays a scenario on a desk, through the same use-cases, gates and forms as everything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mpwizard.answers_file import AnswersFile, FilePlatform
from mpwizard.domain import Kind
from mpwizard.problems import Invalid, Problem, Refusal, Refused, Trouble
from mpwizard.scenarios.checking import has_ended_as_told, is_done
from mpwizard.scenarios.model import MAIL_CODE, PICTURE, SMS_CODE, Deed, Scenario, Setup, Step
from mpwizard.surroundings import Surroundings
from mpwizard.texts import refusal
from mpwizard.unattended import walk
from mpwizard.unattended_account import Wish
from mpwizard.unattended_account import do as done_with

if TYPE_CHECKING:
    from mpwizard.desk import Desk

_Met = Problem | Refusal | Trouble
_PICTURE_FILE = "picture.png"
_SIDE = 144


@dataclass(frozen=True)
class Done:
    """One deed that was done, and the refusal it met where it had to meet one."""

    deed: Deed
    met: _Met | None = None


def set_up(desk: Desk, scenario: Scenario, folder: Path) -> int:
    """Begin a case and bring it to where the scenario begins; its id.

    Raises:
        Trouble: `scenario_setup`, where the walk did not find exactly what the scenario says, or `scenario_diverged`.
    """
    outcome = walk(desk, _answers(scenario.setup))
    found = {f"{each.step}.{each.field}" for each in outcome.findings}
    if found != set(scenario.setup.wrong):
        raise Trouble("scenario_setup", {"name": scenario.name})
    player = Player(desk, scenario, folder, outcome.view.record.id)
    for _done in player.deeds(scenario.setup.deeds, "setup"):
        pass
    return player.case_id


class Player:
    """Plays the steps of one scenario on one case. What a deed needs from a disk is made in `folder`."""

    def __init__(self, desk: Desk, scenario: Scenario, folder: Path, case_id: int) -> None:
        self._desk = desk
        self._scenario = scenario
        self._around = Surroundings(desk)
        self._folder = folder
        self.case_id = case_id

    def begin(self, step: Step) -> Iterator[Done]:
        """Let others do what a step has to meet."""
        return self.deeds(step.faults, step.key)

    def solve(self, step: Step) -> Iterator[Done]:
        """Do what solves a step, and see that it is done.

        Raises:
            Trouble: `scenario_diverged`.
        """
        yield from self.deeds(step.solution, step.key)
        if not is_done(step, self._desk.view(self.case_id)):
            raise self._diverged(step.key)

    def end(self) -> None:
        """See that the case stands as the scenario says it ends.

        Raises:
            Trouble: `scenario_diverged`.
        """
        if not has_ended_as_told(self._scenario, self._desk, self.case_id):
            raise self._diverged("end")

    def deeds(self, deeds: Iterable[Deed], place: str) -> Iterator[Done]:
        """Do things one by one; each has to meet the refusal that it names, or none.

        Raises:
            Trouble: `scenario_diverged`.
        """
        for deed in deeds:
            met = self._met(deed)
            wanted = refusal(deed.refused).key if deed.refused else ""
            if not wanted and met:
                raise self._diverged(place)
            as_wanted = next((each for each in met if each.key == wanted), None)
            if wanted and as_wanted is None:
                raise self._diverged(place)
            yield Done(deed, as_wanted)

    # --- one deed ----------------------------------------------------------------------------------------------------

    def _met(self, deed: Deed) -> tuple[_Met, ...]:
        """Do one thing; what stood in its way."""
        if deed.do:
            wish = Wish(deed.do, deed.number, self.filled(deed.answers))
            return done_with(self._desk, self._desk.view(self.case_id).record, wish).problems
        try:
            self._at_the_form(deed)
        except Refused as refused:
            return (refused.refusal,)
        except Invalid as invalid:
            return invalid.problems
        return ()

    def _at_the_form(self, deed: Deed) -> None:
        if deed.send == "mobile_code":
            self._desk.send_mobile_code(self.case_id)
        elif deed.send:
            self._desk.resend_activation(self.case_id)
        else:
            step = deed.submit or deed.save
            view = self._desk.view(self.case_id)
            values = {**view.context.draft.get(step, {}), **self.filled(deed.values)}
            act = self._desk.submit if deed.submit else self._desk.save
            act(self.case_id, step, values, view.versions.get(step))

    def filled(self, values: Mapping[str, object]) -> dict[str, object]:
        """Values with what only the case knows put in, such as the code that came by SMS."""
        return {name: self._known(value) for name, value in values.items()}

    def _known(self, value: object) -> object:
        if value == MAIL_CODE:
            mail = self._around.world(self.case_id).newest_mail
            return mail.code if mail is not None else ""
        if value == SMS_CODE:
            message = self._around.world(self.case_id).newest_message
            return message.code if message is not None else ""
        return str(picture_in(self._folder)) if value == PICTURE else value

    def _diverged(self, place: str) -> Trouble:
        return Trouble("scenario_diverged", {"name": self._scenario.name, "step": place})


def picture_in(folder: Path) -> Path:
    """A picture fit for an avatar, made where there is none yet."""
    path = folder / _PICTURE_FILE
    if not path.exists():
        from PIL import Image

        Image.linear_gradient("L").resize((_SIDE, _SIDE)).convert("RGB").save(path)
    return path


def _answers(setup: Setup) -> AnswersFile:
    answers = {step: dict(values) for step, values in setup.answers.items()}
    return AnswersFile(Kind.PRACTICE, setup.edition, answers, setup.world, FilePlatform())

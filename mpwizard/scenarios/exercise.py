"""A scenario as an exercise: somebody does its steps by hand, and the program says which is next, helps, or solves it.

What a case itself cannot tell (which faults have come, who was helped) lies in one small file beside the desk.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from mpwizard.problems import Trouble
from mpwizard.scenarios.checking import Progress, has_ended_as_told, progress
from mpwizard.scenarios.model import Deed, Scenario, Step
from mpwizard.scenarios.playing import Player, picture_in, set_up

if TYPE_CHECKING:
    from mpwizard.desk import Desk

FILE = "exercise.json"


class Kept(BaseModel):
    """What is kept of an exercise: its scenario and case, the steps whose faults have come, those somebody was helped
    with, those that were solved for them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenario: str
    case: str
    begun: tuple[str, ...] = ()
    helped: tuple[str, ...] = ()
    solved: tuple[str, ...] = ()


def kept_in(folder: Path) -> Kept | None:
    """What is kept in a folder; None where there is no exercise.

    Raises:
        Trouble: `exercise_unreadable`.
    """
    try:
        return Kept.model_validate_json((folder / FILE).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        raise Trouble("exercise_unreadable", {"name": folder.name}) from None


class Exercise:
    """One exercise on a desk of its own, in the folder of that desk. Several threads may ask it."""

    def __init__(self, desk: Desk, scenario: Scenario, folder: Path) -> None:
        """Go on with the exercise that the folder keeps, or set a case up for a new one.

        Raises:
            Trouble: the setup does not go as its file says, or `exercise_unreadable`.
        """
        self.scenario = scenario
        self._one_at_a_time = threading.RLock()
        self._desk = desk
        self._folder = folder
        picture_in(folder)
        self._take(kept_in(folder) or self._new())

    @property
    def kept(self) -> Kept:
        """What is kept of it now."""
        return self._kept

    def look(self) -> Progress:
        """How far it is. Where a step begins, others do what it has to meet."""
        with self._one_at_a_time:
            now = self._progress()
            while now.current is not None and now.current.key not in self._kept.begun:
                self._begin(now.current)
                now = self._progress()
            return now

    def help_with(self, step: Step) -> None:
        """Note that the hint of a step was asked for."""
        with self._one_at_a_time:
            self._note(helped=step.key)

    def solve(self, key: str = "") -> Progress:
        """Do the current step; how far it is then. Where another one is named, nothing is done: what somebody wanted
        solved has been done meanwhile.

        Raises:
            Trouble: `scenario_diverged`, where what was done before stands in the way.
        """
        with self._one_at_a_time:
            step = self.look().current
            if step is not None and key in ("", step.key):
                for _done in self._player.solve(step):
                    pass
                self._note(solved=step.key)
            return self.look()

    def begin_anew(self) -> Progress:
        """Set another case up and begin with the first step; the case until now stays as it is.

        Raises:
            Trouble: the setup does not go as its file says.
        """
        with self._one_at_a_time:
            self._take(self._new())
            return self.look()

    def go_to(self, key: str) -> Progress:
        """Do all steps before one of them, so that it is the next; anew where it has been done already.

        Raises:
            Trouble: `scenario_diverged`, where what was done before stands in the way.
        """
        with self._one_at_a_time:
            now = self.begin_anew() if key in self.look().done else self.look()
            while now.current is not None and now.current.key != key:
                now = self.solve()
            return now

    def filled(self, values: Mapping[str, object]) -> dict[str, object]:
        """What is typed for a deed, with what only the case knows put in."""
        return self._player.filled(values)

    def let_happen(self, deed: Deed) -> None:
        """Do one thing beside every screen.

        Raises:
            Trouble: `scenario_diverged`, where it comes out otherwise than its file says.
        """
        with self._one_at_a_time:
            for _done in self._player.deeds((deed,), deed.do):
                pass

    def ended_as_told(self) -> bool:
        """Whether the case stands as the scenario says it ends."""
        return has_ended_as_told(self.scenario, self._desk, self.case_id)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _new(self) -> Kept:
        case_id = set_up(self._desk, self.scenario, self._folder)
        return Kept(scenario=self.scenario.name, case=self._desk.view(case_id).record.reference)

    def _take(self, kept: Kept) -> None:
        self._kept = kept
        self.case_id = self._desk.find(kept.case).id
        self._player = Player(self._desk, self.scenario, self._folder, self.case_id)
        self._keep(kept)

    def _progress(self) -> Progress:
        return progress(self.scenario, self._desk.view(self.case_id))

    def _begin(self, step: Step) -> None:
        # Where somebody played the platform before, the fault has nothing to happen to any more.
        with suppress(Trouble):
            for _done in self._player.begin(step):
                pass
        self._note(begun=step.key)

    def _note(self, **added: str) -> None:
        lists = {name: (*getattr(self._kept, name), key) for name, key in added.items()}
        self._keep(self._kept.model_copy(update={name: tuple(dict.fromkeys(keys)) for name, keys in lists.items()}))

    def _keep(self, kept: Kept) -> None:
        self._kept = kept
        written = self._folder / f"{FILE}.new"
        written.write_text(kept.model_dump_json(), encoding="utf-8")
        os.replace(written, self._folder / FILE)

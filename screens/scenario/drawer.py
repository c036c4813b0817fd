"""F8 in an exercise: the step, what it asks for, its hint, its solution."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from textual.widgets.option_list import Option

from mpwizard.i18n import say as both
from mpwizard.i18n import tr
from mpwizard.scenarios.words import about_lines, deed_words
from screens import keys, say
from screens.world.drawer import Drawer

if TYPE_CHECKING:
    from mpwizard.scenarios.exercise import Exercise
    from mpwizard.scenarios.model import Step

HINT, SOLUTION, SOLVE = "hint", "solution", "solve"
_CELLS = 52


class ExerciseDrawer(Drawer[str]):
    """What there is to do now. Gives back the step that is to be done for whoever asks."""

    BINDINGS = [keys.CLOSE_EXERCISE]

    def __init__(self, exercise: Exercise) -> None:
        super().__init__()
        self._exercise = exercise
        self._open: set[str] = set()
        self._step = ""

    def title_words(self) -> str:
        """The scenario's own title."""
        return both(self._exercise.scenario.title.text)

    def action_close(self) -> None:
        """Back to the exercise."""
        self.dismiss(None)

    async def look_around(self) -> list[Option]:
        """The step, and what can be asked for."""
        progress = await asyncio.to_thread(self._exercise.look)
        if progress.current is None:
            return [*_paragraph(tr("All steps are done.")), *_paragraph(both(self._exercise.scenario.about.text))]
        steps = self._exercise.scenario.steps
        self._step = progress.current.key
        title = both(progress.current.title.text)
        place = tr("Step {n} of {total}: {title}", n=steps.index(progress.current) + 1, total=len(steps), title=title)
        return list(self._options(progress.current, place))

    async def act(self, key: str) -> None:
        """Show the hint or the solution, or ask for the step to be done."""
        if key == SOLVE:
            self.dismiss(self._step)
            return
        self._open.add(key)
        step = (await asyncio.to_thread(self._exercise.look)).current
        if step is not None:
            await asyncio.to_thread(self._exercise.help_with, step)

    def _options(self, step: Step, place: str) -> Iterator[Option]:
        yield from _headed(place, [both(step.cue.text)])
        if HINT in self._open:
            yield from _headed(tr("Hint"), [both(step.hint.text)])
        if SOLUTION in self._open:
            yield from _headed(tr("What the solution does"), _solution(step))
        yield from _headed(tr("What it is about"), about_lines(self._exercise.scenario, step))
        if HINT not in self._open:
            yield _deed(tr("Show the hint"), HINT)
        if SOLUTION not in self._open:
            yield _deed(tr("Show the solution"), SOLUTION)
        yield _deed(tr("Do this step for me"), SOLVE)


def _solution(step: Step) -> Iterator[str]:
    """What is done, each with what is typed for it."""
    for deed in step.solution:
        yield deed_words(deed)
        yield from (f"  {value}" for value in deed.values.values() if isinstance(value, str) and value[:1] != "@")


def _headed(title: str, lines: Iterable[str]) -> Iterator[Option]:
    told = [row for line in lines for row in _paragraph(line)]
    if told:
        yield Option(say.text(title, "bold $ink"), disabled=True)
        yield from told
        yield Option(say.text(""), disabled=True)


def _paragraph(words: str) -> Iterator[Option]:
    yield Option(say.paragraph(words, _CELLS, "$soft"), disabled=True)


def _deed(words: str, key: str) -> Option:
    return Option(say.line(("  ▸ ", "$go-text"), (words, "$ink")), id=key)

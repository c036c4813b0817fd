"""The commands for scenarios: `practice list`, `practice play`, which lets one play itself on a desk of its own (on the
screen, or as text), and `practice exercise`, which opens a desk to do its steps by hand."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mpwizard.cli_output import Exit, JsonOption, print_json, print_lines
from mpwizard.cli_output import say as say_wrong
from mpwizard.cli_words import table
from mpwizard.i18n import N_, tr
from mpwizard.problems import Trouble
from mpwizard.tell import tell
from mpwizard.text import safe

if TYPE_CHECKING:
    from pathlib import Path

    from mpwizard.desk import Desk
    from mpwizard.scenarios.model import Scenario, Step
    from mpwizard.scenarios.playing import Done, Player

CUE_SECONDS, DEED_SECONDS = 3.0, 1.0
SLOWEST, FASTEST = 0.1, 100.0
_UNDER = "       "

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help=N_("The name of a scenario."))]
SpeedOption = Annotated[
    float, typer.Option("--speed", metavar="N", min=SLOWEST, max=FASTEST, help=N_("How many times as fast."))
]

TextOption = Annotated[bool, typer.Option("--text", help=N_("Print what is done instead of showing it on the screen."))]
AgainOption = Annotated[bool, typer.Option("--again", help=N_("Begin anew, even where the exercise was begun before."))]


def list_scenarios(as_json: JsonOption = False) -> int:
    """List the scenarios that can be played. Of one's own that cannot be read it is told why, after the others."""
    from mpwizard.i18n import say
    from mpwizard.scenarios.places import own_folder
    from mpwizard.scenarios.reading import found, read_file

    own = own_folder()
    scenarios, wrong = [], []
    for file in found(own):
        try:
            scenarios.append((file, read_file(file.path, own)))
        except Trouble as found_wrong:
            wrong.append(found_wrong)
    if as_json:
        rows = [
            {"name": one.name, "title": say(one.title.text), "steps": len(one.steps), "own": each.own}
            for each, one in scenarios
        ]
        print_json({"scenarios": rows})
    else:
        print_lines(*table((one.name, str(len(one.steps)), say(one.title.text)) for _each, one in scenarios))
    for trouble in wrong:
        say_wrong(tell(trouble), "✗")
    return Exit.USAGE if wrong else Exit.OK


def play(name: NameArgument, speed: SpeedOption = 1.0, text: TextOption = False, as_json: JsonOption = False) -> int:
    """Let a scenario play itself, on a desk that is thrown away afterwards: on the screen, by its keys, or as text."""
    from mpwizard.another_program import become, is_served
    from mpwizard.scenarios.places import own_folder, thrown_away
    from mpwizard.scenarios.reading import read

    scenario = read(safe(name), own_folder())
    watched = sys.stdin is not None and sys.stdin.isatty() and sys.stdout is not None and sys.stdout.isatty()
    on_screen = watched and not (text or as_json)
    with thrown_away() as folder:
        if on_screen:
            code = _on_the_screen(scenario, folder, speed)
        else:
            code = _in_text(scenario, folder, _waiting(speed) if watched else _at_once, as_json=as_json)
    if on_screen and is_served() and code == Exit.OK:
        # A served play took the place of a desk, and gives it back.
        become(())
    return code


def _in_text(scenario: Scenario, folder: Path, wait: Callable[[float], None], *, as_json: bool) -> int:
    from mpwizard.bootstrap import open_desk
    from mpwizard.scenarios.places import desk_in

    desk = open_desk(desk_in(folder))
    try:
        if as_json:
            print_json(_played(scenario, desk, _player(desk, scenario)))
        else:
            for lines in _told(scenario, desk, _player(desk, scenario), wait):
                print_lines(*lines)
    finally:
        desk.close()
    return Exit.OK


def exercise(name: NameArgument, again: AgainOption = False) -> int:
    """Open the desk with an exercise on it, where it was left."""
    from functools import partial

    from mpwizard.bootstrap import Opening, open_desk
    from mpwizard.i18n import translator
    from mpwizard.scenarios.exercise import Exercise, kept_in
    from mpwizard.scenarios.places import desk_in, exercise_folder, own_folder
    from mpwizard.scenarios.reading import read
    from screens.home import Home
    from screens.scenario.app import run_exercise

    scenario = read(safe(name), own_folder())
    folder = exercise_folder(scenario.name)
    if again or (folder.exists() and kept_in(folder) is None):
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = desk_in(folder)
    desk = open_desk(settings)
    try:
        Exercise(desk, scenario, folder)
    finally:
        desk.close()
    home = Home(partial(Opening, settings))
    return run_exercise(scenario, folder, home.open_desk, home.screen, translator().language)


def _on_the_screen(scenario: Scenario, folder: Path, speed: float) -> int:
    from functools import partial

    from mpwizard.bootstrap import Opening
    from mpwizard.i18n import translator
    from mpwizard.scenarios.places import desk_in
    from screens.home import Home
    from screens.scenario.play import run_play

    home = Home(partial(Opening, desk_in(folder)))
    return run_play(scenario, folder, home.open_desk, home.screen, speed=speed, language=translator().language)


def _player(desk: Desk, scenario: Scenario) -> Player:
    from mpwizard.scenarios.playing import Player, set_up

    folder = desk.store.folder
    return Player(desk, scenario, folder, set_up(desk, scenario, folder))


def _deeds(player: Player, step: Step) -> Iterator[Done]:
    yield from player.begin(step)
    yield from player.solve(step)


# --- for people ------------------------------------------------------------------------------------------------------


def _told(scenario: Scenario, desk: Desk, player: Player, wait: Callable[[float], None]) -> Iterator[tuple[str, ...]]:
    """What is printed, piece by piece, while it happens."""
    from mpwizard.i18n import say
    from mpwizard.scenarios.words import done_lines

    yield (say(scenario.title.text), say(scenario.about.text))
    for number, step in enumerate(scenario.steps, 1):
        place = f"{number:2}/{len(scenario.steps)}"
        yield ("", f"{place}  {say(step.title.text)}", f"{_UNDER}{say(step.cue.text)}")
        wait(CUE_SECONDS)
        for done in _deeds(player, step):
            yield tuple(_UNDER + line for line in done_lines(done))
            wait(DEED_SECONDS)
    player.end()
    yield ("", tr("The end, as it should be: {state}.", state=_state(desk, player)))


def _waiting(speed: float) -> Callable[[float], None]:
    return lambda seconds: time.sleep(seconds / speed)


def _at_once(_seconds: float) -> None:
    """Nobody watches: a file or a script reads faster than any speed."""


# --- for scripts -----------------------------------------------------------------------------------------------------


def _played(scenario: Scenario, desk: Desk, player: Player) -> dict[str, Any]:
    from mpwizard.i18n import say

    steps = [
        {
            "step": step.key,
            "title": say(step.title.text),
            "cue": say(step.cue.text),
            "hint": say(step.hint.text),
            "deeds": [_deed(done) for done in _deeds(player, step)],
        }
        for step in scenario.steps
    ]
    player.end()
    title, state = say(scenario.title.text), desk.view(player.case_id).state
    return {"scenario": scenario.name, "title": title, "steps": steps, "state": state}


def _deed(done: Done) -> dict[str, Any]:
    from mpwizard.scenarios.words import deed_words
    from mpwizard.tell import tell

    code = tell(done.met).code if done.met is not None else None
    return {"deed": deed_words(done.deed), "by_others": done.deed.by_others, "refused": code}


def _state(desk: Desk, player: Player) -> str:
    from mpwizard.tell import word

    return word(desk.view(player.case_id).state)

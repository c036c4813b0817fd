"""`practice list` and `practice play`, as a script and as somebody at a terminal meet them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from mpwizard import cli_scenarios
from mpwizard.scenarios.exercise import FILE, kept_in
from mpwizard.scenarios.reading import found
from tests.cli.answers import Command

NAMES = [each.name for each in found()]
BAD = 'title = { en = "T", zh = "题" }\nabout = 3\n'


@pytest.fixture
def own(own_folders: Path) -> Path:
    """The trainer's folder."""
    folder = own_folders / "config" / "scenarios"
    folder.mkdir(parents=True)
    return folder


def test_every_scenario_is_listed(command: Command) -> None:
    """By the name that `play` takes."""
    ran = command("practice", "list")
    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.out.splitlines()] == NAMES
    listed = json.loads(command("practice", "list", "--json").out)["scenarios"]
    assert [each["name"] for each in listed] == NAMES
    assert all(each["steps"] > 0 and not each["own"] for each in listed)


def test_one_that_cannot_be_read_hides_no_other(command: Command, own: Path) -> None:
    """All others are listed; what is wrong with it is told, with its line, and the exit code says that there is."""
    (own / "mine.toml").write_text(BAD, encoding="utf-8")
    ran = command("practice", "list")
    assert ran.code == 2
    assert [line.split()[0] for line in ran.out.splitlines()] == NAMES
    assert "mine.toml:2" in ran.err
    assert len(json.loads(command("practice", "list", "--json").out)["scenarios"]) == len(NAMES)


def test_a_play_tells_each_cue_and_what_came_of_it(command: Command) -> None:
    """A class reads along; the refusal stands where it came."""
    ran = command("practice", "play", "transfer-wrong-sum")
    assert (ran.code, ran.err) == (0, "")
    lines = [line.strip() for line in ran.out.splitlines()]
    assert lines.index("1/2  Too much") < lines.index("2/2  Exactly")
    assert any("(U-320)" in line for line in lines[: lines.index("2/2  Exactly")])
    assert lines[-1] == "The end, as it should be: registered."


def test_a_play_speaks_chinese(command: Command) -> None:
    """The cues of the file and the words of the program."""
    out = command("--lang", "zh", "practice", "play", "transfer-too-late").out
    assert "迟到的打款" in out
    assert "registered" not in out


def test_a_play_for_a_script_is_one_object(command: Command) -> None:
    """Each step with its deeds, who did them, and the codes that were met."""
    ran = command("practice", "play", "verification-returned-twice", "--json")
    played = json.loads(ran.out)
    assert (ran.code, ran.err, played["state"]) == (0, "", "registered")
    assert set(played) == {"scenario", "title", "steps", "state"}
    first = played["steps"][1]
    assert set(first) == {"step", "title", "cue", "hint", "deeds"}
    assert [deed["by_others"] for deed in first["deeds"]] == [True, True, False]


def test_a_play_leaves_the_desk_alone(command: Command, own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where a database of one's own is named."""
    database = own_folders.parent / "mine.db"
    monkeypatch.setenv("MPWIZARD_DATABASE", str(database))
    assert command("practice", "play", "name-refused").code == 0
    assert not database.exists()
    assert not (own_folders / "data").exists()


def test_on_a_terminal_it_waits_to_be_read(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice as fast waits half as long; a script waits never."""
    slept: list[float] = []
    monkeypatch.setattr(cli_scenarios.time, "sleep", slept.append)
    command("practice", "play", "transfer-too-late")
    assert slept == []
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    command("practice", "play", "transfer-too-late", "--text", "--speed", "2")
    assert slept == [each / 2 for each in (cli_scenarios.CUE_SECONDS, cli_scenarios.DEED_SECONDS)] * 2


def test_a_name_that_nothing_has_is_told(command: Command) -> None:
    """With the command that lists them."""
    ran = command("practice", "play", "nothing", "--json")
    assert ran.code == 4
    assert json.loads(ran.out)["problems"][0]["code"] == "U-930"


def test_a_scenario_of_ones_own_that_cannot_be_taken_is_told_with_its_line(command: Command, own: Path) -> None:
    """Whoever writes one needs the place, in the list too."""
    (own / "mine.toml").write_text(BAD, encoding="utf-8")
    for words in (["list"], ["play", "mine"]):
        ran = command("practice", *words)
        assert ran.code == 2
        assert "mine.toml:2 about" in ran.err


@pytest.mark.parametrize("speed", ["0", "fast", "101"])
def test_a_speed_is_a_number_that_can_be_watched(command: Command, speed: str) -> None:
    """Told as every wrong command line is."""
    assert command("practice", "play", "name-refused", "--speed", speed).code == 2


def test_an_exercise_has_a_desk_of_its_own_and_is_gone_on_with(
    command: Command, own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it was left; anew only where that was asked for, or where its setup was never finished."""
    opened: list[Path] = []
    monkeypatch.setattr("screens.scenario.app.run_exercise", lambda _one, folder, *_rest: opened.append(folder) or 0)
    ran = [command("practice", "exercise", "transfer-too-late").code for _ in range(2)]
    (folder,) = set(opened)
    kept = kept_in(folder)
    assert ran == [0, 0]
    assert kept is not None
    assert folder.is_relative_to(own_folders / "data" / "exercises")
    assert not (own_folders / "data" / "desk.db").exists()
    (folder / "mark").touch()
    command("practice", "exercise", "transfer-too-late")
    assert (folder / "mark").exists()
    command("practice", "exercise", "transfer-too-late", "--again")
    assert not (folder / "mark").exists()
    (folder / FILE).unlink()
    assert command("practice", "exercise", "transfer-too-late").code == 0
    assert kept_in(folder) is not None
